"""How long a planner waits: opening the item board, unfolding pegs, changing one planned order of a large plan.

In Odoo's shell on a database that odoo_factory.py has filled (`./psms shell --database bench`); nothing is kept:

    import sys; sys.path[:0] = ["bench/planning", "engine/src"]
    from planner import measure
    measure(env)

Server time of each call with an empty record cache, the worst and the median of several items, and its SQL statements.
"""

from __future__ import annotations

import statistics
import time

TIMES = 7


def measure(env) -> None:
    plan = env["psms.plan"].search([("state", "=", "current"), ("company_id", "=", env.company.id)])
    if not plan.closed_days:
        plan = plan.browse(plan.run_plan())
    print(f"plan of {plan.item_count} items and {plan.order_count} planned orders")
    for name, orders in _orders_by_place(env, plan).items():
        _report(env, f"board of {name}", [lambda item=order.item_id.id: env["psms.plan.item"].board(item) for order in orders])
        _report(env, f"pegs of {name}", [
            lambda number=order.id: env["psms.plan.peg"].level([{"order_id": number}], "up") for order in orders])
        _report(env, f"quantity of {name}", [
            lambda order=order: order.psms_edit(quantity=order.quantity + 7) for order in orders])
    _report(env, "board of what is most urgent", [env["psms.plan.item"].board] * TIMES)
    env.cr.rollback()


def _orders_by_place(env, plan):
    """Some orders of finished goods, of the middle of the bills and of bought parts."""
    env.cr.execute(
        """SELECT MIN(o.id), i.source = 'make' AND NOT used, i.source = 'make' AND used
             FROM psms_planned_order o JOIN psms_plan_item i ON i.id = o.item_id
             CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM psms_plan_component c WHERE c.component_id = i.id) AS used) u
            WHERE i.plan_id = %s AND o.state = 'planned' GROUP BY i.id, i.source, used ORDER BY md5(i.id::text)""", [plan.id])
    found = {"a finished good": [], "a made component": [], "a bought part": []}
    for order_id, is_finished, is_middle in env.cr.fetchall():
        found["a finished good" if is_finished else "a made component" if is_middle else "a bought part"].append(order_id)
    return {name: [env["psms.planned.order"].browse(number) for number in ids[:TIMES]] for name, ids in found.items()}


def _report(env, name, calls):
    seconds, statements = [], []
    for call in calls:
        with env.cr.savepoint(flush=False) as savepoint:
            env.invalidate_all()
            before, begin = env.cr.sql_log_count, time.perf_counter()
            call()
            env.flush_all()
            seconds.append(time.perf_counter() - begin)
            statements.append(env.cr.sql_log_count - before)
            savepoint.rollback()
            env.invalidate_all(flush=False)
    print(f"{name:32} median {statistics.median(seconds) * 1000:5.0f} ms, worst {max(seconds) * 1000:5.0f} ms, "
          f"{min(statements)} to {max(statements)} statements")
