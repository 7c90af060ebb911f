from odoo import models

from ..services import cartons
from ..services.bilingual import both


class PsmsDocumentShippingMark(models.AbstractModel):
    """The mark on each carton (唛头): for whom, which order, where to, how heavy, which of how many."""

    _name = "psms.document.shipping_mark"
    _inherit = "psms.document"
    _description = "Shipping Marks"
    _document_model = "stock.picking"
    _document_template = "psms_picking.shipping_marks"
    _document_formats = ("pdf",)

    def _document_title(self, records):
        title = both(self.env, lambda env: env._("Shipping marks"), " ")
        return f"{title} {records[0].name.replace('/', '-')}"

    def _document_values(self, records):
        found = cartons.consignments(records)
        return {
            "marks": [self._mark(group, carton) for group, own in found for carton in own if carton.number],
            "none": both(self.env, lambda env: env._("Nothing is packed in cartons yet.")),
        }

    def _mark(self, group, carton):
        partner = group.partner_id[:1]
        unit = self.env["product.template"]._get_weight_uom_name_from_ir_config_parameter()
        place = ", ".join(filter(None, [partner.city, partner.state_id.name, partner.country_id.name]))

        def label(term):
            return both(self.env, term)

        return {
            "carton": carton.mark,
            "carton_label": label(lambda env: env._("Carton no.")),
            "consignee_label": label(lambda env: env._("Consignee")),
            "consignee": partner.commercial_partner_id.name or partner.name or "",
            "rows": [
                (label(lambda env: env._("Order no.")), ", ".join(filter(None, dict.fromkeys(group.mapped("origin"))))
                 or ", ".join(group.mapped("name"))),
                (label(lambda env: env._("Destination")), place),
                (label(lambda env: env._("Gross weight")), f"{carton.gross:.2f} {unit}"),
                (label(lambda env: env._("Net weight")), f"{carton.net:.2f} {unit}"),
                (label(lambda env: env._("Volume")), f"{carton.volume:.3f} m³"),
                (label(lambda env: env._("Package")), carton.package.name),
            ],
        }
