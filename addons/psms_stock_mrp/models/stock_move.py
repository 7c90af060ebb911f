from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def action_explode(self):
        """Odoo looks for the kit of each move: only where the product is one at all."""
        kits = self.filtered(lambda move: move.product_id.with_company(move.company_id).is_kits)
        return (self - kits) | super(StockMove, kits).action_explode() if kits else self
