"""Corrections of stock itself: another quantity, another lot. Both are moves that Odoo makes and values."""

from odoo.exceptions import UserError

from . import correction, guard, posting


def set_quantity(quant, quantity, reason):
    """Make the quantity of a quant what it really is, by Odoo's adjustment."""
    _check(quant, reason)
    quant = quant.with_context(inventory_mode=True, inventory_name=reason, correction_reason=reason)
    quant.inventory_quantity = quantity
    quant._apply_inventory()


def change_lot(quant, lot, quantity, reason):
    """Say that a part of the stock belongs to another lot: it leaves under the one and comes back under the other."""
    _check(quant, reason)
    env, product = quant.env, quant.product_id
    guard.claim(env, {(product.id, quant.location_id.id)})
    quant.invalidate_recordset(["quantity", "reserved_quantity"])
    if lot.product_id != product or lot == quant.lot_id:
        raise UserError(env._("Choose another lot of %(product)s.", product=product.display_name))
    if product.uom_id.compare(quantity, 0) <= 0 or product.uom_id.compare(quantity, quant.available_quantity) > 0:
        raise UserError(env._(
            "%(free)s of this stock can change its lot; the rest is reserved for transfers.\n\n"
            "Choose a quantity up to that, or release the reservation first.",
            free=f"{max(quant.available_quantity, 0):g} {product.uom_id.name}",
        ))
    before = {"lot_id": quant.lot_id, "quantity": quantity, "location_id": quant.location_id}
    loss = product.with_company(quant.company_id).property_stock_inventory
    quant = quant.with_context(inventory_name=reason)
    leave = quant._get_inventory_move_values(quantity, quant.location_id, loss, package_id=quant.package_id)
    come = quant._get_inventory_move_values(quantity, loss, quant.location_id, package_dest_id=quant.package_id)
    come["move_line_ids"][0][2]["lot_id"] = lot.id
    since = quant.in_date
    with posting.allowed():
        for values in (leave, come):
            env["stock.move"].create(values).with_context(ignore_dest_packages=True)._action_done()
        arrived = env["stock.quant"]._gather(
            product, quant.location_id, lot_id=lot, package_id=quant.package_id, owner_id=quant.owner_id, strict=True,
        ).filtered(lambda row: row.lot_id == lot)
        # sudo: a change of lot makes nothing younger, and only superuser code may say so
        arrived.sudo().filtered(lambda row: row.in_date > since).in_date = since
    correction.record(env, arrived[:1], "lot_change", before, {**before, "lot_id": lot}, reason)


def _check(quant, reason):
    quant.ensure_one()
    quant.check_access("write")
    if not posting.may_correct(quant.env):
        raise UserError(quant.env._("Stock is corrected by a warehouse supervisor. Ask one to do it."))
    if not (reason or "").strip():
        raise UserError(quant.env._("Say in a few words why: the correction is recorded with its reason."))
