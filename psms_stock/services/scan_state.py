"""The whole state of a transfer as plain data: what the page draws, and nothing that it would have to work out."""

from odoo import fields

from . import bins, scan_lines


def transfer_state(picking, pending):
    """Return the transfer with what is expected, counted and asked for next.

    :param dict pending: what the page remembers, see ``scan_steps.known_pending``
    """
    env = picking.env
    moves = scan_lines.open_moves(picking)
    lines = _lines_on_the_way(picking, moves, pending.get("product_id"))
    labels = dict(picking._fields["state"]._description_selection(env))
    return {
        "id": picking.id,
        "name": picking.name,
        "version": picking.psms_scan_version,
        "kind": picking.picking_type_id.code,
        "type_name": picking.picking_type_id.display_name,
        "partner": picking.partner_id.display_name or "",
        "origin": picking.origin or "",
        "scheduled": fields.Datetime.to_string(picking.scheduled_date),
        "state": picking.state,
        "state_name": labels[picking.state],
        "source": picking.location_id.display_name,
        "destination": picking.location_dest_id.display_name,
        "takes_from_bins": not scan_lines.comes_from_outside(picking),
        "puts_into_bins": picking.location_dest_id.usage in ("internal", "transit", "view"),
        "lines": lines,
        "complete": bool(lines) and all(line["status"] == "done" for line in lines),
        "started": any(line["done"] for line in lines),
        "can_assign": picking.show_check_availability,
        "can_undo": _can_undo(picking),
        "at_hand": _at_hand(picking, pending),
        "expect": _expected_next(picking, lines, pending),
    }


def _lines_on_the_way(picking, moves, at_hand):
    """The products in the order in which one walks: the one at hand, then bin after bin; what is done at the end."""
    takes = not scan_lines.comes_from_outside(picking)

    def stop(line):
        return bins.walking_key(line.location_id if takes else line.location_dest_id)

    lines = []
    for product in moves.product_id:
        own = moves.filtered(lambda move, product=product: move.product_id == product)
        waiting = scan_lines.reserved_lines(own).sorted(lambda line: (stop(line), line.id))
        line = _product_state(product, own, waiting, takes)
        # What nothing is reserved of has no bin to walk to: after what has.
        key = (line["status"] == "done", product != at_hand, not waiting, stop(waiting[0]) if waiting else (), line["name"])
        lines.append((key, line))
    return [line for _key, line in sorted(lines, key=lambda pair: pair[0])]


def _product_state(product, moves, reserved, takes):
    """One product of the transfer; ``reserved`` are its lines that wait, in walking order."""
    expected, done = scan_lines.expected(moves), scan_lines.counted(moves)
    unit = product.uom_id
    complete = unit.compare(done, expected) >= 0
    reasons = dict(moves.move_line_ids._fields["putaway_reason"]._description_selection(product.env))
    return {
        "product_id": product.id,
        "name": product.display_name,
        "barcode": product.barcode or "",
        "unit": unit.name,
        "tracking": product.tracking,
        "expected": unit.round(expected),
        "done": unit.round(done),
        "reserved": unit.round(done + sum(reserved.mapped("quantity_product_uom"))),
        "status": "done" if complete else "part" if done else "todo",
        "where": [
            _place(line.location_id if takes else line.location_dest_id, line.lot_id.name, line.quantity_product_uom)
            for line in reserved
        ][:5] if takes else [],
        # Where what is still to come should go, and why: the bin that was proposed.
        "proposed": [] if takes else [
            {
                "bin": line.location_dest_id.display_name,
                "quantity": unit.round(line.quantity_product_uom),
                "reason": reasons[line.putaway_reason],
            }
            for line in reserved.filtered(lambda line: line.putaway_reason not in (False, "none"))
        ][:5],
        "counted": [
            {
                "lot": line.lot_id.name or line.lot_name or "",
                "quantity": unit.round(line.quantity_product_uom),
                "from": line.location_id.display_name if takes else "",
                "to": line.location_dest_id.display_name,
            }
            for line in scan_lines.counted_lines(moves)
        ],
    }


def _place(location, lot_name, quantity):
    parts = [location.display_name, lot_name, f"{quantity:g}"]
    return " · ".join(part for part in parts if part)


def _can_undo(picking):
    # sudo: the log is closed to everybody; here only whether this person has a row.
    return bool(picking.env["psms.stock.scan"].sudo().search_count([
        ("picking_id", "=", picking.id), ("user_id", "=", picking.env.uid), ("undone", "=", False),
        ("kind", "in", ("count", "place")),
    ], limit=1)) and picking.state not in ("done", "cancel")


def _at_hand(picking, pending):
    """What the page shows big: the bin and the product that the next scan or quantity belongs to."""
    env = picking.env
    product = pending.get("product_id") or env["product.product"]
    bin_at_hand = pending.get("location_id") or pending.get("location_dest_id")
    lot_name = pending.get("lot_name") or ""
    moves = scan_lines.open_moves(picking, product) if product else env["stock.move"]
    lines = scan_lines.counted_lines(moves)
    if lot_name:
        lines = lines.filtered(lambda line: lot_name in (line.lot_name, line.lot_id.name))
    return {
        "product_id": product.id if moves else False,
        "product": product.display_name if moves else "",
        "lot": lot_name,
        "bin": bin_at_hand.display_name if bin_at_hand else "",
        "counted": product.uom_id.round(sum(lines.mapped("quantity_product_uom"))) if moves else 0,
        "expected": product.uom_id.round(scan_lines.expected(moves)) if moves else 0,
        "unit": product.uom_id.name if moves else "",
        "by_quantity": bool(moves) and product.tracking != "serial"
        and (not _records_lots(picking, product) or bool(lot_name)),
    }


def _records_lots(picking, product):
    kind = picking.picking_type_id
    return product.tracking != "none" and (kind.use_create_lots or kind.use_existing_lots)


def _expected_next(picking, lines, pending):
    """The one thing to scan next: transfer over, all counted, lot, serial, bin or product."""
    if picking.state in ("done", "cancel", "draft"):
        return "closed"
    if lines and all(line["status"] == "done" for line in lines):
        return "validate"
    product = pending.get("product_id")
    current = next((line for line in lines if product and line["product_id"] == product.id), None)
    if current and current["status"] != "done" and _records_lots(picking, product):
        if product.tracking == "serial":
            return "serial"
        if not pending.get("lot_name"):
            return "lot"
    takes = not scan_lines.comes_from_outside(picking)
    if takes and not pending.get("location_id") and _several_bins(picking):
        return "bin"
    return "product"


def _several_bins(picking):
    return len(scan_lines.reserved_lines(scan_lines.open_moves(picking)).location_id) > 1
