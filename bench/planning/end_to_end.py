"""A whole material plan in Odoo (read, net, peg, store) beside OCA's mrp_multi_level, on the same database.

    ./psms up --detach --no-demo --database bench
    python bench/planning/odoo_factory.py --config odoo.conf --database bench --items 1000
    python bench/planning/end_to_end.py --config odoo.conf --database bench

mrp_multi_level is measured where it is installed (`pip install --no-deps odoo-addon-mrp-multi-level==19.0.1.0.5.4
odoo-addon-mrp-warehouse-calendar==19.0.1.0.0.8 odoo-addon-stock-warehouse-calendar`, then `-i mrp_multi_level`); every
product gets an MRP area with the same order multiple, days per order and safety stock. Both plan the same demand and supply
with the same bills and lead times. mrp_multi_level stores planned orders and its inventory table; PSMS stores planned orders
with the figures behind them, promises, advice and all pegs.

Time is wall time, the best of the runs, in a transaction that is rolled back (mrp_multi_level runs once); statements are
those that Odoo counts on the cursor.
"""

from __future__ import annotations

import platform
import resource
import time
from importlib import metadata

from odoo_database import environment, parse, parser


def psms(env):
    plan = env["psms.plan"].browse(env["psms.plan"].run_plan())
    return plan.order_count


def prepare_multi_level(env):
    """An MRP area with a parameter for each product, as PSMS plans it."""
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    area = env["mrp.area"].create({
        "name": "Bench", "warehouse_id": warehouse.id, "location_id": warehouse.lot_stock_id.id})
    env.cr.execute("SELECT product_id, product_min_qty FROM stock_warehouse_orderpoint WHERE warehouse_id = %s", [warehouse.id])
    safety = dict(env.cr.fetchall())
    items = env["psms.plan.item"].search([("plan_id.state", "=", "current")])
    env["product.mrp.area"].create([{
        "mrp_area_id": area.id, "product_id": item.product_id.id, "mrp_minimum_stock": safety.get(item.product_id.id, 0.0),
        "mrp_nbr_days": item.lot_days, "mrp_qty_multiple": item.lot_multiple or 1.0,
    } for item in items])
    env.flush_all()
    return area


def multi_level(env, area):
    env["mrp.multi.level"].create({"mrp_area_ids": [(6, 0, area.ids)]}).run_mrp_multi_level()
    return env["mrp.planned.order"].search_count([("mrp_area_id", "=", area.id)])


def measure(env, name, job, runs, *arguments):
    best = None
    for _run in range(runs):
        env.flush_all()
        env.invalidate_all()
        with env.cr.savepoint() as savepoint:
            begin, cpu, statements = time.perf_counter(), time.process_time(), env.cr.sql_log_count
            orders = job(env, *arguments)
            env.flush_all()
            row = {"wall s": time.perf_counter() - begin, "python cpu s": time.process_time() - cpu,
                   "statements": env.cr.sql_log_count - statements, "planned orders": orders,
                   "peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}
            savepoint.rollback()
        env.invalidate_all()
        best = row if best is None or row["wall s"] < best["wall s"] else best
    cells = (f"{value:>16,.3f}" if isinstance(value, float) else f"{value:>16,}" for value in best.values())
    print(f"{name:<24}" + "".join(cells), flush=True)
    return best


def compare(env, runs):
    server = env.cr._obj.connection.server_version // 10000
    print(f"Python {platform.python_version()}, PostgreSQL {server}, numpy {metadata.version('numpy')}")
    print(f"{'':<24}" + "".join(f"{name:>16}" for name in ("wall s", "python cpu s", "statements", "planned orders", "peak MB")))
    own = measure(env, "PSMS", psms, runs)
    if "mrp.multi.level" not in env:
        print("mrp_multi_level is not installed here: nothing to compare with")
        return
    psms(env)
    module = env["ir.module.module"].search([("name", "=", "mrp_multi_level")])
    other = measure(env, f"multi_level {module.latest_version[5:]}", multi_level, 1, prepare_multi_level(env))
    print(f"{other['wall s'] / own['wall s']:.0f} times faster, {other['statements'] / own['statements']:.0f} times fewer "
          "statements")


def main() -> None:
    options = parser(__doc__, "a database that odoo_factory.py has filled")
    options.add_argument("--runs", type=int, default=5)
    options = parse(options)
    with environment(options) as env:
        compare(env, options.runs)
        env.cr.rollback()


if __name__ == "__main__":
    main()
