"""Measure the age of the stock over a million goods movements: first build, what is new, reports of now and of past days.

    python bench/stock/ageing.py --config odoo.conf --database EMPTY_DATABASE_WITH_PSMS_AGEING [--products 10000]

Beside it what a user of Odoo 19 Community would pick instead: the incoming date of the quants (`in_date`), and the usual SQL that
covers the stock of a product by its last receipts. The database is filled and left like that; take a copy.
"""

from __future__ import annotations

import os
import re
import resource
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bench" / "planning"), str(Path(__file__).resolve().parent)]

from odoo_database import environment, parse, parser  # noqa: E402 - a script of the neighbouring folder

PAST = (30, 180, 700)
LIMIT = 2.0  # seconds


def main() -> None:
    options = parser(__doc__, "a database with psms_ageing and without goods movements")
    options.add_argument("--again", action="store_true", help="build the ledger anew where it is there already")
    options.add_argument("--products", type=int, default=10_000, help="100 movements each")
    chosen = parse(options)
    with environment(chosen) as env:
        fill(env, chosen.products)
    with environment(chosen) as env:
        if chosen.again:
            env["psms.age.state"]._get().built_on = False
        build(env)
    with environment(chosen) as env:
        slowest = max(report(env, ago) for ago in (0, *PAST))
    with environment(chosen) as env:
        follow(env)
        instead(env)
    sys.exit(f"slowest report: {slowest:.2f} s" if slowest > LIMIT else 0)


@contextmanager
def timed(env, what):
    """Say how long it took, and how long the processors worked on it: on a machine that others use, that tells more."""
    begun, worked = time.perf_counter(), processor(env)
    yield
    say(what, f"{time.perf_counter() - begun:.2f} s, processor {processor(env) - worked:.2f} s")


def processor(env):
    """Seconds of processor of this process and of its database process, where that runs on the same machine."""
    env.cr.execute("SELECT pg_backend_pid()")
    try:
        fields = Path(f"/proc/{env.cr.fetchone()[0]}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return time.process_time()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def say(what, figure):
    print(f"{what:<66} {figure}", flush=True)


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def fill(env, products):
    import numpy as np
    from ageing_moves import cycles, first_day, make_world, store

    if env["stock.move.line"].search_count([("state", "=", "done")], limit=1):
        say("movements are there already", "")
        return
    with timed(env, "made the world"):
        world = make_world(env, products)
        columns = cycles(world, np.random.default_rng(7))
        store(env, columns, world["uom"], first_day())
    env.cr.commit()
    env.cr.execute("ANALYZE")
    say("done move lines", env["stock.move.line"].search_count([("state", "=", "done")]))
    for name in ("INV01_quant_equals_moves", "INV02_global_zero_sum", "INV03_no_negative_bucket"):
        text = (ROOT / "tests" / "invariants.sql").read_text(encoding="utf-8")
        env.cr.execute(re.search(rf"-- name: {name}.*?\n(.*?);\s*(?=\n-- name|\Z)", text, re.DOTALL)[1].replace("%", "%%"))
        say(f"{name}: violations", env.cr.rowcount)


def build(env):
    from odoo.addons.psms_ageing.services.age_refresh import refresh

    before = memory()
    with timed(env, "first build of the ledger"):
        done = refresh(env)
        env.cr.commit()
    say("lines replayed / memory of the process before and at its peak", f"{done.lines:,} / {before} and {memory()} MB")
    [(rows, size)] = env.execute_query(_sql(
        "SELECT count(*), pg_size_pretty(pg_total_relation_size('psms_age_layer')) FROM psms_age_layer"))
    say("rows of the ledger / size on disk", f"{rows:,} / {size}")
    with timed(env, "nightly look at every line"):
        refresh(env, verify=True)
        env.cr.commit()


def report(env, ago):
    """What the web client asks for when the report is opened, and when a pivot of it is.

    :return: seconds of the slowest request
    """
    from datetime import timedelta

    from odoo import fields

    day = fields.Date.today() - timedelta(days=ago)
    text = f"{ago} days ago" if ago else "now"
    env.invalidate_all()
    model = env["psms.age.report"].with_context(psms_age_day=fields.Date.to_string(day) if ago else False)
    times = []

    def ask(what, question):
        begun = time.perf_counter()
        with timed(env, f"{text}: {what}"):
            question()
        times.append(time.perf_counter() - begun)

    def opened():
        model._bring_up_to_date(day if ago else None, None)
        model.formatted_read_group([], ["bucket_id"], ["__count", "quantity:sum", "value:sum", "age:max"])

    money = ["quantity:sum", "value:sum"]
    ask("opened, by buckets (the ledger looked after, costs of that day)", opened)
    ask("pivot by category and bucket", lambda: model.formatted_read_group([], ["categ_id", "bucket_id"], money))
    ask("by product, 80 of them", lambda: model.formatted_read_group([], ["product_id"], money, limit=80))
    ask("by zone", lambda: model.formatted_read_group([], ["zone_id", "bucket_id"], money))
    ask("80 pieces over a year", lambda: model.web_search_read(
        [("age", ">", 365)], {"product_id": {}, "age": {}, "value": {}}, limit=80))
    return max(times)


def follow(env):
    """What a thousand new movements cost, and one that is booked late."""
    from datetime import timedelta

    import numpy as np
    from ageing_moves import store

    from odoo import fields

    from odoo.addons.psms_ageing.services import slow_stock
    from odoo.addons.psms_ageing.services.age_refresh import refresh

    rows = env.execute_query(_sql("""
        SELECT q.product_id, q.location_id, COALESCE(q.lot_id, 0) FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage = 'internal' AND q.quantity >= 2 ORDER BY q.id LIMIT 1000"""))
    product, place, lot = (np.array(column) for column in zip(*rows, strict=True))
    same = np.zeros(len(rows), dtype=np.int64)
    customer = env.ref("stock.stock_location_customers").id
    store(env, {
        "product": product, "day": same, "source": place, "dest": same + customer, "quantity": same + 1, "lot": lot,
        "vendor": same, "value": same + 1.0, "second": np.arange(len(rows))},
        env["product.product"].browse(int(product[0])).uom_id.id, fields.Date.today())
    env.cr.execute("UPDATE stock_move_line SET write_date = now() AT TIME ZONE 'UTC' WHERE date >= %s", [fields.Date.today()])
    env.cr.commit()
    with timed(env, "1,000 new movements into the ledger"):
        say("lines replayed", refresh(env).lines)
        env.cr.commit()
    line = env["stock.move.line"].search([("product_id", "=", int(product[5])), ("state", "=", "done")], order="date", limit=1)
    line.date -= timedelta(days=3)
    env.flush_all()
    with timed(env, "a late booking of one product"):
        say("lines replayed", refresh(env).lines)
        env.cr.commit()
    with timed(env, "nothing new"):
        refresh(env)
    with timed(env, "slow and dead stock judged (first night)"):
        items = slow_stock.evaluate(env, env.company)
        env.flush_all()
    say("slow, dead or too many", len(items))


def instead(env):
    """What Odoo's own tables say about the age, how long it takes, and how wrong it is."""
    truth = dict(env.execute_query(_sql("""
        SELECT width_bucket(CURRENT_DATE - born_on, ARRAY[0, 31, 61, 91, 181, 366]), sum(quantity)
          FROM psms_age_layer WHERE valid_to IS NULL GROUP BY 1""")))
    with timed(env, "incoming date of the quants: grouped by month"):
        env["stock.quant"]._read_group([("location_id.usage", "=", "internal")], ["in_date:month"], ["quantity:sum"])
    # The quants of this bench were made at once; what Odoo would have written on them is worked out.
    found = in_dates(env)
    compare("incoming date of the quants (in_date)", truth, found)
    with timed(env, "stock covered by the last receipts of the product: SQL"):
        found = dict(env.execute_query(_sql(LAST_RECEIPTS)))
    compare("last receipts of the product", truth, found)


def compare(what, truth, found):
    wrong = sum(abs(float(truth.get(key, 0)) - float(found.get(key, 0))) for key in {*truth, *found}) / 2
    say(f"{what}: quantity in a wrong bucket", f"{wrong / sum(map(float, truth.values())):.0%}")


def in_dates(env):
    """Quantity by bucket of `in_date` as Odoo's `_update_available_quantity` would have written it: the oldest that met there."""
    from collections import defaultdict

    inside = set(env["stock.location"].search([("usage", "in", ("internal", "transit"))]).ids)
    heaps, dates = defaultdict(float), {}
    for product, source, dest, lot, quantity, day in env.execute_query(_sql("""
            SELECT product_id, location_id, location_dest_id, lot_id, quantity_product_uom::float8, date::date
              FROM stock_move_line WHERE state = 'done' ORDER BY date, id""")):
        moved = day
        if source in inside:
            heap = (product, source, lot)
            moved = dates[heap]
            heaps[heap] -= quantity
        if dest in inside:
            heap = (product, dest, lot)
            dates[heap] = min(dates[heap], moved) if heaps[heap] > 0 else moved
            heaps[heap] += quantity
    today = env.cr.now().date()
    found = defaultdict(float)
    for heap, quantity in heaps.items():
        found[sum((today - dates[heap]).days >= start for start in (0, 31, 61, 91, 181, 366))] += quantity
    return found


#: it knows no places: neither zones nor warehouses nor lots have an age, and a past day means doing it all again
LAST_RECEIPTS = """
    WITH stock AS (
        SELECT q.product_id, sum(q.quantity) AS quantity FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage IN ('internal', 'transit') GROUP BY 1
    ), receipt AS (
        SELECT l.product_id, l.date, l.quantity_product_uom AS quantity,
               sum(l.quantity_product_uom) OVER (PARTITION BY l.product_id ORDER BY l.date DESC, l.id DESC) AS until_then
          FROM stock_move_line l JOIN stock_location s ON s.id = l.location_id JOIN stock_location d ON d.id = l.location_dest_id
         WHERE l.state = 'done' AND s.usage NOT IN ('internal', 'transit') AND d.usage IN ('internal', 'transit'))
    SELECT width_bucket(CURRENT_DATE - date::date, ARRAY[0, 31, 61, 91, 181, 366]),
           sum(LEAST(receipt.quantity, stock.quantity - (until_then - receipt.quantity)))
      FROM receipt JOIN stock USING (product_id) WHERE until_then - receipt.quantity < stock.quantity GROUP BY 1"""


def _sql(text):
    from odoo.tools import SQL

    return SQL(text)


if __name__ == "__main__":
    main()
