"""Stock does not go below zero, and nobody takes what others reserved, where the company wants it so.

Odoo lets a transfer take what is not there (the stock becomes negative) and lets a quantity be typed
that others have reserved. Both stay possible where the company or a location allows negative stock;
elsewhere they are refused. Behind the guard the figures that the refusal looks at are the latest.
"""

from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from odoo.exceptions import UserError

#: how many products or transfers a refusal names
NAMED = 5

# What went down so far inside the outermost watch: {key of a quant: net change}. Not in the context
# of the environment, which a caller over the API may fill as he likes.
_changes = ContextVar("psms_stock_changes", default=None)
# Moves whose lines are being written: their own reservation is none that others hold.
_acting = ContextVar("psms_stock_acting", default=frozenset())
_suspended = ContextVar("psms_stock_negative_suspended", default=False)


@contextmanager
def watched(env):
    """Refuse at the end of the block if it took more from any place than was there."""
    if _changes.get() is not None:
        yield
        return
    token = _changes.set(defaultdict(float))
    try:
        yield
        _refuse_below_zero(env, _changes.get())
    finally:
        _changes.reset(token)


@contextmanager
def acting(moves):
    """Say for which moves quantities are reserved inside the block."""
    token = _acting.set(_acting.get() | frozenset(moves.ids))
    try:
        yield
    finally:
        _acting.reset(token)


@contextmanager
def suspended():
    """For what tells how things are, whatever is reserved: a count, broken goods, the repair of reservations.

    Odoo then takes the reservation from whoever holds what is no longer there.
    """
    token = _suspended.set(True)
    try:
        yield
    finally:
        _suspended.reset(token)


def is_refused(location):
    """Whether the stock of this location may not go below zero."""
    # sudo: a setting, which holds for people too who may not read the location
    location = location.sudo()
    return location.negative_stock_here == "refused" and not location.should_bypass_reservation()


def note(product, location, quantity, **key):
    """Remember that the stock of a place changed, to be looked at when the use case is through."""
    changes = _changes.get()
    if changes is None or not is_refused(location):
        return
    place = (product.id, location.id, *_ids(**key))
    changes[place] += quantity


def check_reserved(product, location, available, lot_id=None, package_id=None, owner_id=None):
    """Refuse a reservation of more than was free.

    :param available: what is free in this place after the reservation, negative when it was too much
    """
    if _suspended.get() or not is_refused(location):
        return
    if lot_id and product.uom_id.is_zero(available):
        # Without stock of the lot Odoo reserves on the stock that has no lot yet.
        available = product.env["stock.quant"]._get_available_quantity(
            product, location, package_id=package_id, owner_id=owner_id, strict=True, allow_negative=True)
    if product.uom_id.compare(available, 0) < 0:
        raise _over_reserved(product, location, -available, _ids(lot_id, package_id, owner_id))


def _ids(lot_id=None, package_id=None, owner_id=None):
    return tuple(record.id if record else False for record in (lot_id, package_id, owner_id))


def _refuse_below_zero(env, changes):
    lowered = {place for place, change in changes.items() if change < 0}
    if not lowered:
        return
    # sudo: the figures of the refusal are those of stock that the user was just moving
    groups = env["stock.quant"].sudo()._read_group(
        [("product_id", "in", list({place[0] for place in lowered})),
         ("location_id", "in", list({place[1] for place in lowered}))],
        ["product_id", "location_id", "lot_id", "package_id", "owner_id"], ["quantity:sum"],
    )
    short = []
    for *records, quantity in groups:
        place = tuple(record.id for record in records)
        product, location, lot = records[:3]
        if place in lowered and product.uom_id.compare(quantity, 0) < 0:
            short.append(env._(
                "%(product)s in %(location)s: %(there)s %(unit)s there, %(asked)s to be taken",
                product=_name(product, lot), location=location.display_name, unit=product.uom_id.name,
                there=_figure(product, quantity - changes[place]), asked=_figure(product, -changes[place]),
            ))
    if short:
        raise UserError(env._(
            "More would be taken than is there:\n%(lines)s\n\nStock can't go below zero here. Correct the quantity "
            "or the location; if the goods are there, receive or count them first. A supervisor of the warehouse can "
            "allow negative stock for a location.",
            lines=_lines(env, short),
        ))


def _over_reserved(product, location, missing, ids):
    # sudo: only figures and the names of the transfers that hold the rest are shown, whoever works on them
    env = product.env(su=True)
    key = [("product_id", "=", product.id),
           *((name, "=", value) for name, value in zip(("lot_id", "package_id", "owner_id"), ids, strict=True))]
    places = env["stock.quant"]._read_group(
        [*key, ("location_id", "child_of", location.id)], ["location_id"], ["quantity:sum", "reserved_quantity:sum"])
    # Where the bins below have nothing free either, who holds their stock is what people want to know.
    within = "child_of" if sum(there - reserved for _place, there, reserved in places) <= 0 else "="
    there = sum(quantity for place, quantity, _reserved in places if within == "child_of" or place == location)
    holders = env["stock.move.line"]._read_group([
        *key, ("location_id", within, location.id), ("state", "not in", ("done", "cancel", "draft")),
        ("quantity_product_uom", ">", 0), ("move_id", "not in", list(_acting.get())),
    ], ["move_id"], ["quantity_product_uom:sum"], order="move_id")
    values = {
        "product": _name(product, env["stock.lot"].browse(ids[0])), "location": location.display_name,
        "unit": product.uom_id.name, "there": _figure(product, there), "missing": _figure(product, missing),
    }
    if not holders:
        return UserError(env._(
            "%(missing)s %(unit)s of %(product)s are missing in %(location)s: only %(there)s are there.\n\nStock can't go "
            "below zero here. Take less, choose another location, or receive or count the goods first.", **values,
        ))
    held = [f"{move.reference or move.display_name}: {_figure(product, quantity)}" for move, quantity in holders]
    return UserError(env._(
        "%(missing)s %(unit)s of %(product)s are missing in %(location)s: %(there)s are there, but others have "
        "reserved them:\n%(holders)s\n\nTake less or choose another location, or cancel the reservation of one of "
        "these transfers first.", **values, holders=_lines(env, held),
    ))


def _name(product, lot):
    return f"{product.display_name} ({lot.name})" if lot else product.display_name


def _figure(product, quantity):
    digits = product.env["decimal.precision"].precision_get("Product Unit")
    return f"{product.uom_id.round(quantity):.{digits}f}".rstrip("0").rstrip(".")


def _lines(env, rows):
    shown = [f"- {row}" for row in rows[:NAMED]]
    if len(rows) > NAMED:
        shown.append(env._("- and %(count)s more", count=len(rows) - NAMED))
    return "\n".join(shown)
