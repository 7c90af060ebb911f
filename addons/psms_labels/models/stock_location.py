from odoo import models

from odoo.addons.psms_stock.services import bins as bin_service


class StockLocation(models.Model):
    _inherit = "stock.location"

    def action_psms_print_labels(self):
        """Open the printing of labels for these bins, in the order in which one walks along them."""
        bins = self.sorted(bin_service.walking_key)
        return self.env["psms.label.print"]._open("location", bins)
