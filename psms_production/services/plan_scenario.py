"""What if: plan the materials once as they are and once with changes, on one reading of the data.

Both plans are stored as any other, in the state `scenario`: they can be looked at with every screen of a plan, and nothing of
them can be released. Nothing but these plans and the scenario's own row is written.
"""
from dataclasses import replace

from odoo.exceptions import UserError

from odoo.addons.psms_base.services.calendar import local_date

from .plan_apply import calculate, new_plan
from .plan_compare import compare
from .plan_delete import delete_plans
from .plan_figures import plan_figures
from .plan_snapshot import Flow, take_snapshot
from .plan_store import store_plan


def calculate_scenario(scenario, now, progress=None, **values):
    """Calculate a scenario that the caller may write, anew if it has been before.

    :param values: more of the row of the plan with the changes
    """
    env, company = scenario.env, scenario.company_id
    progress = progress or (lambda step: None)
    old_plans = scenario.base_id | scenario.plan_id
    progress("read")
    snapshot = take_snapshot(env, company, local_date(company, now), [
        (change.product_id.id, change.warehouse_id.id) for change in scenario.change_ids])
    changed = apply_changes(snapshot, scenario.change_ids)
    progress("calculate")
    results = [calculate(env, data) for data in (snapshot, changed)]
    progress("store")
    base = _store(env, company, snapshot, results[0], now, name=env._("%(scenario)s: without changes", scenario=scenario.name))
    plan = _store(env, company, changed, results[1], now, name=scenario.name, **values)
    compare(plan, base)
    scenario.write({
        "base_id": base.id, "plan_id": plan.id, "calculated_on": now, "state": "calculated",
        "figures": {"base": plan_figures(base), "scenario": plan_figures(plan)},
    })
    delete_plans(scenario_plans(old_plans, company))
    return plan


def scenario_plans(plans, company):
    """Those that are really plans of scenarios: what may be deleted with them."""
    # Planners read plans; only the services delete them.
    return plans.sudo().exists().filtered(lambda plan: plan.state == "scenario" and plan.company_id == company)


def _store(env, company, snapshot, result, now, **values):
    plan = new_plan(env, company, snapshot, result, now, state="scenario", **values)
    store_plan(env, plan, snapshot, result)
    return plan


# -- changes -----------------------------------------------------------------------------------------------------------


def apply_changes(snapshot, changes):
    """The snapshot as it would be with the changes; the one that is given stays as it is."""
    changed = replace(snapshot, items=dict(snapshot.items), demands=list(snapshot.demands), supplies=list(snapshot.supplies))
    for change in changes:
        key = change.product_id.id, change.warehouse_id.id
        if key not in changed.items:
            raise UserError(change.env._(
                "%(change)s: the plan doesn't cover this product. Either it is a kit (change its components instead), "
                "its stock isn't tracked, or it is not “Planned by PSMS”.", change=change.display_name))
        _APPLY[change.kind](changed, key, change)
    return changed


def _change_flow(flows, key, change):
    """Another quantity and day of the one line that the change is about, or nothing of it."""
    found = [number for number, flow in enumerate(flows) if flow.key == key
             and (flow.res_model, flow.res_id, flow.line_id or 0) == (change.res_model, change.res_id, change.line_id)]
    if not found:
        raise UserError(change.env._(
            "%(document)s is not open any more. Delete this change, or choose another document.", document=change.document))
    # A line that was split into several deliveries: the one that looks most like what was chosen.
    number = min(found, key=lambda place: (
        abs((flows[place].date - change.date_before).days), abs(flows[place].quantity - change.quantity_before)))
    if change.drop or not change.quantity:
        del flows[number]
    else:
        flows[number] = flows[number]._replace(date=change.date, quantity=change.quantity)


def _demand(changed, key, change):
    _change_flow(changed.demands, key, change)


def _supply(changed, key, change):
    _change_flow(changed.supplies, key, change)


def _new_flow(key, change):
    return Flow(f"change:{change.id}", key, change.date, change.quantity, change.scenario_id.name, "sale",
                "psms.plan.scenario", change.scenario_id.id, change.id, change.partner_id.id or None)


def _new_demand(changed, key, change):
    changed.demands.append(_new_flow(key, change))


def _new_supply(changed, key, change):
    kind = "production" if changed.items[key].source.kind == "make" else "purchase"
    changed.supplies.append(_new_flow(key, change)._replace(kind=kind))


def _stock(changed, key, change):
    changed.items[key] = replace(changed.items[key], on_hand=change.quantity)
    changed.demands[:] = [flow for flow in changed.demands if flow.kind != "stock" or flow.key != key]


def _item_values(**names):
    """Write fields of the change (value) into the item (name)."""
    def write(changed, key, change):
        changed.items[key] = replace(changed.items[key], **{name: change[field] for name, field in names.items()})
    return write


_APPLY = {
    "demand": _demand,
    "new_demand": _new_demand,
    "supply": _supply,
    "new_supply": _new_supply,
    "stock": _stock,
    "lead_time": _item_values(lead_days="lead_days"),
    "safety": _item_values(safety_stock="quantity"),
    "lot": _item_values(lot_days="lot_days", lot_min="lot_min", lot_multiple="lot_multiple", lot_max="lot_max"),
}
