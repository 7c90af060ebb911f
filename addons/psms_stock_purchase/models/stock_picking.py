from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    # The other side of the order's transfers. Without it Odoo searches the orders of a transfer anew whenever the
    # state of a move changes, nine times for one delivery.
    purchase_order_ids = fields.Many2many(
        "purchase.order", "purchase_order_stock_picking_rel", "stock_picking_id", "purchase_order_id",
        string="Orders Received", readonly=True, copy=False, groups="purchase.group_purchase_user",
    )
