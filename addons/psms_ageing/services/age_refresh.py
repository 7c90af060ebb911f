"""Keep the ledger of ages up to date with the goods movements that Odoo has done.

A line is new when the ledger does not know it. New lines that happened after all others of their product are replayed
on top of what is there. Where a line was back-dated or edited, everything of its product is replayed from the beginning,
and of no other product but those that were made of it under the same lot name.

What is new is found by the date of the last write, with a day of overlap for transactions that took long: what the ledger
knows already is recognised by a mark over everything that counts. Every night all marks are compared, so that also what
was changed without a trace, or has vanished, is seen.
"""
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo.tools import SQL

from . import age_queries as queries
from .age_replay import QUANTITY, ROW, Replay
from .age_store import forget, store

#: how much older than the last refresh a line can be that was not yet visible to it
OVERLAP = timedelta(days=1)
#: lines that are replayed at once; more need more memory
CHUNK = 100_000


class Refreshed(NamedTuple):
    lines: int  # replayed
    rebuilt: int  # products that were replayed from the beginning


def refresh(env, verify=False, report=None):
    """Bring the ledger up to date.

    :param verify: look at all lines instead of those that were written since the last time
    :param report: called with the share that is done, from 0 to 1
    :return: `Refreshed`, or None when somebody else is just doing it
    """
    # sudo: the ledger is the same for all, whoever opens the report
    state = env["psms.age.state"].sudo()._get()
    if not state.try_lock_for_update():
        return None
    # Who waited for this row works on a snapshot that is too old: writing it sends the request round again.
    begun = env.cr.now()
    for model in ("stock.move.line", "stock.move", "stock.picking", "stock.location", "stock.lot", "product.template"):
        env[model].flush_model()
    zones = queries.zones(env)
    afresh = not state.built_on or state.zones != repr(zones)
    if afresh:
        forget(env, None)
        append, rebuild = {}, queries.line_counts(env)
    else:
        append, rebuild = _split(env, None if verify else state.read_until - OVERLAP)
    done = _work(env, zones, append, rebuild, report or (lambda share: None))
    if done.lines > CHUNK:
        env.cr.execute(SQL("ANALYZE psms_age_layer, psms_age_line"))  # else the next report would be planned for empty tables
    env["psms.age.layer"].invalidate_model()
    state.write({"read_until": begun, "built_on": begun if afresh else state.built_on, "zones": repr(zones)})
    return done


def pending(env, most):
    """How many lines wait to be replayed, counted up to `most`."""
    # sudo: as in `refresh`
    state = env["psms.age.state"].sudo()._get()
    if not state.built_on:
        return env.execute_query(SQL(
            "SELECT count(*) FROM (SELECT FROM stock_move_line WHERE state = 'done' LIMIT %s) line", most))[0][0]
    append, rebuild = _split(env, state.read_until - OVERLAP)
    return sum(map(len, append.values())) + sum(rebuild.values())


def _split(env, since):
    """{product: [new lines]} to replay on top of what is there, {product: number of lines} to replay from the beginning."""
    lines, first, rebuild = queries.changes(env, since)
    last = queries.last_moments(env, lines) if lines else {}
    rebuild.update(product for product in lines if last[product] and first[product] <= last[product])
    wave = rebuild
    while wave:
        wave = {made for _used, made in queries.remade(env, wave)} - rebuild
        rebuild.update(wave)
    append = {product: ids for product, ids in lines.items() if product not in rebuild}
    counts = queries.line_counts(env, rebuild) if rebuild else {}
    return append, {product: counts.get(product, 0) for product in rebuild}


def _work(env, zones, append, rebuild, report):
    counts = {**{product: len(ids) for product, ids in append.items()}, **rebuild}
    total, done, replayed = sum(counts.values()), 0, 0
    pairs = queries.remade(env, counts) if counts else []
    for products in _chunks(counts, pairs):
        again = [product for product in products if product in rebuild]
        fresh = [line for product in products if product not in rebuild for line in append[product]]
        replayed += _replay(env, zones, again, fresh, [product for product in products if product not in rebuild])
        done += sum(counts[product] for product in products)
        report(done / max(total, 1))
    return Refreshed(replayed, len(rebuild))


def _chunks(counts, pairs):
    """Products in groups of about CHUNK lines; those that take ages from each other stay together."""
    root = {product: product for product in counts}

    def find(product):
        while root[product] != product:
            product = root[product]
        return product

    for one, other in pairs:
        if one in root and other in root:
            root[find(one)] = find(other)
    families = defaultdict(list)
    for product in counts:
        families[find(product)].append(product)
    chunk, size = [], 0
    for family in families.values():
        chunk.extend(family)
        size += sum(counts[product] for product in family)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _replay(env, zones, again, fresh, appended):
    """Replay products from the beginning, and new lines of others."""
    if again:
        forget(env, again)
    which = SQL("(l.product_id = ANY(%s) OR l.id = ANY(%s))", again, fresh)
    lines = list(queries.lines(env, which, zones))
    ids = {line.id for line in lines}
    links = queries.links(env, which)
    sources = {source for found, _other in links.values() for source in found} - ids
    returned, earlier = queries.returned_before(env, sources, ids) if sources else ((), {})
    replay = Replay({**earlier, **links})
    for line, piece in queries.left_by(env, sources) if sources else ():
        replay.remember(line, piece)
    for line, quantity in returned:
        replay.forget_returned(line, quantity)
    known = {}
    for heap, row in queries.open_rows(env, appended) if appended else ():
        known[row[ROW]] = row[QUANTITY]
        replay.load(heap, row)
    replay.begin()
    replay.run(lines)
    store(env, replay, known)
    env.cr.execute(SQL("""
        INSERT INTO psms_age_line (id, product_id, moment, mark)
        SELECT l.id, l.product_id, l.date, %s FROM %s WHERE l.state = 'done' AND %s
    """, queries.MARK, queries.DONE_LINES, which))
    return len(lines)
