from odoo import models


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    def action_psms_pegging(self):
        """Show which customers' orders this purchase serves, by the pegs of the current plan."""
        action = self.env["ir.actions.client"]._for_xml_id("psms_production.psms_pegging_action")
        return {**action, "params": {"peg_model": self._name, "peg_records": self.ids}}
