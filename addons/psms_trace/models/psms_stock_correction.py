from odoo import fields, models


class PsmsStockCorrection(models.Model):
    _inherit = "psms.stock.correction"

    action = fields.Selection(
        selection_add=[("lot_block", "Lot blocked"), ("lot_lift", "Block of a lot lifted")],
        ondelete={"lot_block": "cascade", "lot_lift": "cascade"},
    )
