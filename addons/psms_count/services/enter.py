"""Write down what people counted: each line once in a round, with what the book said at that moment."""

import math

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL, format_datetime

from odoo.addons.psms_stock.services import guard

from . import buckets, rights, unit_costs
from .buckets import Bucket

MOST = 1e9
#: below the finest rounding of a unit
FINEST = 1e-7
COUNTING = ("counting", "recount")
#: how many refusals one message shows
SHOWN = 20


def enter(env, entries, by=None):
    """Note counted quantities. All of them or, with every reason in one message, none.

    :param entries: ``[(line, quantity)]``, quantities in the unit of the product
    :param by: who counted, when that is not who types it
    """
    by = by or env.user
    lines = env["psms.count.line"].union(*(line for line, _quantity in entries))
    _check_counts(env, lines.count_id, by)
    refused = [reason for line, quantity in entries if (reason := refusal(line, quantity, by))]
    if refused:
        more = [env._("and %(count)s more", count=len(refused) - SHOWN)] if len(refused) > SHOWN else []
        raise UserError("\n".join(refused[:SHOWN] + more))
    # Whoever moves these goods in the same moment comes before or after, so that the book is the one of this moment.
    guard.claim(env, {(line.product_id.id or guard.WHOLE_LOCATION, line.location_id.id) for line in lines})
    now_there = buckets.book_of_lines(lines)
    seen = _last_adjustment(env)
    now = fields.Datetime.now()
    for line, quantity in entries:
        # sudo: the figures of a line are written by this service alone, after the checks above
        line.sudo().write(_entry(line, quantity, by, now, now_there[line.id], seen))


def _entry(line, quantity, by, now, book, seen):
    which = "second" if line.count_id.state == "recount" else "first"
    return {
        f"{which}_qty": quantity, f"{which}_by_id": by.id, f"{which}_at": now, f"{which}_book": book,
        "seen_move_line": seen, "state": "recounted" if which == "second" else "counted", "message": False,
    }


def _last_adjustment(env):
    """The newest line of a stock adjustment: a later one for the same goods outdates the count."""
    rows = env.execute_query(SQL("SELECT COALESCE(MAX(id), 0) FROM stock_move_line"))
    return rows[0][0]


def _check_counts(env, counts, by):
    rights.check_keeper(env)
    if by != env.user:
        rights.check_supervisor(env)
    for count in counts:
        if count.state not in COUNTING:
            raise UserError(env._(
                "Nothing can be counted in %(count)s now: it is in the state “%(state)s”. Open a count that is running.",
                count=count.name, state=count._state_name()))
        if count.user_ids and by not in count.user_ids and not rights.is_supervisor(env):
            raise UserError(env._(
                "%(count)s is to be counted by %(people)s. Ask a supervisor to add you.",
                count=count.name, people=", ".join(count.user_ids.mapped("name"))))


def refusal(line, quantity, by):
    """Return why this can't be noted, or nothing."""
    return _bad_quantity(line, quantity) or _not_theirs(line, by)


def _bad_quantity(line, quantity):
    env, uom = line.env, line.uom_id
    if not math.isfinite(quantity) or not 0 <= quantity < MOST:
        return env._("%(line)s: a counted quantity is 0 or more and below a thousand million.", line=line.display_name)
    if line.kind == "empty" and quantity:
        return env._("%(bin)s is to be confirmed as empty. Add what lies there as found goods.",
                     bin=line.location_id.display_name)
    if uom and abs(uom.round(quantity) - quantity) > FINEST:
        return env._("%(line)s: %(quantity)s is finer than the unit %(unit)s can be. Round it.",
                     line=line.display_name, quantity=quantity, unit=uom.name)
    if line.tracking == "serial" and line.lot_id and quantity not in (0, 1):
        return env._("%(line)s: a serial number is there once (1) or not (0).", line=line.display_name)
    return None


def _not_theirs(line, by):
    env, supervisor = line.env, rights.is_supervisor(line.env)
    if line.count_id.state == "counting":
        if line.state == "counted" and line.first_by_id != by and not supervisor:
            return _taken(line, line.first_by_id, line.first_at)
        return None
    if line.state not in ("recount", "recounted"):
        return env._("%(line)s needs no second count.", line=line.display_name)
    if line.first_by_id == by:
        return env._("%(line)s: you counted it first, so somebody else counts it now.", line=line.display_name)
    if line.state == "recounted" and line.second_by_id != by and not supervisor:
        return _taken(line, line.second_by_id, line.second_at)
    return None


def _taken(line, who, moment):
    return line.env._(
        "%(line)s has been counted by %(who)s at %(moment)s. Only they or a supervisor may change it.",
        line=line.display_name, who=who.name, moment=format_datetime(line.env, moment, dt_format="short"))


# -- goods that nobody expected, bins where nothing is left ------------------------------------------------------------


def found(count, location, product, quantity, lot=None, lot_name=None, package=None, owner=None, by=None):
    """Note goods that the list does not have; if it has them after all, they are counted there. Returns the line."""
    env = count.env
    _check_counts(env, count, by or env.user)
    lot = lot or _lot(env, product, lot_name, count.company_id)
    check_found(count, location, product, lot)
    bucket = Bucket(location.id, product.id, lot.id if lot else 0, package.id if package else 0, owner.id if owner else 0)
    line = env["psms.count.line"].search([
        ("count_id", "=", count.id), *((name, "=", value) for name, value in bucket.values.items())])
    if not line:
        line = _new_line(count, bucket)
    enter(env, [(line, quantity)], by=by)
    return line


def _new_line(count, bucket):
    env = count.env
    if name := buckets.being_counted(env, [bucket.location_id]).get(bucket):
        raise UserError(env._("These goods are being counted in %(count)s already. Enter them there.", count=name))
    neighbour = count.line_ids.filtered(lambda line: line.location_id.id == bucket.location_id)[-1:]
    # sudo: people add lines by this service alone, after the checks of the caller
    line = env["psms.count.line"].sudo().create({
        "count_id": count.id, "kind": "found", "sequence": neighbour.sequence or len(count.line_ids) + 1, **bucket.values,
        # goods found in the second round were seen by nobody in the first: what the first counted is nothing
        **({"state": "recount", "first_at": fields.Datetime.now()} if count.state == "recount" else {}),
    })
    line.write({
        "unit_cost": unit_costs.of_lines(line)[line.id], "book_qty": buckets.book_of_lines(line)[line.id],
        "zone_id": line.location_id.zone_id.id,
    })
    return line.sudo(False)


def _lot(env, product, name, company):
    """The lot of this name, made if it is new: goods from nowhere may well carry a number from nowhere."""
    name = (name or "").strip()
    if not name:
        return env["stock.lot"]
    known = env["stock.lot"].search([
        ("product_id", "=", product.id), ("name", "=", name), ("company_id", "in", [False, company.id])], limit=1)
    return known or env["stock.lot"].create({"product_id": product.id, "name": name, "company_id": company.id})


def check_found(count, location, product, lot):
    env = count.env
    if location.usage not in guard.GUARDED_USAGES or location.warehouse_id != count.warehouse_id:
        raise UserError(env._("%(bin)s is no bin of the warehouse %(warehouse)s that is counted here.",
                              bin=location.display_name, warehouse=count.warehouse_id.name))
    if not product.is_storable:
        raise UserError(env._("%(product)s is not kept in stock, so it can't be counted.", product=product.display_name))
    if product.tracking != "none" and not lot:
        raise UserError(env._("%(product)s is kept by lot or serial number. Enter the number on the goods.",
                              product=product.display_name))
    if lot and lot.product_id != product:
        raise UserError(env._("%(lot)s is a number of %(product)s. Choose that product or another number.",
                              lot=lot.name, product=lot.product_id.display_name))


def bin_is_empty(count, location):
    """Nothing is left in a bin: every line of it that nobody counted yet becomes 0. Returns how many."""
    waiting = "recount" if count.state == "recount" else "open"
    lines = count.line_ids.filtered(lambda line: line.location_id == location and line.state == waiting)
    if lines:
        enter(count.env, [(line, 0.0) for line in lines])
    return len(lines)
