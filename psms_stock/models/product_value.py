from odoo import api, models

from ..services import correction, posting


class ProductValue(models.Model):
    _inherit = "product.value"

    @api.model_create_multi
    def create(self, vals_list):
        by_hand = not posting.is_allowed(self.env)
        moves = self.env["stock.move"].browse([vals["move_id"] for vals in vals_list if vals.get("move_id")])
        before = [(move, {"value": move.value}) for move in moves] if by_hand else []
        values = super().create(vals_list)
        correction.record_many(
            self.env, [(move, old, {"value": move.value}) for move, old in before], "value",
            "; ".join(filter(None, values.mapped("description"))),
        )
        return values
