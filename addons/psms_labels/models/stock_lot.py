from odoo import models


class StockLot(models.Model):
    _inherit = "stock.lot"

    def action_psms_print_labels(self):
        """Open the printing of labels for these lots or serial numbers."""
        return self.env["psms.label.print"]._open("lot", self)
