"""Make a plan of a company and store it whole, or not at all."""
import logging
import re
import time
from collections import defaultdict

import psms_engine

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.psms_base.services.calendar import local_date

from . import plan_problems as problems
from .plan_advice import carry_dismissals
from .plan_engine import days_late, engine_input
from .plan_problems import Problem
from .plan_snapshot import take_snapshot
from .plan_store import store_plan

_logger = logging.getLogger(__name__)

# First key of the advisory lock of a planning run; the second is the company.
_LOCK_CLASS = 0x50534D53
STEPS = ("read", "calculate", "store")


def make_plan(env, company, now, progress=None, **values):
    """Plan the materials of one company and make the result its current plan.

    Runs in the caller's transaction: until it commits everybody sees the previous plan, and a run that
    is killed leaves nothing behind.

    :param values: more of the row of the plan
    :param progress: is called with each step before it is taken (see STEPS); what it raises ends the run
    :return: the new `psms.plan`
    """
    progress = progress or (lambda step: None)
    started, statements = time.monotonic(), env.cr.sql_log_count
    _lock(env, company)
    previous = _touch_current_plan(env, company)
    progress("read")
    snapshot = take_snapshot(env, company, local_date(company, now))
    progress("calculate")
    result = calculate(env, snapshot)
    progress("store")
    plan = new_plan(env, company, snapshot, result, now, previous_id=previous.id, **values)
    store_plan(env, plan, snapshot, result)
    carry_dismissals(plan)
    if not company.psms_planning_active:
        # The planner has no right to write on the company; the first plan switches planning on.
        company.sudo().psms_planning_active = True
    plan.write({
        "duration": time.monotonic() - started,
        "statement_count": env.cr.sql_log_count - statements,
    })
    _logger.info("Plan %s of %s: %s items, %s planned orders in %.2f s and %s statements", plan.id, company.name,
                 plan.item_count, plan.order_count, plan.duration, plan.statement_count)
    return plan


def _lock(env, company):
    """One run of a company at a time; the second is told so at once, it doesn't queue up."""
    [(locked,)] = env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", _LOCK_CLASS, company.id))
    if not locked:
        raise UserError(env._(
            "A plan of %(company)s is being calculated right now. Wait until it is there, then look at it "
            "or run the plan again.", company=company.name))


def _touch_current_plan(env, company):
    """Write the row of the current plan before anything is read.

    The lock alone is not enough: a transaction that began before the last run committed would still
    read the data of that time. Its write on this row then fails as a serialization conflict, and Odoo
    repeats the whole request on fresh data.
    """
    Plan = env["psms.plan"].sudo()  # nobody may write plans by hand, this service does
    previous = Plan.search([("company_id", "=", company.id), ("state", "=", "current")])
    if previous:
        previous.state = "superseded"
        previous.flush_recordset(["state"])
    return previous


def calculate(env, snapshot):
    """The engine's plan of a snapshot; what is wrong with the data is said in terms of products."""
    try:
        return psms_engine.plan(engine_input(snapshot))
    except psms_engine.PlanError as error:
        raise UserError(env._(
            "The plan can't be calculated because of these data:\n%(offences)s",
            offences="\n".join(_offences(env, error)))) from error


def _offences(env, error):
    """The engine names items; people know products and warehouses."""
    for offence in error.offences[:20]:
        text = str(offence)
        for name in sorted(_item_names(text), key=len, reverse=True):
            product_id, warehouse_id = map(int, name.split("@"))
            product = env["product.product"].browse(product_id).exists()
            warehouse = env["stock.warehouse"].browse(warehouse_id).exists()
            text = text.replace(name, f"{product.display_name} ({warehouse.name})")
        yield text


def _item_names(text):
    return set(re.findall(r"\b\d+@\d+\b", text))


def new_plan(env, company, snapshot, result, now, **values):
    """The row of a plan with its figures; `store_plan` writes what belongs to it."""
    demands = {flow.ref: flow for flow in snapshot.demands}
    left_out = defaultdict(float)
    for ref in result.left_out:
        left_out[demands[ref].key] += demands[ref].quantity
    found = snapshot.problems + [Problem(problems.BEYOND_HORIZON, *key, quantity=quantity)
                                 for key, quantity in sorted(left_out.items())]
    # Nobody may write plans by hand, this service does.
    return env["psms.plan"].sudo().create({
        "company_id": company.id,
        "user_id": env.uid,
        "run_date": now,
        "start_date": snapshot.start,
        "horizon_days": snapshot.horizon_days,
        "defer_days": snapshot.defer_days,
        "closed_days": {name: [day.isoformat() for day in days] for name, days in snapshot.calendars.items()},
        "item_count": len(snapshot.items),
        "demand_count": len(snapshot.demands),
        "supply_count": len(snapshot.supplies),
        "left_out_count": len(result.left_out),
        "order_count": len(result.planned),
        "late_count": int((days_late(result.planned) > 0).sum()),
        "problem_count": len(found),
        "problem_ids": [fields.Command.create({
            "kind": problem.kind, "product_id": problem.product_id,
            "warehouse_id": problem.warehouse_id, "quantity": problem.quantity,
        }) for problem in found],
        **values,
    })
