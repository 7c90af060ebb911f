from odoo import models

from ..services import sscc


class StockPackage(models.Model):
    _inherit = "stock.package"

    def action_psms_assign_sscc(self):
        """Give the packages that have none a serial shipping container code as their name."""
        chosen = sscc.assign(self)
        if len(self) > 1 or not chosen:
            message = self.env._("%(count)s packages got an SSCC.", count=len(chosen)) if chosen else \
                self.env._("Every package has an SSCC already.")
            return {
                "type": "ir.actions.client", "tag": "display_notification",
                "params": {"message": message, "type": "success" if chosen else "info",
                           "next": {"type": "ir.actions.client", "tag": "soft_reload"}},
            }
        return None

    def action_psms_print_labels(self):
        """Open the printing of labels for these packages."""
        return self.env["psms.label.print"]._open("package", self)
