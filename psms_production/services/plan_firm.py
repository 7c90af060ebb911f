"""Planned orders that a planner fixes, changes or adds: the plan follows at once, and the next plans keep them.

For every use case: only planners, only plans that may still change, the row of the plan first. A planning run, a release or
another change at the same time writes that row too; one of the two then fails as a serialization conflict and is
repeated by Odoo on fresh data.
"""
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from .plan_days import PlanDays
from .plan_part import components_below
from .plan_reason import format_quantity
from .plan_replan import replan
from .plan_rights import check_planner

SHOWN = 20


def edit_order(order, quantity=None, due_date=None):
    """Fix a planned order with another quantity or date.

    :return: what came of it, see `_outcome`
    """
    order = _own(order)
    _check_quantity(order.env, quantity)
    with _Change(order.plan_id, order.item_id) as change:
        values = {"state": "firm", "waits_supply_id": False, "waits_order_id": False}
        if quantity is not None:
            values["quantity"] = quantity
        if due_date and due_date != order.due_date:
            values.update(_dates(order.item_id, due_date))
        order.write(values)
        order.write(_readiness(order))
    return change.outcome(order)


def firm_orders(orders):
    """Fix planned orders as they are."""
    return _set_state(_own(orders), "planned", "firm")


def unfirm_orders(orders):
    """Give fixed orders back to the plan, which makes of their need what it would have made without them."""
    return _set_state(_own(orders), "firm", "planned")


def add_order(item, quantity, due_date):
    """Add a firm order of an item."""
    _check_planner(item.env)
    item.check_access("read")
    item = item.sudo()  # nobody may write planned orders by hand, this service does
    _check_quantity(item.env, quantity)
    with _Change(item.plan_id, item) as change:
        order = item.env["psms.planned.order"].create({
            "item_id": item.id, "state": "firm", "quantity": quantity, "need_date": due_date, **_dates(item, due_date)})
        order.write(_readiness(order))
    change.plan.order_count += 1
    return change.outcome(order)


def _set_state(orders, before, after):
    outcome = {}
    for plan, plan_orders in orders.grouped("plan_id").items():
        plan_orders = plan_orders.filtered(lambda order: order.state == before)
        if not plan_orders:
            continue
        with _Change(plan, plan_orders.item_id) as change:
            plan_orders.write({"state": after, "waits_supply_id": False, "waits_order_id": False})
        outcome = change.outcome(plan_orders.exists())
    return outcome


# -- checks ------------------------------------------------------------------------------------------------------------


def _check_planner(env):
    check_planner(env, env._("Only planners may change planned orders. Ask your administrator for the role Planner."))


def _own(orders):
    """The orders, to be written by this service, after a look at the rights of who asks."""
    _check_planner(orders.env)
    orders.check_access("read")
    orders = orders.sudo().exists()  # nobody may write planned orders by hand, this service does
    if not orders:
        raise UserError(orders.env._("The plan has been calculated anew and this planned order is gone. Open it again."))
    released = orders.filtered(lambda order: order.state == "released")
    if released:
        raise UserError(orders.env._(
            "%(order)s has been released as %(document)s. Change it there.",
            order=released[0].display_name, document=released[0].document_name or ""))
    return orders


def _check_quantity(env, quantity):
    if quantity is not None and quantity <= 0:
        raise UserError(env._("A planned order needs a quantity above zero."))


# -- the change --------------------------------------------------------------------------------------------------------


class _Change:
    """Lock the plan, let the caller write, then plan the items and all below them anew."""

    def __init__(self, plan, items):
        self.plan, self.items = plan, items

    def __enter__(self):
        plan = self.plan
        if plan.state == "superseded":
            raise UserError(plan.env._(
                "There is a newer plan than this one. Open the item in the current plan and change it there."))
        plan.edit_count += 1
        plan.flush_recordset(["edit_count"])
        self.below = components_below(plan.env, self.items.ids)
        self.before = _totals(plan.env, self.below)
        return self

    def __exit__(self, error, *_details):
        if not error:
            self.changed = replan(self.plan, self.items.ids)

    def outcome(self, orders):
        """What came of a change, for people and programs.

        :return: ``orders``: ids; ``late``: whether one can't be ready on its day, ``message``: a sentence that says so;
            ``changed``: ids of the items that were planned again, ``effects``: the planned quantity of components
            before and after
        """
        late = orders.filtered(lambda order: order.state == "firm" and order.finish_date > order.due_date)
        return {
            "orders": orders.ids,
            "changed": sorted(self.changed),
            "late": bool(late),
            "message": _late_message(late[0]) if late else "",
            "effects": self._effects(),
        }

    def _effects(self):
        after = _totals(self.plan.env, self.below)
        rows = [(item_id, self.before.get(item_id, (0, 0)), after.get(item_id, (0, 0)))
                for item_id in self.below if item_id not in self.items.ids]
        rows = [row for row in rows if abs(row[1][0] - row[2][0]) > 1e-6 or row[1][1] != row[2][1]][:SHOWN]
        items = self.plan.env["psms.plan.item"].browse([row[0] for row in rows])
        return [{
            "item_id": item.id, "name": item.product_id.display_name, "uom": item.uom_id.name,
            "before": before[0], "after": after[0], "late_before": before[1], "late_after": after[1],
        } for item, (_id, before, after) in zip(items, rows)]


def _totals(env, item_ids):
    """{item: (quantity on order by the plan, number of late orders)}"""
    return {row[0]: row[1:] for row in env.execute_query(SQL(
        """SELECT item_id, SUM(quantity), COUNT(*) FILTER (WHERE late)
             FROM psms_planned_order WHERE item_id = ANY(%s) AND state != 'released' GROUP BY item_id""", list(item_ids)))}


def _late_message(order):
    env = order.env
    if order.release_date < order.plan_id.start_date:
        return env._(
            "%(quantity)s %(unit)s on %(due)s would have had to be ordered on %(release)s. Ordered today, they are ready on "
            "%(finish)s.", quantity=format_quantity(order, order.quantity), unit=order.uom_id.name,
            due=format_date(env, order.due_date), release=format_date(env, order.release_date),
            finish=format_date(env, order.finish_date))
    return env._(
        "%(quantity)s %(unit)s can't be ready on %(due)s, because components come late. They are ready on %(finish)s.",
        quantity=format_quantity(order, order.quantity), unit=order.uom_id.name,
        due=format_date(env, order.due_date), finish=format_date(env, order.finish_date))


def _dates(item, due_date):
    plan = item.plan_id
    days = PlanDays(plan.start_date, plan.closed_days)
    return {"due_date": due_date, "release_date": days.release(item.calendar, item.lead_days, due_date)}


def _readiness(order):
    """When a firm order is ready whose components are there in time; planning its components may make it later."""
    plan = order.plan_id
    ready = PlanDays(plan.start_date, plan.closed_days).ready(order.calendar, order.lead_days, plan.start_date)
    finish = max(order.due_date, ready)
    days = max((finish - order.need_date).days, 0)
    return {"finish_date": finish, "days_late": days, "late": days > 0}
