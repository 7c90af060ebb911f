"""Move lines as scanning changes them, through Odoo's own reservation.

A line with ``picked`` set was counted; one without is what Odoo reserved and nobody has touched yet.
Counting moves quantity from the second kind to the first, so the reservation of a transfer stays in
step with its move lines at every moment. All quantities here are in the unit of the product.
"""

from typing import NamedTuple

from . import scan_messages as say


class Item(NamedTuple):
    """What is counted: a product, its lot if any, where it is taken from (empty: wherever goods arrive from)
    and where it is put (empty: where Odoo proposes)."""

    product: object
    lot: object
    lot_name: str
    source: object
    dest: object


def open_moves(picking, product=None):
    moves = picking.move_ids.filtered(lambda move: move.state not in ("done", "cancel", "draft"))
    if product is not None:
        moves = moves.filtered(lambda move: move.product_id == product)
    return moves.sorted(lambda move: (move.sequence, move.id))


def counted_lines(moves):
    return moves.move_line_ids.filtered("picked")


def reserved_lines(moves):
    return moves.move_line_ids.filtered(lambda line: not line.picked and line.quantity > 0)


def counted(moves):
    return sum(counted_lines(moves).mapped("quantity_product_uom"))


def expected(moves):
    return sum(moves.mapped("product_qty"))


def comes_from_outside(picking):
    """True when the goods need no reservation: they come from a vendor, a customer, a correction."""
    return picking.location_id.should_bypass_reservation()


def book(picking, item, quantity):
    """Count ``quantity`` of ``item``; the caller has checked that the transfer still expects that much.

    :return list: pairs of the move line and the quantity that it received
    """
    parts, left = [], quantity
    moves = open_moves(picking, item.product)
    for line in _matching_reserved(moves, item):
        if left <= 0 or item.product.uom_id.is_zero(left):
            return parts
        taken = min(left, line.quantity_product_uom)
        parts.append((_move_part(line, item, taken), taken))
        left -= taken
    if left > 0 and not item.product.uom_id.is_zero(left):
        parts += _book_unreserved(picking, moves, item, left)
    return parts


def _matching_reserved(moves, item):
    """Reserved lines that are this item, the exact lot before lines that ask for no lot yet."""
    def fits(line):
        if item.source and line.location_id != item.source:
            return False
        return not line.lot_id if _free_of_lot(line) else line.lot_id == item.lot

    return reserved_lines(moves).filtered(fits).sorted(lambda line: (not line.lot_id, line.id))


def _free_of_lot(line):
    """Goods that arrive get their lot by scanning; goods in stock have theirs."""
    return line.move_id._should_bypass_reservation(line.location_id) and not line.lot_id


def _book_unreserved(picking, moves, item, quantity):
    """Count what was not reserved as scanned: it must lie free in the bin, and takes the place of what was."""
    source = item.source or picking.location_id
    if not moves[:1]._should_bypass_reservation(source):
        _check_free(picking, moves, item, source, quantity)
    parts, left = [], quantity
    for move in moves:
        room = move.product_qty - counted(move)
        take = min(left, room)
        if take <= 0 or item.product.uom_id.is_zero(take):
            continue
        still_reserved = sum(reserved_lines(move).mapped("quantity_product_uom"))
        _release(move, still_reserved - (room - take))
        parts.append((_add(move, item, take, source=source), take))
        left -= take
    return parts


def _check_free(picking, moves, item, source, quantity):
    env = picking.env
    free = env["stock.quant"]._get_available_quantity(item.product, source, lot_id=item.lot or None, strict=True)
    if item.product.uom_id.compare(free, quantity) < 0:
        elsewhere = [
            " ".join(filter(None, [line.location_id.display_name, line.lot_id.name]))
            for line in reserved_lines(moves)
        ]
        raise say.not_enough(env, item.product, item.lot_name, source, free, list(dict.fromkeys(elsewhere)))


def _release(move, quantity):
    """Give back up to ``quantity`` of what is reserved for the move and not counted."""
    for line in reserved_lines(move).sorted("id", reverse=True):
        if quantity <= 0 or move.product_id.uom_id.is_zero(quantity):
            return
        part = min(quantity, line.quantity_product_uom)
        _reduce(line, part)
        quantity -= part


def _move_part(line, item, quantity):
    """Turn a part of a reserved line into a counted one."""
    keep = {
        "source": line.location_id, "dest": item.dest or line.location_dest_id, "package": line.package_id,
        "result_package": line.result_package_id, "owner": line.owner_id,
    }
    move = line.move_id
    _reduce(line, quantity)
    return _add(move, item, quantity, **keep)


def _reduce(line, quantity):
    """Take ``quantity`` off a line; an emptied line goes, so that nothing is reserved for nothing."""
    product = line.product_id
    rest = line.quantity_product_uom - quantity
    if rest <= 0 or product.uom_id.is_zero(rest):
        line.unlink()
    else:
        # In the product's own unit: a dozen less one piece is no round number of dozens.
        line.write({"product_uom_id": product.uom_id.id, "quantity": product.uom_id.round(rest)})


def _add(move, item, quantity, source, dest=None, package=None, result_package=None, owner=None):
    """Add to the counted line of this item, or create it."""
    product = move.product_id
    values = {
        "move_id": move.id,
        "picking_id": move.picking_id.id,
        "product_id": product.id,
        "product_uom_id": product.uom_id.id,
        "lot_id": item.lot.id,
        "lot_name": item.lot_name or False,
        "location_id": source.id,
        "location_dest_id": (dest or item.dest or _proposed_dest(move, product, quantity)).id,
        "package_id": package.id if package else False,
        "result_package_id": result_package.id if result_package else False,
        "owner_id": owner.id if owner else False,
    }
    same = counted_lines(move).filtered(lambda line: all(
        (line[name].id if line._fields[name].type == "many2one" else line[name]) == value
        for name, value in values.items()
    ))[:1]
    if same and product.tracking != "serial":
        same.quantity = product.uom_id.round(same.quantity + quantity)
        return same
    return move.env["stock.move.line"].create({**values, "quantity": quantity, "picked": True})


def _proposed_dest(move, product, quantity):
    return move.location_dest_id._get_putaway_strategy(product, quantity=quantity)


def unbook(line, quantity, dest):
    """Take a count back: the quantity returns to what is reserved and waits, bound for ``dest``."""
    move, product = line.move_id, line.product_id
    values = {
        "move_id": move.id,
        "picking_id": line.picking_id.id,
        "product_id": product.id,
        "product_uom_id": product.uom_id.id,
        "location_id": line.location_id.id,
        "location_dest_id": dest.id,
        "package_id": line.package_id.id,
        "owner_id": line.owner_id.id,
        # What lies in stock has its lot; what arrives gets it by the next scan.
        "lot_id": False if move._should_bypass_reservation(line.location_id) else line.lot_id.id,
    }
    _reduce(line, quantity)
    waiting = reserved_lines(move).filtered(lambda row: all(
        (row[name].id if row._fields[name].type == "many2one" else row[name]) == value
        for name, value in values.items()
    ))[:1]
    if waiting and product.tracking != "serial":
        waiting.quantity = product.uom_id.round(waiting.quantity + quantity)
    else:
        move.env["stock.move.line"].create({**values, "quantity": quantity, "picked": False})


def redirect(line, quantity, dest):
    """Send ``quantity`` of a counted line to another bin and return the line that holds it then."""
    item = Item(line.product_id, line.lot_id, line.lot_name or "", line.location_id, dest)
    move = line.move_id
    keep = {"package": line.package_id, "result_package": line.result_package_id, "owner": line.owner_id}
    _reduce(line, quantity)
    return _add(move, item, quantity, source=item.source, dest=dest, **keep)
