from odoo import api, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    @api.depends("carrier_id.cutoff_hour")
    def _compute_ship_by(self):
        return super()._compute_ship_by()

    def _cutoff_hour(self):
        # sudo: who picks need not read the prices of carriers.
        return self.sudo().carrier_id.cutoff_hour or super()._cutoff_hour()
