"""The reason for a planned quantity in one or a few sentences, in the language of the reader.

Composed from the figures that the engine gave and the planned order keeps; nothing is calculated
here but sums of them.
"""
from functools import reduce

from odoo.tools import format_date
from odoo.tools.misc import formatLang


def reason(order):
    if order.state == "firm":
        # The plan's figures are those of the order as it was before a planner fixed it.
        parts = [order.env._("Firm: the next plans keep it as it is."), *_purpose(order)]
    else:
        parts = [_shortage(order), *_lot_rules(order), *_purpose(order)]
    return " ".join(part for part in parts if part)


def format_quantity(order, value):
    """A quantity as people write it: no trailing zeros, with the separators of their language."""
    text = formatLang(order.env, value, dp="Product Unit")
    point = order.env["res.lang"]._get_data(code=order.env.lang or "en_US").decimal_point
    return text.rstrip("0").rstrip(point) if point and point in text else text


def _shortage(order):
    env = order.env
    figures = [
        env._("demand %(quantity)s", quantity=format_quantity(order, order.demand_qty)),
        env._("on hand %(quantity)s", quantity=format_quantity(order, order.on_hand_qty)),
        env._("open supply %(quantity)s", quantity=format_quantity(order, order.supply_qty)),
    ]
    if order.safety_qty:
        figures.append(env._("safety stock %(quantity)s", quantity=format_quantity(order, order.safety_qty)))
    if order.covered_qty:
        figures.append(env._("earlier planned orders %(quantity)s", quantity=format_quantity(order, order.covered_qty)))
    return env._(
        "Until %(day)s: %(figures)s; %(missing)s %(unit)s are missing.", day=format_date(env, order.need_date),
        figures=_listed(env, figures), missing=format_quantity(order, order.missing_qty), unit=order.uom_id.name)


def _listed(env, parts):
    return reduce(lambda first, second: env._("%(first)s, %(second)s", first=first, second=second), parts)


def _lot_rules(order):
    env = order.env
    rules = (order.lot_rules or "").split()
    if "lot_days" in rules:
        yield env._("The need of %(days)s days is ordered at once.", days=order.lot_days)
    if "lot_min" in rules:
        yield env._("Raised to the minimum order of %(minimum)s.", minimum=format_quantity(order, order.lot_min))
    if "lot_multiple" in rules and order.lot_multiple >= 1.0:
        yield env._("Rounded up to a multiple of %(multiple)s.", multiple=format_quantity(order, order.lot_multiple))
    if "lot_max" in rules:
        yield env._("One of several orders, as one may not exceed %(maximum)s.", maximum=format_quantity(order, order.lot_max))


def _purpose(order):
    env = order.env
    if order.trigger_names:
        yield env._("For %(documents)s.", documents=order.trigger_names)
    if order.parent_order_id:
        yield env._("For the planned order of %(product)s.", product=order.parent_order_id.product_id.display_name)
    if not order.trigger_names and not order.parent_order_id and order.safety_qty:
        yield env._("To restore the safety stock.")
    if order.late:
        yield env._("Ready on %(day)s, %(days)s days after the need.",
                    day=format_date(env, order.finish_date), days=order.days_late)
