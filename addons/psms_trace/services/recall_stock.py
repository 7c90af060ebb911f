"""What a recall does to stock and open documents, through Odoo's own transitions."""

from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from . import writing


def release(recall):
    """Give back what is reserved of the lots, and reserve other lots for the same orders. Returns how many lines.

    Lines that somebody has counted into a production stay: those pieces may be inside the product already, and a person
    must decide. The production cannot be finished with them while the lot is blocked.
    """
    env = recall.env
    lines = env["stock.move.line"].search(recall._open_domain())
    into_quarantine = recall.transfer_ids.move_line_ids
    freed = (lines - into_quarantine).filtered(
        lambda line: line.location_id.usage in ("internal", "transit")
        and not (line.picked and line.location_dest_id.usage == "production"))
    moves = freed.move_id
    count = len(freed)
    freed.unlink()
    waiting = moves.exists().filtered(lambda move: move.state in ("confirmed", "partially_available", "waiting"))
    waiting._action_assign()
    return count


def quarantine(recall, location):
    """Make one transfer that brings what lies of the lots in this warehouse to `location`; the keeper validates it."""
    env = recall.env
    if recall.state != "active":
        raise UserError(env._("Start the recall first: only blocked goods are moved into quarantine."))
    warehouse = location.warehouse_id
    if not warehouse or location.usage != "internal":
        raise UserError(env._(
            "%(location)s is not a place in a warehouse. Choose a location of the quarantine zone.",
            location=location.display_name))
    quants = _quants_to_move(recall, location)
    if not quants:
        raise UserError(env._(
            "Nothing of these lots lies free in %(warehouse)s outside %(location)s.",
            warehouse=warehouse.name, location=location.display_name))
    transfer = env["stock.picking"].with_context(psms_take_blocked=True).create({
        "picking_type_id": warehouse.int_type_id.id,
        "location_id": warehouse.lot_stock_id.id,
        "location_dest_id": location.id,
        "origin": recall.name,
        "move_line_ids": [Command.create(_line(quant, location)) for quant in quants],
    })
    transfer.action_confirm()
    with writing.allowed():
        recall.transfer_ids = [Command.link(transfer.id)]
    recall._message_log(body=env._("Move into quarantine: %(transfer)s to %(location)s", transfer=transfer.name,
                                   location=location.display_name))
    return transfer


def _quants_to_move(recall, location):
    quants = recall.env["stock.quant"].search(
        recall._stock_domain() & Domain("warehouse_id", "=", location.warehouse_id.id)
        & Domain("location_id.usage", "=", "internal") & ~Domain("location_id", "child_of", location.id))
    return quants.filtered(lambda quant: quant.product_uom_id.compare(quant.available_quantity, 0) > 0)


def _line(quant, location):
    return {
        "product_id": quant.product_id.id, "product_uom_id": quant.product_uom_id.id, "quantity": quant.available_quantity,
        "lot_id": quant.lot_id.id, "package_id": quant.package_id.id, "owner_id": quant.owner_id.id,
        "location_id": quant.location_id.id, "location_dest_id": location.id, "company_id": quant.company_id.id,
    }


def proposed_place(env, company):
    """Where quarantine is: a place in a quarantine zone of this company."""
    zone = env["psms.stock.zone"].search([("kind", "=", "quarantine"), ("company_id", "=", company.id)], limit=1)
    return zone.top_location_ids.filtered(lambda place: place.usage == "internal")[:1] \
        or zone.location_ids.filtered(lambda place: place.usage == "internal")[:1]
