from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_psms_pegging(self):
        """Show what serves this order and what makes it late, by the pegs of the current plan."""
        action = self.env["ir.actions.client"]._for_xml_id("psms_production.psms_pegging_action")
        return {**action, "params": {"peg_model": self._name, "peg_records": self.ids}}
