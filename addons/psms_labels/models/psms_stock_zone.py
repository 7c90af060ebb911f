from odoo import models


class PsmsStockZone(models.Model):
    _inherit = "psms.stock.zone"

    def action_psms_print_labels(self):
        """Open the printing of labels for all bins of these zones, in walking order."""
        bins = self.env["stock.location"].search([("zone_id", "in", self.ids), ("usage", "in", ("internal", "transit"))])
        return bins.action_psms_print_labels()
