"""How long it takes to post a large count, and how long others wait meanwhile: in chunks, and as Odoo does it.

    python bench/stock/count_posting.py --config odoo.conf --database a_copy_with_psms_count [--lines 10000]

Makes as many bins with a product each, counts all of them with a difference, and posts the differences

* as psms_count does it: the same function that its background job calls, chunk by chunk, each committed;
* as Odoo does it: `action_apply_inventory` on all quants in one transaction, tried once beside somebody who works
  and, as Odoo would do five times, again with nobody there.

Somebody who works is a second connection that books one piece out of a random bin again and again: its worst time
is how long a person waits, its retries are how often Odoo began that person's request again. CPU is that of this
process, without the database's. The database keeps what was made: use a copy.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[1] / "planning")]

from odoo_database import environment, parse, parser  # noqa: E402

SHARE = 40  # products: so many bins hold the same one


def fill(env, lines: int):
    """Bins with 100 pieces each; made without moves, because nobody asks here where they came from."""
    warehouse = env["stock.warehouse"].create({"name": f"Bench {time.time_ns()}", "code": f"B{time.time_ns() % 10_000:04}"})
    bins = env["stock.location"].create([
        {"name": f"{number:05}", "location_id": warehouse.lot_stock_id.id} for number in range(lines)])
    products = env["product.product"].create([
        {"name": f"Bench {number}", "is_storable": True, "standard_price": 1 + number % 90}
        for number in range(max(1, lines // SHARE))])
    env["stock.quant"].create([
        {"product_id": products[number % len(products)].id, "location_id": bins[number].id, "quantity": 100}
        for number in range(lines)])
    env.cr.commit()
    env.invalidate_all()
    return warehouse, bins


class Neighbour(threading.Thread):
    """Somebody who books one piece out of a bin again and again while the count is posted."""

    def __init__(self, registry, bin_ids):
        super().__init__(daemon=True)
        self.registry, self.bin_ids = registry, bin_ids
        self.seconds, self.retries, self.failures, self.stop = [], 0, 0, threading.Event()

    def run(self):
        from odoo import SUPERUSER_ID, api
        from odoo.service.model import retrying

        dice = random.Random(5)
        while not self.stop.is_set():
            begin = time.perf_counter()
            tries = [0]
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    place = dice.choice(self.bin_ids)

                    def book(env=env, place=place, tries=tries):
                        tries[0] += 1
                        take(env, place)

                    retrying(book, env)
            except Exception:  # whoever is refused five times by the database gets an error on the screen
                self.failures += 1
            self.seconds.append(time.perf_counter() - begin)
            self.retries += tries[0] - 1
            self.stop.wait(0.2)


def take(env, bin_id):
    place = env["stock.location"].browse(bin_id)
    product = place.quant_ids.product_id[:1]
    values = {"product_id": product.id, "location_id": bin_id, "product_uom_qty": 1, "product_uom": product.uom_id.id,
              "location_dest_id": env.ref("stock.stock_location_customers").id, "picked": True}
    line = {"product_id": product.id, "location_id": bin_id, "location_dest_id": values["location_dest_id"], "quantity": 1,
            "product_uom_id": product.uom_id.id, "picked": True}
    move = env["stock.move"].create({**values, "move_line_ids": [(0, 0, line)]})
    move._action_done()


def counted(env, warehouse, lines: int):
    """A count of every bin that found 99 in each, approved."""
    begin = time.perf_counter()
    count = env["psms.count"].create({"warehouse_id": warehouse.id})
    count.action_fill()
    count.action_start()
    env.cr.commit()
    made = time.perf_counter() - begin
    begin = time.perf_counter()
    for start in range(0, lines, 1000):
        count.psms_enter([[line_id, 99] for line_id in count.line_ids.ids[start:start + 1000]])
        env.cr.commit()
        env.invalidate_all()
    entered = time.perf_counter() - begin
    count.write({"state": "posting"})
    env.cr.commit()
    return count, made, entered


def post_in_chunks(env, count):
    """Seconds of each transaction of the background job; a chunk that the database refuses is done again, as a job is."""
    from odoo.service.model import retrying

    from odoo.addons.psms_count.services import post

    seconds, more = [], True
    while more:
        begin = time.perf_counter()
        more = retrying(lambda: post.post_chunk(count), env)
        env.cr.commit()
        env.invalidate_all()
        seconds.append(time.perf_counter() - begin)
    count._end_posting()
    env.cr.commit()
    return seconds


def post_at_once(env, bins):
    """Seconds of Odoo's own adjustment of the same bins."""
    begin = time.perf_counter()
    quants = env["stock.quant"].search([("location_id", "in", bins.ids)]).with_context(inventory_mode=True)
    for quant in quants:
        quant.inventory_quantity = quant.quantity - 1
    quants.action_apply_inventory()
    env.cr.commit()
    return [time.perf_counter() - begin]


def report(env, name, bins, work, beside=True):
    """Do the work, beside somebody who works in the same bins or alone, and print how it went."""
    neighbour = Neighbour(env.registry, bins.ids)
    if beside:
        neighbour.start()
    begin, cpu, seconds, error = time.perf_counter(), time.thread_time(), [], ""
    try:
        seconds = work()
    except Exception as problem:  # what the database refuses is a result here
        env.cr.rollback()
        env.invalidate_all()
        error = f" failed: {type(problem).__name__}"
    took, cpu = time.perf_counter() - begin, time.thread_time() - cpu
    if beside:
        neighbour.stop.set()
        neighbour.join()
    waits = neighbour.seconds or [0]
    print(f"| {name} | {took:.1f}{error} | {cpu:.1f} | {len(seconds)} | {max(seconds, default=0):.1f} | {len(neighbour.seconds)} "
          f"| {statistics.median(waits):.2f} | {max(waits):.1f} | {neighbour.retries} | {neighbour.failures} |", flush=True)


def main() -> None:
    options = parser(__doc__, "a copy of a database with psms_count")
    options.add_argument("--lines", type=int, default=10_000)
    options = parse(options)
    with environment(options) as env:
        warehouse, bins = fill(env, options.lines)
        count, made, entered = counted(env, warehouse, options.lines)
        print(f"{options.lines} lines: listed and begun in {made:.1f} s, entered in {entered:.1f} s; "
              f"load {os.getloadavg()[0]:.0f} on {os.cpu_count()} cores\n")
        print("| posted by | seconds | CPU | transactions | longest | beside | median wait | worst | retries | given up |")
        print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
        report(env, "psms_count", bins, lambda: post_in_chunks(env, count))
        report(env, "Odoo in one action", bins, lambda: post_at_once(env, bins))
        report(env, "Odoo in one action, nobody beside", bins, lambda: post_at_once(env, bins), beside=False)
        moves = env["stock.move"].search_count([("psms_count_line_id.count_id", "=", count.id)])
        print(f"\n{moves} moves of the count, state {count.state}, {count.failed_count} lines not posted")


if __name__ == "__main__":
    main()
