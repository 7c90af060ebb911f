"""Post a count in chunks, each a transaction of its own that can be done twice without any effect the second time.

The difference that was counted is applied to what the book says now, so that whatever moved between the
counting and the posting stays moved. An adjustment by somebody else is no movement: it outdates the count.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.psms_stock.services import correction, guard, posting

from . import buckets
from .buckets import Bucket

#: lines of one transaction: a second or two, in which others wait for at most these goods
CHUNK = 100
READY = ("counted", "recounted")

_posting = ContextVar("psms_count_posting", default=None)


def line_of(quant):
    """The line that is being posted through this quant."""
    return (_posting.get() or {}).get(quant.id)


def is_posting():
    """Whether what moves now is the posting of a count, which a freeze does not hold up."""
    return _posting.get() is not None


@contextmanager
def _marked(lines_by_quant):
    token = _posting.set(lines_by_quant)
    try:
        with posting.allowed(), correction.documented():
            yield
    finally:
        _posting.reset(token)


def post_chunk(count, size=CHUNK):
    """Post the next lines of a count. Returns whether there are more.

    What takes goods out comes first, so that a serial number that was found in another bin has left its old one.
    """
    env = count.env
    lines = _take(count, size)
    if not lines:
        return False
    try:
        with env.cr.savepoint():
            _post(lines)
    except UserError:
        _post_one_by_one(lines)
    return bool(env["psms.count.line"].search_count([("count_id", "=", count.id), ("state", "in", READY)], limit=1))


def _take(count, size):
    """Mark the next lines as posted before anything moves: who is second waits, is repeated and finds them posted."""
    env = count.env
    env["psms.count.line"].flush_model()
    rows = env.execute_query(SQL(
        """UPDATE psms_count_line SET state = 'posted', posted_at = %s, message = NULL
            WHERE id IN (SELECT id FROM psms_count_line
                          WHERE count_id = %s AND state = ANY(%s) ORDER BY difference, id LIMIT %s)
        RETURNING id""", fields.Datetime.now(), count.id, list(READY), size))
    lines = env["psms.count.line"].browse(sorted(row[0] for row in rows))
    lines.invalidate_recordset()
    return lines


def _post_one_by_one(lines):
    """Somewhere in the chunk is a line that can't be posted: the others are, and this one says why."""
    for line in lines:
        try:
            with line.env.cr.savepoint():
                _post(line)
        except UserError as error:
            line.write({"state": "failed", "posted_at": False, "message": str(error)})


def _post(lines):
    env = lines.env
    different = lines.filtered("is_different")
    guard.claim(env, {(line.product_id.id, line.location_id.id) for line in different})
    now_there = buckets.book_of_lines(different)
    _check(different, now_there)
    quants = _quants(different)
    Quant = env["stock.quant"]
    applied = Quant
    by_quant = {}
    for line in different:
        quant = quants[buckets.bucket_of(line)]
        quant.inventory_quantity = quant.quantity + line.difference
        by_quant[quant.id] = line
        applied |= quant
    if applied:
        with _marked(by_quant):
            applied._apply_inventory()
    for line in different:
        line.posted_book = now_there[line.id]
    _note_bins(lines - different)


def _note_bins(lines):
    """Odoo's date of the last count for bins where nothing had to be adjusted."""
    today = fields.Date.context_today(lines)
    lines.location_id.filtered(lambda place: place.last_inventory_date != today).write({"last_inventory_date": today})


def _check(lines, now_there):
    env = lines.env
    adjusted = _adjusted_since(lines)
    for line in lines:
        if reference := adjusted.get(line.id):
            raise UserError(env._(
                "%(line)s was adjusted by %(reference)s after it had been counted. Count it again.",
                line=line.display_name, reference=reference))
        if line.uom_id.compare(now_there[line.id] + line.difference, min(now_there[line.id], 0)) < 0:
            raise UserError(env._(
                "%(line)s: since it was counted, more has left the bin than was counted there. Count it again.",
                line=line.display_name))
    _check_serials(lines)


def _adjusted_since(lines):
    """Return ``{line id: reference}`` of lines whose goods somebody adjusted after they had been counted."""
    env = lines.env
    env["stock.move"].flush_model()
    env["stock.move.line"].flush_model()
    rows = env.execute_query(SQL(
        """SELECT l.id, MAX(m.reference)
             FROM psms_count_line l
             JOIN stock_move_line ml ON ml.product_id = l.product_id AND ml.id > l.seen_move_line AND ml.state = 'done'
                  AND l.location_id IN (ml.location_id, ml.location_dest_id)
                  AND ml.lot_id IS NOT DISTINCT FROM l.lot_id AND ml.owner_id IS NOT DISTINCT FROM l.owner_id
                  AND l.package_id IS NOT DISTINCT FROM
                      CASE WHEN ml.location_id = l.location_id THEN ml.package_id ELSE ml.result_package_id END
             JOIN stock_move m ON m.id = ml.move_id AND m.is_inventory
            WHERE l.id = ANY(%s)
         GROUP BY l.id""", lines.ids))
    return dict(rows)


def _check_serials(lines):
    """A serial number that was found here must have left where the book has it."""
    env = lines.env
    found = lines.filtered(lambda line: line.tracking == "serial" and line.difference > 0)
    leaving = {(line.lot_id.id, line.location_id.id) for line in lines if line.difference < 0}
    if not found:
        return
    elsewhere = {
        lot.id: place for lot, place in env["stock.quant"]._read_group(
            [("lot_id", "in", found.lot_id.ids), ("quantity", ">", 0), ("location_id.usage", "in", guard.GUARDED_USAGES)],
            ["lot_id", "location_id"]) if (lot.id, place.id) not in leaving
    }
    for line in found:
        if place := elsewhere.get(line.lot_id.id):
            raise UserError(env._(
                "%(line)s: by the book the serial number lies in %(bin)s. Count that bin too, or transfer it from there.",
                line=line.display_name, bin=place.display_name))


def _quants(lines):
    """Return ``{bucket: quant}``; what the book does not have gets an empty one, as in Odoo's own adjustment."""
    Quant = lines.env["stock.quant"]
    wanted = {buckets.bucket_of(line) for line in lines}
    found = {}
    for quant in Quant.search([
            ("location_id", "in", lines.location_id.ids), ("product_id", "in", lines.product_id.ids)], order="id desc"):
        found[buckets.bucket_of(quant)] = quant
    missing = sorted(wanted - found.keys())
    with posting.allowed():
        for bucket, quant in zip(missing, Quant.create([bucket.values for bucket in missing]), strict=True):
            found[Bucket(*bucket)] = quant
    return found
