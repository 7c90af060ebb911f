"""Which lots a move may take: read once per reservation, checked again when a lot is picked and when it leaves.

Rules come from the product, its categories and the customer; the strictest counts. They look at moves that lead to
a customer; bins with an open picking exception are also kept from production.
"""

import math
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date


class Rules(NamedTuple):
    """What counts for one move."""

    days: int = 0
    one_lot: bool = False
    not_older: bool = False

    @property
    def any(self):
        return bool(self.days or self.one_lot or self.not_older)


NONE = Rules()
#: more than any stock: asks Odoo's reservation for all that is free
ALL = 1e9


def steps(move):
    """The move, what follows it, what follows that, and so on; the return of a return leads back to where it began."""
    seen = step = move
    while step:
        yield step
        step = step.move_dest_ids - seen
        seen |= step


def destination(move):
    """What the goods of a move are for: 'customer', 'production' or something inside."""
    def usage(row):
        return (row.location_final_id or row.location_dest_id).usage

    return next((usage(row) for step in steps(move) for row in step if usage(row) in ("customer", "production")), usage(move))


def customer(move):
    """The customer that a move serves, of the move itself or of what follows it."""
    partners = (row.partner_id or row.picking_id.partner_id for step in steps(move) for row in step)
    return next(filter(None, partners), move.partner_id).commercial_partner_id


def rules_of(move):
    """Return the :class:`Rules` of one move."""
    product = move.product_id
    if product.tracking == "none" or destination(move) != "customer":
        return NONE
    sources = [product.product_tmpl_id, customer(move)]
    category = product.categ_id
    while category:
        sources.append(category)
        category = category.parent_id
    days = 0
    if product.use_expiration_date:
        percent = max(source.min_shelf_percent for source in sources)
        days = max(*(source.min_shelf_days for source in sources), math.ceil(percent / 100 * product.expiration_time))
    return Rules(
        days, any(source.one_lot_per_line for source in sources), any(source.lot_not_older for source in sources))


# === RESERVATION === #

def barred(env, products):
    """Return ``{product id: domain}`` of the stock that is left when what has an open exception is not touched."""
    found = defaultdict(lambda: Domain.TRUE)
    # sudo: whoever reserves must leave these alone, whatever he may read.
    exceptions = env["psms.pick.exception"].sudo().search([
        ("product_id", "in", products.ids), ("state", "=", "open")])
    for row in exceptions:
        bin_part = Domain("location_id", "=", row.location_id.id) & Domain("lot_id", "=", row.lot_id.id)
        found[row.product_id.id] &= ~bin_part
    return dict(found)


def reservable(move, rules):
    """Return the domain of the quants that this move may reserve."""
    bars = move.env.context.get("psms_barred")
    if bars is None:
        bars = barred(move.env, move.product_id)
    domain = bars.get(move.product_id.id, Domain.TRUE) if destination(move) in ("customer", "production") else Domain.TRUE
    if rules.days:
        domain &= Domain("expiration_date", ">=", first_expiry(move, rules))
    if rules.not_older and (last := last_age(move)):
        domain &= Domain("lot_id", "any", [(age_field(move.product_id), ">=", last)])
    return domain


def first_expiry(move, rules):
    """The earliest expiration that is good enough on the day when the move is planned, or today if that is later.

    The beginning of that day: dates, not moments, are what people agree on.
    """
    day = max(move.date, fields.Datetime.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    return day + timedelta(days=rules.days)


def age_field(product):
    """What tells which of two lots is the older one."""
    return "expiration_date" if product.use_expiration_date else "create_date"


def last_age(move):
    """Return the age date of the newest lot in the last delivery of the product to this customer."""
    # sudo: the rule counts what was delivered, also where the person may not read it.
    lines = move.env["stock.move.line"].sudo()
    shipped = [
        ("product_id", "=", move.product_id.id), ("state", "=", "done"), ("lot_id", "!=", False),
        ("location_dest_id.usage", "=", "customer"), ("company_id", "=", move.company_id.id),
        ("picking_id.partner_id", "child_of", customer(move).ids),
    ]
    last = lines.search(shipped, order="date desc, id desc", limit=1)
    lots = lines.search([*shipped, ("picking_id", "=", last.picking_id.id)]).lot_id
    return max((date for date in lots.mapped(age_field(move.product_id)) if date), default=None)


def free_quants(move, domain, location, owner=None):
    """Return pairs of a quant and what is free of it, in the order in which Odoo would reserve them."""
    quants = move.env["stock.quant"].with_context(psms_lot_domain=domain)
    if move.product_id.use_expiration_date:
        quants = quants.with_context(with_expiration=move.date)
    return quants._get_reserve_quantity(move.product_id, location, ALL, owner_id=owner)


def single_lot(move, domain, location, need):
    """Return the one lot that the move is served from: the one it has, the first that suffices, or the fullest."""
    held = move.move_line_ids.filtered("quantity").lot_id[:1]
    if held:
        return held
    free = defaultdict(float)
    for quant, quantity in free_quants(move, domain, location):
        if quant.lot_id:
            free[quant.lot_id.id] += quantity
    compare = move.product_id.uom_id.compare
    enough = next((lot for lot, quantity in free.items() if compare(quantity, need) >= 0), None)
    return move.env["stock.lot"].browse(enough or max(free, key=free.get, default=None) or [])


# === WHAT WAS PICKED === #

def check(lines):
    """Refuse lines whose lot may not leave with their move, with the rule and what to do."""
    lines = lines.filtered(lambda line: line.lot_id and line.move_id and line.quantity)
    for move, own in lines.grouped("move_id").items():
        rules = rules_of(move)
        if rules.any:
            _check_rules(move, own, rules)


def _check_rules(move, lines, rules):
    env, who = move.env, customer(move).display_name or ""
    first = first_expiry(move, rules) if rules.days else None
    for lot in lines.lot_id if first else ():
        if not lot.expiration_date or lot.expiration_date < first:
            raise UserError(env._(
                "Lot %(lot)s of %(product)s expires on %(date)s; %(customer)s wants %(days)s more days from now on. "
                "Take a lot that expires on %(first)s or later.",
                lot=lot.name, product=move.product_id.display_name, customer=who, days=rules.days,
                date=format_date(env, lot.expiration_date) if lot.expiration_date else env._("an unknown date"),
                first=format_date(env, first)))
    last = last_age(move) if rules.not_older else None
    field = age_field(move.product_id)
    for lot in lines.lot_id if last else ():
        if not lot[field] or lot[field] < last:
            raise UserError(env._(
                "Lot %(lot)s of %(product)s is older than what %(customer)s got last time (%(last)s). Take a newer lot.",
                lot=lot.name, product=move.product_id.display_name, customer=who, last=format_date(env, last)))
    picked = move.move_line_ids.filtered(lambda line: line.picked and line.quantity).lot_id | lines.lot_id
    if rules.one_lot and len(picked) > 1 and move.product_id.tracking == "lot":
        raise UserError(env._(
            "%(customer)s wants one lot for each order line, and %(product)s was picked from %(lots)s. "
            "Take all of it from one lot and leave the rest to a later delivery.",
            customer=who, product=move.product_id.display_name, lots=", ".join(picked.mapped("name"))))
