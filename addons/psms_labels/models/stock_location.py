from odoo import models


class StockLocation(models.Model):
    _inherit = "stock.location"

    def action_psms_print_labels(self):
        """Open the printing of labels for these bins, in the order in which one walks along them."""
        bins = self.sorted(lambda location: (location.walk_order, location.complete_name))
        return self.env["psms.label.print"]._open("location", bins)
