from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def action_psms_trace(self):
        """Open the trees of the lots of these transfers."""
        return self.env["psms.trace"]._action(self.move_line_ids.lot_id)

    def action_psms_epcis(self):
        """Download these transfers as EPCIS events."""
        return self.env["psms.epcis"]._download("transfer", self)
