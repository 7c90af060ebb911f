"""Make a scenario real: what promoting does for each of its changes, said beforehand, then done with the planner's own rights.

What only others can decide is left to them and said so: a customer's order, the count of the stock, an order that nobody has
placed. Rules go into the product's planning parameters.
"""
from collections import namedtuple
from types import SimpleNamespace

from odoo.exceptions import UserError
from odoo.tools import format_date

from .plan_documents import handler
from .plan_forecast import monday
from .plan_master_data import forecast_for
from .plan_reason import format_quantity

# What is said, and a function that does it; None where it can't be done from here.
Promotion = namedtuple("Promotion", "text run")


def promote(scenario):
    """Do what can be done of a scenario, all of it or nothing."""
    if scenario.state != "calculated":
        raise UserError(scenario.env._("Calculate the scenario first, so that you see what you promote."))
    steps = [(change, promotion(change)) for change in scenario.change_ids]
    if not any(step.run for _change, step in steps):
        raise UserError(scenario.env._("None of these changes can be made real from here:\n%(reasons)s", reasons="\n".join(
            step.text for _change, step in steps)))
    for change, step in steps:
        change.result = step.text
        if step.run:
            step.run()
    scenario.state = "promoted"


def promotion(change):
    """What promoting would do for one change."""
    if not change.product_id:
        return Promotion("", None)
    return _PROMOTIONS[change.kind](change, change.env)


def _demand(change, env):
    if change.res_model == "sale.order":
        return Promotion(env._("Not done: agree it with the customer, then change %(document)s.", document=change.document), None)
    return Promotion(env._("Not done: change %(document)s yourself.", document=change.document), None)


def _new_demand(change, env):
    if not change.date:
        return Promotion("", None)
    year, week, _day = monday(change.date).isocalendar()
    return Promotion(env._(
        "Raises the forecast of week %(week)s by %(quantity)s %(unit)s. The customer's order consumes it once it is confirmed.",
        week=f"{year}-W{week:02d}", quantity=format_quantity(change, change.quantity), unit=change.uom_id.name),
        lambda: forecast_for(env, change.product_id, change.warehouse_id, change.date, change.quantity))


def _new_supply(change, env):
    return Promotion(env._("Not done: order it by releasing a planned order, or place the order in Odoo."), None)


def _stock(change, env):
    return Promotion(env._("Not done: stock only changes by counting or moving it."), None)


# -- open supply -------------------------------------------------------------------------------------------------------


def _supply(change, env):
    steps = []
    if change.drop:
        steps.append((env._("Cancels it in %(document)s.", document=change.document), "cancel"))
    else:
        if change.date and change.date != change.date_before:
            steps.append((env._("Moves %(document)s to %(day)s.", document=change.document,
                                day=format_date(env, change.date)), "move"))
        if abs(change.quantity - change.quantity_before) > 1e-6:
            steps.append((env._("Sets %(document)s to %(quantity)s %(unit)s.", document=change.document, unit=change.uom_id.name,
                                quantity=format_quantity(change, change.quantity)), "reduce"))
    if not steps:
        return Promotion(env._("Nothing: it is as it was."), None)
    if change.res_model not in ("purchase.order", "mrp.production", "stock.picking", "stock.move"):
        return Promotion(env._("Not done: change %(document)s yourself.", document=change.document), None)
    return Promotion(" ".join(text for text, _action in steps),
                     lambda: [_handle(change, action) for _text, action in steps])


def _handle(change, action):
    """Let the handler of the document do it, as if a plan had advised it."""
    row = SimpleNamespace(
        env=change.env, order_id=None, action=action, to_date=change.date, company_id=change.company_id, uom_id=change.uom_id,
        quantity=change.quantity_before if action == "cancel" else change.quantity_before - change.quantity,
        supply_id=SimpleNamespace(
            res_model=change.res_model, res_id=change.res_id, line_id=change.line_id, name=change.document,
            kind=change.supply_id.kind))
    row.sudo = lambda _flag=True: row
    handler(row).change()


# -- rules -------------------------------------------------------------------------------------------------------------


def _lead_time(change, env):
    item, parameter = change._item(), _parameter(change)
    # The plan's lead time is that of the vendor or the bill and the security days of the parameters.
    days = change.lead_days - item.lead_days + parameter.security_days
    if not item or days < 0:
        place = env._("the vendor's price list") if item.source == "buy" else env._("the bill of materials")
        return Promotion(env._("Not done: the lead time is shorter than that of %(place)s. Change it there.", place=place), None)
    return Promotion(env._("Sets the security days in the product's planning parameters to %(days)s.", days=days),
                     lambda: _set_parameters(change, {"security_days": days}))


def _safety(change, env):
    return Promotion(env._("Sets the safety stock in the product's planning parameters to %(quantity)s %(unit)s.",
                           quantity=format_quantity(change, change.quantity), unit=change.uom_id.name),
                     lambda: _set_parameters(change, {"safety_stock": change.quantity}))


def _lot(change, env):
    values = {name: change[name] for name in ("lot_min", "lot_multiple", "lot_max")}
    if change.lot_days:
        values.update(lot_rule="days", lot_days=change.lot_days)
    else:
        values["lot_rule"] = "exact"
    return Promotion(env._("Writes these order quantities into the product's planning parameters."),
                     lambda: _set_parameters(change, values))


def _parameter(change):
    """The set of parameters that applies to the product now."""
    return change.env["psms.plan.parameter"]._of_products(
        change.product_id, change.warehouse_id, change.company_id)[change.product_id]


def _set_parameters(change, values):
    """Write into the product's own set; where a wider one applies, into a new one that begins with its values."""
    parameter = _parameter(change)
    if parameter.product_id == change.product_id and parameter.warehouse_id <= change.warehouse_id:
        parameter.write(values)
        return
    change.env["psms.plan.parameter"].create({
        **parameter._values(), **values, "product_id": change.product_id.id, "warehouse_id": change.warehouse_id.id,
        "company_id": change.company_id.id})


_PROMOTIONS = {
    "demand": _demand,
    "new_demand": _new_demand,
    "supply": _supply,
    "new_supply": _new_supply,
    "stock": _stock,
    "lead_time": _lead_time,
    "safety": _safety,
    "lot": _lot,
}
