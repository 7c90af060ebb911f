from odoo import api, models

from ..services.batch import batch_of


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        batch = batch_of(self.env)
        if batch and batch.take(self, vals_list):
            return self.browse()
        return super().create(vals_list)
