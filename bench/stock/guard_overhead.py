"""What the guard costs one person alone: confirming, reserving and validating a long delivery, with the guard and without it.

    python bench/stock/guard_overhead.py --config odoo.conf --database NAME [--lines 100] [--rounds 15]

Runs in a database with psms_stock that is made for measuring: its deliveries and settings stay. The sides run in turns in
one process on deliveries of the same products, each call with its commit as a request has it; without the guard means that
its claims and the check of negative stock are left out, odoo that what psms_stock looks up, locks and writes together is
done one by one, too. Negative stock is refused, so that its check counts. Prints medians in seconds, of the clock and of
this process alone (without PostgreSQL), which says more where others use the machine too; and the statements.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import sys
import time
from contextlib import ExitStack, contextmanager, nullcontext
from inspect import isfunction
from pathlib import Path
from unittest.mock import patch

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "planning")]

from odoo_database import environment  # noqa: E402

STEPS = ("action_confirm", "action_assign", "button_validate")


@contextmanager
def without_guard():
    from odoo.addons.psms_stock.services import guard, guard_pairs, negative

    with ExitStack() as stack:
        for name in ("claim", "enter"):
            stack.enter_context(patch.object(guard, name, lambda *_args, **_options: None))
        for name in ("of_lines", "of_free_stock", "of_putaway", "of_quants"):
            stack.enter_context(patch.object(guard_pairs, name, lambda *_args: set()))
        for name in ("note", "check_reserved"):
            stack.enter_context(patch.object(negative, name, lambda *_args, **_options: None))
        stack.enter_context(patch.object(negative, "watched", lambda _env: nullcontext()))
        yield


@contextmanager
def odoos_way():
    """Neither the guard nor what looks up, locks and creates many rows together."""
    from odoo.addons.psms_stock.models import stock_move_bulk, stock_move_reserve, stock_quant_bulk

    ours = [
        (owner, name, member)
        for owner in (stock_move_bulk.StockMove, stock_move_bulk.StockMoveLine, stock_move_reserve.StockMove,
                      stock_move_reserve.StockMoveLine, stock_quant_bulk.StockQuant)
        for name, member in vars(owner).items() if isfunction(member)
    ]
    with without_guard():
        for owner, name, _member in ours:
            delattr(owner, name)
        try:
            yield
        finally:
            for owner, name, member in ours:
                setattr(owner, name, member)


SIDES = {"with": nullcontext, "without guard": without_guard, "odoo": odoos_way}


def prepare(env, lines):
    """Products with plenty of stock in a warehouse that reserves only when asked to."""
    env.company.psms_negative_stock = "refused"
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1, order="id")
    warehouse.out_type_id.reservation_method = "manual"
    products = env["product.product"].create([{"name": f"Guarded {number}", "is_storable": True} for number in range(lines)])
    receipt = transfer(
        warehouse.in_type_id, env.ref("stock.stock_location_suppliers"), warehouse.lot_stock_id, products, 1000)
    receipt.action_confirm()
    receipt.button_validate()
    env.cr.commit()
    return warehouse, products


def transfer(kind, source, dest, products, quantity):
    return kind.env["stock.picking"].create({
        "picking_type_id": kind.id, "location_id": source.id, "location_dest_id": dest.id,
        "move_ids": [(0, 0, {
            "product_id": product.id, "product_uom_qty": quantity, "location_id": source.id, "location_dest_id": dest.id,
        }) for product in products],
    })


def delivery(env, warehouse, products):
    customers = env.ref("stock.stock_location_customers")
    picking = transfer(warehouse.out_type_id, warehouse.lot_stock_id, customers, products, 1)
    env.cr.commit()
    return picking.id


def timed(registry, uid, method, picking_id):
    """Seconds by the clock and of this process, and statements, of one call from outside with its commit."""
    from odoo.service.model import execute_cr

    with registry.cursor() as cr:
        statements, used, started = cr.sql_log_count, time.process_time(), time.perf_counter()
        execute_cr(cr, uid, "stock.picking", method, [[picking_id]], {})
        return time.perf_counter() - started, time.process_time() - used, cr.sql_log_count - statements


def measure(env, options):
    warehouse, products = prepare(env, options.lines)
    taken = {key: [] for key in itertools.product(STEPS, SIDES)}
    for number in range(options.rounds + 1):
        for side in list(SIDES)[::1 if number % 2 else -1]:
            picking_id = delivery(env, warehouse, products)
            for step in STEPS:
                with SIDES[side]():
                    took = timed(env.registry, env.uid, step, picking_id)
                if number:  # the first round only warms up
                    taken[step, side].append(took)
    return taken


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", help="Odoo's configuration file")
    parser.add_argument("--database", help="a database with psms_stock, made for measuring; without it nothing is done")
    parser.add_argument("--lines", default=100, type=int)
    parser.add_argument("--rounds", default=15, type=int)
    options = parser.parse_args()
    if not options.database:
        parser.print_help()
        return
    with environment(options) as env:
        taken = measure(env, options)
    for step in STEPS:
        print(f"{step}, {options.lines} lines")
        for number, what in enumerate(("clock", "process", "statements")):
            median = {side: statistics.median(row[number] for row in taken[step, side]) for side in SIDES}
            print(f"  {what:10}" + "".join(f"  {side} {value:8.3f}" for side, value in median.items())
                  + f"  guard {median['with'] / median['without guard'] - 1:+.1%}"
                  + f"  psms_stock {median['with'] / median['odoo'] - 1:+.1%}")


if __name__ == "__main__":
    main()
