"""Release planned orders, and let Odoo's own scheduler make the same documents, on the same factory.

    ./psms up --detach --no-demo --fresh --database bench
    python bench/planning/release.py --config odoo.conf --database bench --items 1000 --orders 500

Fills an empty database first (see odoo_factory.py). Everything runs in one transaction that is rolled back: the plan, then
the release of the first orders of so many products, then with that taken back a reordering rule for each of these products
that asks for the same quantity, and Odoo's scheduler on them. Made and bought orders are measured apart and together.
All other reordering rules are deleted for the measurement, so that the scheduler makes these documents and no others.
"""

from __future__ import annotations

import time

from odoo_database import environment, parse, parser
from odoo_factory import fill

KINDS = (("make", ("make",)), ("buy", ("buy",)), ("both", ("make", "buy")))


def measure(env, count: int) -> list[dict]:
    """Milliseconds and statements for a document, by PSMS and by Odoo's scheduler, and how much faster PSMS is."""
    company = env.company
    env["psms.plan"].run_plan()
    env["stock.warehouse.orderpoint"].search([("company_id", "=", company.id)]).unlink()
    env.flush_all()
    for work in (_release, _schedule):  # so that neither pays for caches that the other then finds
        _timed(env, work, _first_orders(env, ("make", "buy"), 10))
    rows = []
    for name, sources in KINDS:
        orders = _first_orders(env, sources, count)
        psms, odoo = _timed(env, _release, orders), _timed(env, _schedule, orders)
        rows.append({"kind": name, "orders": len(orders), "psms": psms, "odoo": odoo,
                     "ratio": odoo["ms"] / psms["ms"], "cpu ratio": odoo["cpu"] / psms["cpu"]})
    return rows


def _first_orders(env, sources, count):
    """One planned order of each product, the earliest ones; as many of each source."""
    orders = env["psms.planned.order"]
    for source in sources:
        found = env["psms.planned.order"].search([
            ("plan_id.state", "=", "current"), ("state", "=", "planned"), ("source", "=", source),
            ("company_id", "=", env.company.id)])
        first = {}
        for order in found:
            first.setdefault(order.product_id, order)
        orders |= orders.union(*list(first.values())[:count // len(sources)])
    return orders


def _timed(env, work, orders):
    """Run in a savepoint that is taken back; time and statements for each document that came of it."""
    env.invalidate_all()
    with env.cr.savepoint() as savepoint:
        before = _documents(env)
        job = work(orders)
        next(job)  # what is prepared is not measured
        begin, cpu, statements = time.perf_counter(), time.process_time(), env.cr.sql_log_count
        next(job, None)
        env.flush_all()
        seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
        statements = env.cr.sql_log_count - statements
        productions, lines = (now - then for now, then in zip(_documents(env), before))
        savepoint.rollback()
    env.invalidate_all()
    count = max(productions + lines, 1)
    return {"productions": productions, "lines": lines, "seconds": seconds, "ms": 1000 * seconds / count,
            "cpu": 1000 * cpu / count,
            "statements": statements / count}


def _documents(env):
    return env["mrp.production"].search_count([]), env["purchase.order.line"].search_count([])


def _release(orders):
    yield
    orders.release()


def _schedule(orders):
    """Odoo's scheduler on a reordering rule for each product that asks for the quantity of its planned order."""
    env = orders.env
    env.company.psms_planning_active = False
    rules = env["stock.warehouse.orderpoint"].create([{
        "product_id": order.product_id.id, "warehouse_id": order.warehouse_id.id,
        "location_id": order.warehouse_id.lot_stock_id.id, "product_min_qty": 0, "product_max_qty": 0,
    } for order in orders])
    for rule, order in zip(rules, orders):
        rule.product_min_qty = rule.product_max_qty = rule.qty_forecast + order.quantity
    env.flush_all()
    env.invalidate_all()
    yield
    rules._procure_orderpoint_confirm(company_id=env.company, raise_user_error=False)


def _cell(value):
    return f"{value:.1f}"


def main() -> None:
    options = parser(__doc__, "a database with psms_production")
    options.add_argument("--items", type=int, default=1_000)
    options.add_argument("--orders", type=int, default=500)
    options = parse(options)
    with environment(options) as env:
        if not env["product.product"].search_count([("default_code", "=like", "ITEM%")]):
            fill(env, options.items)
            env.cr.commit()
        rows = measure(env, options.orders)
        version = env["ir.module.module"].search([("name", "=", "base")]).latest_version
        env.cr.rollback()
    print(f"Odoo {version}, {options.items} products\n")
    print("| orders | by | productions | purchase lines | seconds | ms a document | CPU ms of Odoo a document "
          "| statements a document | times faster | by CPU |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for row in rows:
        for by in ("psms", "odoo"):
            figures = row[by]
            print(f"| {row['orders']} {row['kind']} | {by} | {figures['productions']} | {figures['lines']} "
                  f"| {figures['seconds']:.1f} | {figures['ms']:.1f} | {figures['cpu']:.1f} | {figures['statements']:.1f} "
                  f"| {_cell(row['ratio']) if by == 'psms' else ''} | {_cell(row['cpu ratio']) if by == 'psms' else ''} |")


if __name__ == "__main__":
    main()
