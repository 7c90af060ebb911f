from odoo import models

from ..services import production_steps


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _prepare_psms_timeline(self, context):
        steps = super()._prepare_psms_timeline(context)
        codes = [step.code for step in steps]
        if "shipped" not in codes:
            return steps
        place = codes.index("shipped")
        steps[place:place] = production_steps.steps(self, context)
        return steps

    def _get_psms_expected_shipment(self):
        """What is planned for the order and not ordered yet holds its shipment up, though Odoo's forecast
        knows nothing of it."""
        known = super()._get_psms_expected_shipment()
        return max(filter(None, [known, production_steps.expected_supply(self)]), default=None)

    def _get_psms_timeline_documents(self, code):
        if code == "planned":
            return production_steps.served_by(self).planned
        if code == "produced":
            return production_steps.served_by(self).productions
        return super()._get_psms_timeline_documents(code)
