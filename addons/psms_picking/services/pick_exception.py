"""A picker reports that goods are short, damaged or not where they should be."""

from typing import NamedTuple

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from . import lot_rules


class Alternative(NamedTuple):
    """Free stock that could take the place of what is missing, in the unit of the product."""

    quant: object
    free: float
    take: float


def alternatives(line, missing):
    """Return other bins and lots with free stock for this line, in the order of the removal strategy."""
    move = line.move_id
    rules = lot_rules.rules_of(move)
    domain = lot_rules.reservable(move, rules) & ~(
        Domain("location_id", "=", line.location_id.id) & Domain("lot_id", "=", line.lot_id.id))
    kept = (move.move_line_ids - line).filtered("quantity").lot_id
    if rules.one_lot and kept:
        domain &= Domain("lot_id", "in", kept.ids)
    found, left = [], missing
    for quant, free in lot_rules.free_quants(move, domain, move.location_id, line.owner_id or None):
        take = max(0.0, min(free, left))
        found.append(Alternative(quant.sudo(False), free, take))
        left -= take
    return found


def report(line, kind, missing, takes=(), note="", photo=False, found_in=None):
    """Make the exception, give back what is missing, reserve it elsewhere and tell the supervisor.

    :param line: move line of an open transfer
    :param missing: quantity in the unit of the product
    :param takes: pairs of a quant and the quantity to reserve there instead
    :return: the ``psms.pick.exception``
    """
    _check(line, missing)
    move, tote, unit = line.move_id, line.result_package_id, line.product_id.uom_id
    # sudo: store keepers report here and write no exception by hand.
    exception = line.env["psms.pick.exception"].sudo().create({
        "kind": kind,
        "product_id": line.product_id.id,
        "lot_id": line.lot_id.id,
        "location_id": line.location_id.id,
        "found_location_id": found_in.id if found_in else False,
        "expected_quantity": line.quantity_product_uom,
        "quantity": missing,
        "picking_id": line.picking_id.id,
        "batch_id": line.picking_id.batch_id.id,
        "company_id": line.company_id.id,
        "user_id": line.env.uid,
        "note": note,
        "photo": photo,
    })
    _reduce(line, missing)
    before = move.move_line_ids
    exception.rebooked_quantity = sum(
        move._update_reserved_quantity(
            quantity, quant.location_id, lot_id=quant.lot_id, package_id=quant.package_id, owner_id=quant.owner_id,
            strict=True)
        for quant, quantity in takes if unit.compare(quantity, 0) > 0)
    new_lines = move.move_line_ids - before
    if tote:
        new_lines.result_package_id = tote
    move._recompute_state()
    _tell(exception)
    exception._after_exception()
    return exception.sudo(False)


def _check(line, missing):
    env, unit = line.env, line.product_id.uom_id
    if not env.user.has_group("stock.group_stock_user"):
        raise AccessError(env._("Only store keepers may report picking exceptions. Ask your administrator for the role."))
    line.check_access("write")
    if line.state in ("done", "cancel", "draft") or line.move_id._should_bypass_reservation(line.location_id):
        raise UserError(env._(
            "Nothing is reserved on this line any more: its transfer is finished, or its goods come from outside. "
            "Report what is missing on a line that is still to be picked."))
    if unit.compare(missing, 0) <= 0 or unit.compare(missing, line.quantity_product_uom) > 0:
        raise UserError(env._(
            "Enter how many are missing: more than 0, and not more than the %(expected)s %(unit)s of this line.",
            expected=line.quantity_product_uom, unit=unit.name))


def _reduce(line, missing):
    """Give the missing part back; an emptied line goes."""
    unit = line.product_id.uom_id
    rest = line.quantity_product_uom - missing
    if unit.compare(rest, 0) <= 0:
        line.unlink()
    else:
        # In the product's own unit: a dozen less one piece is no round number of dozens.
        line.write({"product_uom_id": unit.id, "quantity": unit.round(rest)})


def _tell(exception):
    supervisor = exception._supervisor()
    if supervisor:
        exception.activity_schedule(
            "mail.mail_activity_data_todo", user_id=supervisor.id,
            summary=exception.env._("%(what)s: %(product)s in %(bin)s",
                                    what=dict(exception._fields["kind"]._description_selection(exception.env))[exception.kind],
                                    product=exception.product_id.display_name, bin=exception.location_id.display_name))
