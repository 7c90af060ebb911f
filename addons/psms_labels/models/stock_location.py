from odoo import models


class StockLocation(models.Model):
    _inherit = "stock.location"

    def action_psms_print_labels(self):
        """Open the printing of labels for these bins."""
        return self.env["psms.label.print"]._open("location", self)
