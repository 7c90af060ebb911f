from odoo import models

from odoo.addons.psms_stock.services import posting

#: which components went into which product: the genealogy of lots is made when an order is finished
GENEALOGY_FIELDS = {"consume_line_ids", "produce_line_ids"}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _check_written_by_hand(self, vals):
        if GENEALOGY_FIELDS & vals.keys() and self.filtered(lambda line: line.state == "done"):
            posting.refuse(
                self.env, self.env._("What a lot was made of cannot be written."),
                self.env._("Unbuild the manufacturing order and make it again."),
            )
        return super()._check_written_by_hand(vals)
