from odoo import fields, models


class StockLot(models.Model):
    _inherit = "stock.lot"

    pick_blocked = fields.Boolean(
        string="Blocked", tracking=True, copy=False,
        help="A blocked lot is neither reserved for nor issued to customers and production. Moves inside stay possible.")
    pick_block_reason = fields.Char(string="Reason of the Block", tracking=True, copy=False)

    _pick_blocked_idx = models.Index("(product_id) WHERE pick_blocked")
