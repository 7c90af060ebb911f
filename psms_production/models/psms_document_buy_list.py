from odoo import models

from odoo.addons.psms_base.services.table import DATE, MONEY, QUANTITY, Column

from ..services.plan_release import TO_RELEASE


class PsmsDocumentBuyList(models.AbstractModel):
    """What a plan wants bought, with the reason line by line."""

    _name = "psms.document.buy_list"
    _inherit = "psms.document"
    _description = "Buy List"
    _document_model = "psms.plan"
    _document_landscape = True

    def _document_title(self, records):
        return self.env._("Buy list")

    def _document_subtitle(self, records):
        return ", ".join(records.mapped("display_name"))

    def _document_lines(self, records):
        return records.planned_order_ids.filtered(
            lambda order: order.source == "buy" and order.state in TO_RELEASE,
        ).sorted(lambda order: (order.vendor_id.display_name or "", order.release_date, order.id))

    def _document_columns(self, records):
        return [
            Column(self.env._("Vendor"), "vendor_id", width=24),
            Column(self.env._("Product"), "product_id", width=30),
            Column(self.env._("Quantity"), "quantity", QUANTITY, width=12),
            Column(self.env._("Unit"), "uom_id", width=8),
            Column(self.env._("Value"), "value", MONEY, width=12),
            Column(self.env._("Order by"), "release_date", DATE, width=16),
            Column(self.env._("Due"), "due_date", DATE, width=16),
            Column(self.env._("Reason"), "reason", width=58),
        ]
