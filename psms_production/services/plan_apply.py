"""Make a plan of a company and store it whole, or not at all."""
import json
import logging
import re
import time

import psms_engine

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.psms_base.services.calendar import local_date

from . import plan_problems as problems
from .plan_engine import days_late, engine_input, triggers
from .plan_problems import Problem
from .plan_snapshot import take_snapshot

_logger = logging.getLogger(__name__)

# First key of the advisory lock of a planning run; the second is the company.
_LOCK_CLASS = 0x50534D53


def make_plan(env, company, now):
    """Plan the materials of one company.

    Runs in the caller's transaction: until it commits everybody sees the previous plan, and a run that
    is killed leaves nothing behind.

    :return: the new `psms.plan`
    """
    started = time.monotonic()
    statements = env.cr.sql_log_count
    _lock(env, company)
    previous = _touch_current_plan(env, company)
    today = local_date(company, now)
    snapshot = take_snapshot(env, company, today)
    result = _run_engine(env, snapshot)
    plan = _store_plan(env, company, snapshot, result, now, previous)
    _store_orders(env, plan, snapshot, result)
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


def _run_engine(env, snapshot):
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


def _store_plan(env, company, snapshot, result, now, previous):
    found = list(snapshot.problems)
    keys = {flow.ref: flow for flow in snapshot.demands}
    left_out = [keys[ref] for ref in result.left_out if ref in keys]
    found += [Problem(problems.BEYOND_HORIZON, *key, quantity=sum(flow.quantity for flow in left_out if flow.key == key))
              for key in sorted({flow.key for flow in left_out})]
    # Nobody may write plans by hand, this service does.
    return env["psms.plan"].sudo().create({
        "company_id": company.id,
        "user_id": env.uid,
        "run_date": now,
        "start_date": snapshot.start,
        "horizon_days": snapshot.horizon_days,
        "previous_id": previous.id,
        "item_count": len(snapshot.items),
        "demand_count": len(snapshot.demands),
        "supply_count": len(snapshot.supplies),
        "left_out_count": len(left_out),
        "order_count": len(result.planned),
        "late_count": int((days_late(result.planned) > 0).sum()),
        "problem_count": len(found),
        "problem_ids": [fields.Command.create({
            "kind": problem.kind, "product_id": problem.product_id,
            "warehouse_id": problem.warehouse_id, "quantity": problem.quantity,
        }) for problem in found],
    })


def _store_orders(env, plan, snapshot, result):
    """Write all planned orders with one statement; their ids are drawn first so that they can refer to each other."""
    planned = result.planned
    if not len(planned):
        return
    plan.flush_recordset()
    ids = [row[0] for row in env.execute_query(SQL(
        "SELECT nextval('psms_planned_order_id_seq') FROM generate_series(1, %s)", len(planned)))]
    items = [snapshot.items[tuple(map(int, name.split("@")))] for name in planned.item]
    trigger = triggers(snapshot, result)
    columns = [
        ("product_id", "int4", [item.key[0] for item in items]),
        ("warehouse_id", "int4", [item.key[1] for item in items]),
        ("source", "text", [item.source.kind for item in items]),
        ("source_warehouse_id", "int4", [item.source.from_warehouse_id for item in items]),
        ("vendor_id", "int4", [item.source.vendor and item.source.vendor.partner_id for item in items]),
        ("bom_id", "int4", [item.source.bom and item.source.bom.id for item in items]),
        ("made_to_order", "bool", [item.source.made_to_order for item in items]),
        ("lead_days", "int4", [item.lead_days for item in items]),
        ("lot_days", "int4", [item.lot_days for item in items]),
        ("lot_min", "float8", [item.lot_min for item in items]),
        ("lot_multiple", "float8", [item.lot_multiple for item in items]),
        ("lot_max", "float8", [item.lot_max for item in items]),
        ("lot_rules", "text", list(planned.rules)),
        *((name, "float8", getattr(planned, column).tolist()) for name, column in (
            ("quantity", "quantity"), ("demand_qty", "demand"), ("safety_qty", "safety_stock"),
            ("on_hand_qty", "on_hand"), ("supply_qty", "supply"), ("covered_qty", "covered"),
            ("missing_qty", "missing"))),
        *((name, "date", getattr(planned, column).tolist()) for name, column in (
            ("need_date", "need"), ("due_date", "due"), ("release_date", "release"), ("finish_date", "finish"))),
        ("days_late", "int4", days_late(planned).tolist()),
        ("trigger_names", "text", [", ".join(names) or None for names, _parent in trigger]),
        ("parent_order_id", "int4", [None if parent is None else ids[parent] for _names, parent in trigger]),
    ]
    names = SQL(", ").join(SQL.identifier(name) for name, _type, _values in columns)
    types = SQL(", ").join(SQL("%s %s", SQL.identifier(name), SQL.identifier(kind)) for name, kind, _values in columns)
    keys = ["id", *(name for name, _type, _values in columns)]
    rows = [dict(zip(keys, row)) for row in zip(ids, *(values for _name, _type, values in columns))]
    # JSON, because PostgreSQL takes seconds to parse the same values written as arrays.
    env.execute_query(SQL(
        """INSERT INTO psms_planned_order (id, plan_id, company_id, state, late, %(names)s)
           SELECT id, %(plan)s, %(company)s, 'planned', days_late > 0, %(names)s
             FROM json_to_recordset(%(rows)s) AS planned(id int4, %(types)s)
           RETURNING 1""",
        names=names, types=types, plan=plan.id, company=plan.company_id.id, rows=json.dumps(rows, default=str)))
    env["psms.planned.order"].invalidate_model()
