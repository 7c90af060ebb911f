"""Where a lateness comes from: the chain from a demand or an order down to what is to blame, in sentences."""
from odoo.tools import SQL, format_date

from .plan_reason import format_quantity
from .plan_tree import MODELS, MOST_LEVELS


def lateness_chain(env, end):
    """The links that make an end late, from the top down; an empty list where it is in time.

    :param end: see `plan_tree`
    :return: [{``key``, ``end``, ``item_id``, ``text``}]
    """
    links = []
    for _level in range(MOST_LEVELS):
        record = _record(env, end)
        following = _waits_for(record)
        if not links and not _is_late(record):
            return []
        links.append({"key": f"{_kind(record)}:{record.id}", "end": end, "item_id": record.item_id.id,
                      "text": _sentence(record, following)})
        if not following:
            break
        end = {f"{_kind(following)}_id": following.id}
    return links


def _record(env, end):
    [(name, number)] = end.items()
    return env[MODELS[name]].browse(number)


def _kind(record):
    return record._name.rpartition(".")[2]


def _is_late(record):
    return _kind(record) != "supply" and record.days_late > 0


def _waits_for(record):
    kind = _kind(record)
    if kind == "supply":
        return None
    if kind == "demand":
        return record.last_order_id or record.last_supply_id
    if record.state == "planned":
        return record.waits_order_id or record.waits_supply_id
    return _last_component(record)


def _last_component(order):
    """What comes last for a firm order, if it comes too late."""
    found = order.env.execute_query(SQL(
        """SELECT p.order_id, p.supply_id
             FROM psms_plan_component c
             JOIN psms_plan_peg p ON p.item_id = c.component_id AND p.for_order_id = %(order)s
             LEFT JOIN psms_plan_supply s ON s.id = p.supply_id
             LEFT JOIN psms_planned_order q ON q.id = p.order_id
            WHERE c.item_id = %(item)s AND COALESCE(s.date, q.finish_date) > GREATEST(%(release)s, %(start)s)
            ORDER BY COALESCE(s.date, q.finish_date) DESC, p.id LIMIT 1""",
        order=order.id, item=order.item_id.id, release=order.release_date, start=order.plan_id.start_date))
    for order_id, supply_id in found:
        return (order.browse(order_id) if order_id else order.env["psms.plan.supply"].browse(supply_id))
    return None


# -- sentences ---------------------------------------------------------------------------------------------------------


def _sentence(record, following):
    env, kind = record.env, _kind(record)
    values = {
        "product": record.product_id.display_name, "unit": record.uom_id.name,
        "quantity": format_quantity(record, record.quantity),
    }
    if kind == "demand":
        return env._("%(document)s asks for %(quantity)s %(unit)s of %(product)s on %(day)s and gets them on %(ready)s, "
                     "%(days)s days late.", document=record.display_name, day=format_date(env, record.date),
                     ready=format_date(env, record.promise_date) or env._("no day"), days=record.days_late, **values)
    if kind == "supply":
        return env._("%(document)s brings %(product)s only on %(day)s.", document=record.display_name,
                     day=format_date(env, record.date), **values)
    values.update(need=format_date(env, record.need_date), ready=format_date(env, record.finish_date))
    if following:
        return env._("The order of %(quantity)s %(unit)s of %(product)s is needed on %(need)s and ready on %(ready)s, because it "
                     "waits for %(component)s.", component=following.product_id.display_name, **values)
    return env._("The order of %(quantity)s %(unit)s of %(product)s is needed on %(need)s, but takes %(days)s working days from "
                 "%(release)s and is ready on %(ready)s.", days=record.lead_days,
                 release=format_date(env, max(record.release_date, record.plan_id.start_date)), **values)
