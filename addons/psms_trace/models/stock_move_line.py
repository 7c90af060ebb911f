from odoo import models

from ..services import block


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # Odoo looks for the lines of a lot by reading all lines of the company.
    _psms_trace_lot_idx = models.Index("(lot_id) WHERE lot_id IS NOT NULL")

    def _action_done(self):
        block.refuse(self)
        return super()._action_done()

    def action_psms_trace(self):
        """Open the tree of the lots of these lines."""
        return self.env["psms.trace"]._action(self.lot_id)
