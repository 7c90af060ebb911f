"""Take back the release of planned orders, until something real has happened to what was made of them."""
from odoo.exceptions import UserError

from .plan_advice import REFUSALS
from .plan_documents import has_begun
from .plan_lock import lock_rows
from .plan_release import count_released


def undo_release(orders):
    """Remove what a release has made: draft request lines, manufacturing orders and transfers that have not begun.

    :return: dict, see `psms.planned.order.undo_release`
    """
    env = orders.env
    result = {"undone": [], "refused": [], "outdated": []}
    rows = lock_rows(orders, env._("Somebody else is working on these planned orders right now. Look again in a moment."))
    for order in rows.filtered(lambda row: row.state == "released"):
        try:
            with env.cr.savepoint():
                _undo(order)
        except REFUSALS as error:
            result["refused"].append(str(error))
            continue
        result["undone"].append(order.id)
        if order.plan_id.state != "current":
            result["outdated"].append(env._(
                "%(order)s: there is a newer plan. Run the plan again; it proposes what is still missing.",
                order=order.display_name))
    count_released(rows.plan_id)
    return result


def _undo(order):
    if order.production_id:
        _cancel_production(order, order.production_id.sudo(False))
    elif order.purchase_line_id:
        _remove_line(order, order.purchase_line_id.sudo(False))
    elif order.move_ids:
        _cancel_moves(order, order.move_ids.sudo(False))
    order.write({"state": "planned", "released_by_id": False, "released_on": False,
                 "production_id": False, "purchase_line_id": False})


def _refuse(order, document, reason):
    raise UserError(order.env._("%(document)s: %(reason)s", document=document.display_name, reason=reason))


def _cancel_production(order, production):
    if production.state == "cancel":
        return
    if has_begun(production):
        _refuse(order, production, order.env._("production has begun, so the release can't be taken back."))
    production.action_cancel()


def _remove_line(order, line):
    """Take the order out of its line; a line without orders goes, and a request without lines."""
    purchase = line.order_id
    if purchase.state == "cancel":
        return
    if purchase.state != "draft":
        _refuse(order, purchase, order.env._("it has been sent or confirmed, so the release can't be taken back."))
    # The other orders of the line, whoever may read them.
    rest = line.sudo().psms_planned_order_ids - order
    if rest:
        kept = {"date_planned": line.date_planned, "name": line.name}
        line.technical_price_unit = line.price_unit  # so that Odoo takes the price of the smaller quantity
        line.product_qty = order.uom_id._compute_quantity(sum(rest.mapped("quantity")), line.product_uom_id)
        line.write(kept)  # Odoo has taken these from the vendor's price along with it
        return
    order.purchase_line_id = False
    line.unlink()
    if not purchase.order_line:
        purchase.button_cancel()
        purchase.unlink()


def _cancel_moves(order, moves):
    if any(move.state == "done" or move.picked for move in moves):
        _refuse(order, moves.picking_id[:1] or moves[:1],
                order.env._("goods are on their way, so the release can't be taken back."))
    moves.filtered(lambda move: move.state != "cancel")._action_cancel()
    moves.sudo().psms_planned_order_id = False  # the link belongs to the plan
    order.invalidate_recordset(["move_ids"])
