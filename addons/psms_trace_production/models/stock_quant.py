from odoo import api, models
from odoo.tools import SQL


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model
    def _plan_condition(self):
        return SQL(
            "%s AND NOT EXISTS (SELECT FROM stock_lot WHERE stock_lot.id = q.lot_id AND stock_lot.psms_blocked)",
            super()._plan_condition())
