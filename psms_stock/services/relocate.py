"""Moving goods from bins to another bin of the warehouse by an internal transfer."""

from odoo.exceptions import UserError
from odoo.fields import Command

from . import guard


def move(parts, dest, at_once):
    """Make an internal transfer of exactly these goods, and post it when they were moved already.

    :param parts: sequence of ``(quant, quantity)``
    """
    env = dest.env
    warehouse = dest.warehouse_id
    guard.claim(env, {(quant.product_id.id, quant.location_id.id) for quant, _quantity in parts})
    for quant, quantity in parts:
        _check(quant, quantity, dest)
    sources = {quant.location_id for quant, _quantity in parts}
    picking = env["stock.picking"].create({
        "picking_type_id": warehouse.int_type_id.id,
        "location_id": sources.pop().id if len(sources) == 1 else warehouse.lot_stock_id.id,
        "location_dest_id": dest.id,
        "move_ids": [Command.create(_move(warehouse, quant, quantity, dest)) for quant, quantity in parts],
    })
    # The lines come before the confirmation, which would reserve whatever else lies there.
    env["stock.move.line"].create([
        _line(move, quant, quantity) for move, (quant, quantity) in zip(picking.move_ids.sorted("id"), parts, strict=True)])
    picking.action_confirm()
    if at_once:
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True).button_validate()
    return picking


def _check(quant, quantity, dest):
    env = quant.env
    unit = quant.product_uom_id
    if unit.compare(quantity, 0) <= 0 or unit.compare(quantity, quant.available_quantity) > 0:
        raise UserError(env._(
            "%(quantity)s %(unit)s of %(product)s cannot be moved from %(bin)s.\nOnly %(free)s are free there; the rest "
            "is reserved for transfers.\nEnter a smaller quantity, or unreserve the transfer that waits for it.",
            quantity=f"{quantity:g}", unit=unit.name, product=quant.product_id.display_name,
            bin=quant.location_id.display_name, free=f"{quant.available_quantity:g}",
        ))
    if quant.location_id == dest:
        raise UserError(env._(
            "%(product)s lies in %(bin)s already. Choose another bin.",
            product=quant.product_id.display_name, bin=dest.display_name,
        ))
    if quant.location_id.warehouse_id != dest.warehouse_id:
        raise UserError(env._(
            "%(bin)s is in another warehouse. Use Transfer Between Warehouses.", bin=dest.display_name))


def _move(warehouse, quant, quantity, dest):
    return {
        "picking_type_id": warehouse.int_type_id.id,
        "product_id": quant.product_id.id,
        "product_uom_qty": quantity,
        "product_uom": quant.product_uom_id.id,
        "location_id": quant.location_id.id,
        "location_dest_id": dest.id,
    }


def _line(move, quant, quantity):
    """Reserves these very goods. A package that is moved as a whole stays one."""
    whole = quant.package_id and quant.product_uom_id.compare(quantity, quant.quantity) == 0 \
        and len(quant.package_id.quant_ids) == 1
    return {
        "move_id": move.id,
        "picking_id": move.picking_id.id,
        "product_id": quant.product_id.id,
        "product_uom_id": quant.product_uom_id.id,
        "quantity": quantity,
        "lot_id": quant.lot_id.id,
        "package_id": quant.package_id.id,
        "result_package_id": quant.package_id.id if whole else False,
        "owner_id": quant.owner_id.id,
        "location_id": quant.location_id.id,
        "location_dest_id": move.location_dest_id.id,
    }
