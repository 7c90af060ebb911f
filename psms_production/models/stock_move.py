from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    psms_planned_order_id = fields.Many2one(
        "psms.planned.order", "Planned Order", readonly=True, copy=False,
        index="btree_not_null", ondelete="set null",
        help="The planned transfer between warehouses that this move was released from.")
