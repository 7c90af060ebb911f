"""Trace lots: PSMS beside Odoo's own traceability report, on the same lots.

    python bench/stock/trace.py --config odoo.conf --database demo

The lot is the one of which most was made in the database (the demo factory has productions and serial numbers).
- One of the last lots up to its origin: PSMS's tree, and Odoo's report with every line unfolded.
- The first lot down to the customers: PSMS's tree. Odoo's report leads up alone, so what was made of a lot is found by
  unfolding it for every lot that might be; a few are unfolded (--unfold) and the rest is reckoned, which counts only
  the right ones and so flatters Odoo.
- PSMS alone on a tree of five levels with about a thousand lots, made for this and taken back.
- PSMS alone below goods without lot that were moved 50,000 times, the most that is reckoned with.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "planning"))
import odoo_database

from odoo.tools import SQL


def timed(env, work):
    env.flush_all()
    env.invalidate_all()
    statements, start = env.cr.sql_log_count, time.perf_counter()
    result = work()
    return result, time.perf_counter() - start, env.cr.sql_log_count - statements


def unfold(report, line_id, model_id, level=1):
    """Unfold a line of Odoo's report and everything below it, as a person clicks; returns how many lines came."""
    lines = report.get_lines(line_id, model_name="stock.move.line", model_id=model_id, level=level)
    return len(lines) + sum(
        unfold(report, line["id"], line["model_id"], level + 1) for line in lines if line["unfoldable"])


def trace_with_odoo(env, lot):
    report = env["stock.traceability.report"].with_context(active_id=lot.id, model="stock.lot")
    lines = report.get_lines()
    return len(lines) + sum(unfold(report, line["id"], line["model_id"]) for line in lines if line["unfoldable"])


def most_used(env):
    """The lot of which most other lots were made."""
    rows = env.execute_query(SQL("""
          SELECT line.lot_id
            FROM stock_move_line line
            JOIN stock_move_line_consume_rel link ON link.produce_line_id = line.id
            JOIN stock_move_line other ON other.id = link.consume_line_id
           WHERE line.lot_id IS NOT NULL AND other.lot_id IS NOT NULL
        GROUP BY line.lot_id ORDER BY COUNT(DISTINCT other.lot_id) DESC, line.lot_id LIMIT 1"""))
    return env["stock.lot"].browse(row[0] for row in rows)


def made_tree(env):
    from odoo.addons.psms_trace.tests.test_trace_size import WIDTHS, TestTraceSize

    stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
    first, rest = env["product.product"].create([
        {"name": name, "is_storable": True, "tracking": "lot"} for name in ("Bench first", "Bench rest")])
    return TestTraceSize.grown(env, first, rest, stock, first.property_stock_production, WIDTHS)


def made_heap(env, movements):
    """Goods without lot, made and used by turns so that the place is seldom empty: the end of one production of them."""
    stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
    product = env["product.product"].create({"name": "Bench heap", "is_storable": True})
    production = product.property_stock_production
    moves = env["stock.move"].create([{
        "product_id": product.id, "product_uom_qty": 1, "location_id": source.id, "location_dest_id": destination.id,
        "company_id": env.company.id, "state": "done",
    } for source, destination in ((production, stock), (stock, production))])
    env.flush_all()
    # As many documents one by one would take hours. Ten come in at once, and ten times one goes out.
    env.cr.execute(SQL(
        """
        INSERT INTO stock_move_line (company_id, product_id, product_uom_id, move_id, location_id, location_dest_id, state,
                                     picked, quantity, quantity_product_uom, date)
             SELECT move.company_id, move.product_id, move.product_uom, move.id, move.location_id, move.location_dest_id,
                    'done', TRUE, share.amount, share.amount, TIMESTAMP '2026-01-01' + number * INTERVAL '1 minute'
               FROM generate_series(1, %s) number
               JOIN LATERAL (SELECT CASE WHEN number %% 11 = 1 THEN 10 ELSE 1 END AS amount) share ON TRUE
               JOIN stock_move move ON move.id = CASE WHEN number %% 11 = 1 THEN %s ELSE %s END
        """, movements, *moves.ids))
    env.invalidate_all()
    middle = env["stock.move.line"].search([("move_id", "=", moves[0].id)], order="id", offset=movements // 22, limit=1)
    return {"product": product.id, "lines": middle.ids}


def main():
    parser = odoo_database.parser(__doc__, "a database with psms_trace and productions of lots")
    parser.add_argument("--unfold", type=int, default=20, help="last lots that are unfolded in Odoo's report")
    options = odoo_database.parse(parser)
    with odoo_database.environment(options) as env:
        from odoo.addons.psms_trace.services import possible, reach, trace, trace_tree

        env = env(context={"allowed_company_ids": env["res.company"].search([]).ids})
        root = most_used(env)
        made = [lot_id for lot_id, distance in reach.reach(env, root.ids).levels.items() if distance]
        chosen = env["stock.lot"].browse(made[:options.unfold])
        trace_tree.lines(env, chosen[:1].ids, up=True)  # warm up both
        trace_with_odoo(env, chosen[:1])

        def psms_up():
            return sum(len(trace_tree.lines(env, each.ids, up=True)[0]) for each in chosen)

        lines, up, statements = timed(env, psms_up)
        show("PSMS, up", len(chosen), lines, statements, up)
        lines, odoo, statements = timed(env, lambda: sum(trace_with_odoo(env, each) for each in chosen))
        show("Odoo, up", len(chosen), lines, statements, odoo)
        (lines, _complete), down, statements = timed(env, lambda: trace_tree.lines(env, root.ids, up=False))
        show(f"PSMS, down to all {len(made)} made of {root.name}", 1, len(lines), statements, down)
        whole = odoo / len(chosen) * len(made)
        print(f"Odoo, the same by unfolding all {len(made)}: {whole:.1f} s")
        print(f"ratio: up {odoo / up:.1f}, down {whole / down:.0f}")
        root = made_tree(env)
        (lines, _complete), seconds, statements = timed(env, lambda: trace_tree.lines(env, root.ids, up=False))
        show("PSMS, a made tree of five levels down", 1, len(lines), statements, seconds)
        end = made_heap(env, possible.MOST_MOVEMENTS)
        (page,), seconds, statements = timed(env, lambda: list(trace.level(env, [end], up=False).values()))
        show("PSMS, below goods without lot moved 50,000 times", 1, len(page["nodes"]), statements, seconds)
        env.cr.rollback()


def show(what, lots, lines, statements, seconds):
    print(f"{what}: {lots} lots, {lines} lines, {statements} statements, {seconds:.2f} s")


if __name__ == "__main__":
    main()
