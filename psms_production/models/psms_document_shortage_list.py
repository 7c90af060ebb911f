from odoo import models

from odoo.addons.psms_base.services.table import DATE, INTEGER, QUANTITY, Column

from ..services.plan_today import demand_reason


class PsmsDocumentShortageList(models.AbstractModel):
    """Whom a plan serves late or in part, and what that waits for."""

    _name = "psms.document.shortage_list"
    _inherit = "psms.document"
    _description = "Shortage List"
    _document_model = "psms.plan"
    _document_landscape = True

    def _document_title(self, records):
        return self.env._("Shortage list")

    def _document_subtitle(self, records):
        return ", ".join(records.mapped("display_name"))

    def _document_lines(self, records):
        return self.env["psms.plan.demand"].search(
            [("plan_id", "in", records.ids), "|", ("days_late", ">", 0), ("short_qty", ">", 0)], order="date, id")

    def _document_columns(self, records):
        return [
            Column(self.env._("Product"), "product_id", width=26),
            Column(self.env._("Document"), "name", width=17),
            Column(self.env._("Customer"), lambda demand: demand.kind == "sale" and demand.partner_id.display_name, width=20),
            Column(self.env._("Quantity"), "quantity", QUANTITY, width=11),
            Column(self.env._("Unit"), "uom_id", width=9),
            Column(self.env._("Wanted"), "date", DATE, width=15),
            Column(self.env._("Promise"), "promise_date", DATE, width=15),
            Column(self.env._("Days late"), "days_late", INTEGER, width=12),
            Column(self.env._("Short"), lambda demand: demand.short_qty or None, QUANTITY, width=9),
            Column(self.env._("Waits for"), "cause_item_id.product_id", width=24),
            Column(self.env._("Reason"), demand_reason, width=42),
        ]
