"""The steps of scanning one transfer. Each takes a :class:`Step`, changes the transfer or refuses.

What the store keeper said before (the bin taken from, the product whose lot comes next) travels with the
page as ``pending``: the server holds no session, and two devices never share a half-finished step::

    bin (from) --> product --> lot or serial, if tracked --> bin (to)
        ^             |                  |                      |
        +-------------+---- quantity ----+----- undo, next -----+
"""

import math

from . import bin_posting, scan_lines, scan_lookup
from . import scan_messages as say

MAX_QUANTITY = 1e9


class Step:
    """One request: the transfer, what it carries, and what the page has to remember."""

    def __init__(self, picking, payload):
        self.picking = picking
        self.env = picking.env
        self.payload = payload
        self.key = payload["key"]
        self.pending = known_pending(picking.env, payload.get("pending"))

    @property
    def product(self):
        return self.pending["product_id"]

    def remember(self, **values):
        self.pending.update(values)



def known_pending(env, raw):
    """Take over of what a page remembers only what exists and its user may read; the page may be hours old."""
    raw = raw if isinstance(raw, dict) else {}
    pending = {"lot_name": raw["lot_name"] if isinstance(raw.get("lot_name"), str) else ""}
    for field, model in (("product_id", "product.product"), ("location_id", "stock.location"),
                         ("location_dest_id", "stock.location")):
        value = raw.get(field)
        whole = isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31
        pending[field] = env[model].browse(value if whole else []).exists()._filtered_access("read")
    return pending


def pending_ids(pending):
    """The same as plain data, for the answer."""
    return {name: value if isinstance(value, str) else value.id for name, value in pending.items()}


# === A CODE === #

def scan_code(step):
    """The main step: a code was scanned or typed."""
    reading = scan_lookup.read(step.picking, step.payload.get("code"), step.product)
    answer = use_reading(step, reading)
    if reading.unknown and "message" in answer and not answer["message"]["why"]:
        answer["message"]["why"] = say.not_understood(step.env, reading.unknown)
    return answer


def use_reading(step, reading):
    """Do what the code asks for."""
    if reading.picking and reading.picking != step.picking:
        return {"open_id": reading.picking.id}
    if reading.location:
        return choose_bin(step, reading.location)
    if reading.product:
        return scan_product(step, reading)
    # Nothing has this code. It may be a new number, but never a new lot of a misread label.
    if reading.package:
        raise say.package_code(step.env, reading.text)
    if lot_comes_next(step, reading.lot_name or reading.text):
        return count(step, step.product, new_lot_name(step, reading), reading.quantity or 1)
    if scan_lookup.misread_ean(reading.text):
        raise say.wrong_check_digit(step.env, reading.text)
    if reading.lot_name or any(lots_wanted(step, move.product_id) for move in scan_lines.open_moves(step.picking)):
        raise say.product_first(step.env, reading.text)
    raise say.unknown_code(step.env, reading.text)


def lot_comes_next(step, name):
    """True when the page asked for a lot or serial number: only then may an unknown code be a new one.

    The lot that is being counted may be scanned again, for one more piece of it.
    """
    if not lots_wanted(step, step.product):
        return False
    return step.product.tracking == "serial" or step.pending["lot_name"] in ("", name)


def new_lot_name(step, reading):
    name = reading.lot_name or reading.text
    if not reading.lot_name and reading.structured or not name.isprintable():
        # A code of its own format that says nothing of a lot is no name of one.
        raise say.unreadable_code(step.env)
    return name


def scan_product(step, reading):
    product = reading.product
    if not scan_lines.open_moves(step.picking, product):
        if reading.lot and step.product:
            raise say.lot_of_other_product(step.env, reading.lot, step.product)
        raise say.wrong_product(step.env, product, step.picking)
    if reading.lot and step.product and product != step.product and lots_wanted(step, step.product):
        raise say.lot_of_other_product(step.env, reading.lot, step.product)
    quantity = reading.quantity
    if lots_wanted(step, product) and not reading.lot_name:
        check_room(step, product, 1)
        step.remember(product_id=product, lot_name="")
        return {"message": say.lot_wanted(step.env, product)}
    return count(step, product, reading.lot_name, 1 if quantity is None else quantity)


def lots_wanted(step, product):
    """True when this transfer records lots or serial numbers of the product."""
    kind = step.picking.picking_type_id
    return bool(product) and product.tracking != "none" and (kind.use_create_lots or kind.use_existing_lots)


# === COUNTING === #

def count(step, product, lot_name, quantity):
    """Count a quantity of a product (and lot), after every check that does not depend on the bin."""
    quantity = usable_quantity(step, product, quantity)
    check_room(step, product, quantity)
    lot = check_lot(step, product, lot_name, quantity) if lot_name else step.env["stock.lot"]
    item = scan_lines.Item(
        product, lot, lot_name or "", source_of(step, product, lot), step.pending["location_dest_id"],
    )
    reserved = scan_lines.reserved_lines(scan_lines.open_moves(step.picking, product)).lot_id
    parts = scan_lines.book(step.picking, item, quantity)
    log_counts(step, item, parts)
    step.remember(product_id=product, lot_name=lot_name or "")
    return {"message": counted_message(step, product, lot_name, bool(lot and reserved and lot not in reserved))}


def counted_message(step, product, lot_name, other_lot=False):
    moves = scan_lines.open_moves(step.picking, product)
    return say.counted(
        step.env, product, plain(product, scan_lines.counted(moves)), plain(product, scan_lines.expected(moves)),
        product.uom_id.name, lot_name, other_lot,
    )


def plain(product, quantity):
    """A quantity as people write it: 40, not 40.0."""
    return f"{product.uom_id.round(quantity):.10f}".rstrip("0").rstrip(".")


def usable_quantity(step, product, quantity):
    """Return the quantity as a float that the unit allows, or refuse it."""
    unit = product.uom_id
    usable = isinstance(quantity, (int, float)) and not isinstance(quantity, bool) and math.isfinite(quantity)
    if not usable or not 0 <= quantity <= MAX_QUANTITY or unit.compare(unit.round(quantity), quantity) != 0 \
            or abs(unit.round(quantity) - quantity) > 1e-9 * max(1.0, quantity):
        raise say.bad_quantity(step.env, unit.name)
    return float(quantity)


def check_room(step, product, quantity):
    moves = scan_lines.open_moves(step.picking, product)
    expected, counted = scan_lines.expected(moves), scan_lines.counted(moves)
    if product.uom_id.compare(counted + quantity, expected) > 0:
        raise say.too_much(step.env, product, plain(product, expected), plain(product, counted),
                           plain(product, quantity))


def check_lot(step, product, lot_name, quantity):
    """Return the existing lot of this name, empty for a new one; refuse what the transfer's type forbids."""
    kind = step.picking.picking_type_id
    lot = step.env["stock.lot"].search(
        [("product_id", "=", product.id), ("name", "=", lot_name),
         ("company_id", "in", [step.picking.company_id.id, False])], limit=1,
    )
    if product.tracking == "serial":
        check_serial(step, product, lot, lot_name, quantity)
    arrives = scan_lines.comes_from_outside(step.picking)
    if not lot and not (kind.use_create_lots and arrives):
        raise say.lot_unknown(step.env, lot_name, product)
    if lot and not kind.use_existing_lots and product.tracking == "serial":
        raise say.lot_exists(step.env, lot_name, product)
    return lot


def check_serial(step, product, lot, serial, quantity):
    if product.uom_id.compare(quantity, 1) != 0:
        raise say.serial_is_one(step.env, product)
    lines = scan_lines.counted_lines(scan_lines.open_moves(step.picking, product))
    if lines.filtered(lambda line: serial in (line.lot_name, line.lot_id.name)):
        raise say.serial_twice(step.env, serial)
    if lot and scan_lines.comes_from_outside(step.picking):
        # sudo: a piece that lies in a bin of another company's is in stock all the same.
        there = lot.sudo().quant_ids.filtered(
            lambda quant: quant.quantity > 0 and quant.location_id.usage in ("internal", "transit"))
        if there:
            raise say.serial_in_stock(step.env, serial, there[0].location_id.display_name)


def source_of(step, product, lot):
    """The bin that the goods are taken from: the one scanned, or the only one possible."""
    if step.pending["location_id"] or scan_lines.comes_from_outside(step.picking):
        return step.pending["location_id"]
    lines = scan_lines.reserved_lines(scan_lines.open_moves(step.picking, product))
    bins = (lines.filtered(lambda line: line.lot_id == lot) or lines).location_id
    if len(bins) > 1:
        raise say.bin_first(step.env, product, bins.mapped("display_name"))
    return bins or step.picking.location_id


def log_counts(step, item, parts):
    # sudo: the log is append-only for everybody; only this service writes it.
    step.env["psms.stock.scan"].sudo().create([{
        "picking_id": step.picking.id,
        "user_id": step.env.uid,
        "key": step.key,
        "kind": "count",
        "move_line_id": line.id,
        "product_id": item.product.id,
        "lot_name": item.lot_name,
        "quantity": quantity,
        "location_id": line.location_id.id,
        "location_dest_id": line.location_dest_id.id,
        "default_dest_id": (line.move_id if item.dest else line).location_dest_id.id,
        "placed": bool(item.dest),
    } for line, quantity in parts])


# === A QUANTITY BY HAND === #

def set_quantity(step):
    """Set the count of the product (and lot) at hand to what the store keeper entered."""
    product, lot_name = step.product, step.pending["lot_name"]
    moves = scan_lines.open_moves(step.picking, product)
    if not product or not moves:
        raise say.bad_request(step.env, "product")
    if product.tracking == "serial":
        raise say.serial_is_one(step.env, product)
    if lots_wanted(step, product) and not lot_name:
        raise say.product_first(step.env, product.display_name)
    target = usable_quantity(step, product, step.payload.get("quantity"))
    now = counted_of(moves, lot_name)
    seen = usable_quantity(step, product, step.payload.get("seen"))
    if product.uom_id.compare(seen, now) != 0:
        raise say.quantity_moved_on(step.env, product, plain(product, now))
    if product.uom_id.compare(target, now) < 0:
        lower(step, product, lot_name, now, target)
        now = counted_of(moves, lot_name)
    if product.uom_id.compare(target, now) > 0:
        return count(step, product, lot_name, product.uom_id.round(target - now))
    return {"message": counted_message(step, product, lot_name)}


def counted_of(moves, lot_name):
    lines = scan_lines.counted_lines(moves)
    if lot_name:
        lines = lines.filtered(lambda line: lot_name in (line.lot_name, line.lot_id.name))
    return sum(lines.mapped("quantity_product_uom"))


def lower(step, product, lot_name, now, target):
    """Take back whole scans of this item, the latest first, until no more than ``target`` is counted."""
    rows = live_rows(step).filtered(
        lambda row: row.kind == "count" and row.product_id == product and (row.lot_name or "") == lot_name)
    for row in rows:
        if product.uom_id.compare(now, target) <= 0:
            return
        take_back(row, say.counted_elsewhere(step.env, product))
        now -= row.quantity
    if product.uom_id.compare(now, target) > 0:
        raise say.counted_elsewhere(step.env, product)


# === BINS === #

def choose_bin(step, location):
    """A bin was scanned: what is taken from it follows, or what was just counted goes into it."""
    picking = step.picking
    if location.usage == "view":
        raise say.not_a_bin(step.env, location)
    is_source = not scan_lines.comes_from_outside(picking) and is_under(location, picking.location_id)
    is_dest = location.usage in ("internal", "transit") and is_under(location, picking.location_dest_id)
    if not is_source and not is_dest:
        roots = [] if scan_lines.comes_from_outside(picking) else [picking.location_id]
        if picking.location_dest_id.usage in ("internal", "transit", "view"):
            roots.append(picking.location_dest_id)
        raise say.bin_not_allowed(step.env, location, [root.display_name for root in roots])
    unplaced = live_rows(step, own=True).filtered(lambda row: row.kind == "count" and not row.placed)
    if is_dest and (unplaced or not is_source):
        return place(step, location, unplaced)
    step.remember(location_id=location, product_id=step.env["product.product"], lot_name="")
    return {"message": say.bin_chosen(step.env, location, taking=True)}


def is_under(location, parent):
    return location.parent_path.startswith(parent.parent_path)


def place(step, location, rows):
    """Put what this person counted since the last bin into ``location``; without any, what follows goes there."""
    if not rows:
        step.remember(location_dest_id=location)
        return {"message": say.bin_chosen(step.env, location, taking=False)}
    # sudo: the log is append-only for everybody; only this service writes it.
    placement = step.env["psms.stock.scan"].sudo().create({
        "picking_id": step.picking.id, "user_id": step.env.uid, "key": step.key,
        "kind": "place", "location_dest_id": location.id,
    })
    for row in rows:
        check_row(row, say.cannot_undo(step.env))
        line = line_of(row)
        if line.location_dest_id != location:
            bin_posting.check_choice(line, row.quantity, location)
            line = scan_lines.redirect(line, row.quantity, location)
        row.write({
            "move_line_id": line.id, "location_dest_id": location.id, "placed": True, "placement_id": placement.id,
        })
    step.remember(location_id=step.env["stock.location"], product_id=step.env["product.product"], lot_name="")
    return {"message": say.placed(step.env, location)}


# === TAKING BACK === #

def live_rows(step, own=False):
    """Scans of this transfer that still count, the latest first."""
    # sudo: who may scan may see and take back scans; the log itself is closed to everybody.
    rows = step.env["psms.stock.scan"].sudo().search([
        ("picking_id", "=", step.picking.id), ("undone", "=", False), ("kind", "in", ("count", "place")),
    ])
    return rows.filtered(lambda row: row.user_id == step.env.user) if own else rows


def undo(step):
    """Take back the last scan of this person."""
    rows = live_rows(step, own=True)
    last = rows[:1]
    if not last:
        raise say.nothing_to_undo(step.env)
    for row in rows.filtered(lambda row: row.key == last.key):
        if row.kind == "place":
            lift(step, row)
        else:
            take_back(row, say.cannot_undo(step.env))
    if last.kind == "count":
        # The page asks again for what was taken back.
        step.remember(product_id=last.product_id.sudo(False), lot_name="")
    return {"message": say.undone(step.env, describe(last))}


def describe(row):
    if row.kind == "place":
        return row.location_dest_id.display_name
    return " ".join(filter(None, [row.product_id.display_name, row.lot_name, plain(row.product_id, row.quantity)]))


def take_back(row, refusal):
    check_row(row, refusal)
    scan_lines.unbook(line_of(row), row.quantity, row.default_dest_id.sudo(False))
    row.undone = True


def lift(step, placement):
    """Undo a placement: its goods wait again for a bin."""
    for row in live_rows(step).filtered(lambda row: row.placement_id == placement):
        check_row(row, say.cannot_undo(step.env))
        line, dest = line_of(row), row.default_dest_id.sudo(False)
        if line.location_dest_id != dest:
            line = scan_lines.redirect(line, row.quantity, dest)
        row.write({
            "move_line_id": line.id, "location_dest_id": row.default_dest_id.id,
            "placed": False, "placement_id": False,
        })
    placement.undone = True


def line_of(row):
    """The move line of a scan, with the rights of the person who scans."""
    return row.move_line_id.sudo(False)


def check_row(row, refusal):
    """Refuse when the line of a scan no longer holds what the scan put there."""
    line, product = row.move_line_id, row.product_id
    if not line or not line.picked or product.uom_id.compare(line.quantity_product_uom, row.quantity) < 0:
        raise refusal
