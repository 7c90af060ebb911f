from odoo import fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    psms_count_line_id = fields.Many2one(
        "psms.count.line", "Line of the Count", readonly=True, copy=False, index="btree_not_null", ondelete="restrict")
    psms_count_reason_id = fields.Many2one(related="psms_count_line_id.reason_id", string="Reason of the Difference")
