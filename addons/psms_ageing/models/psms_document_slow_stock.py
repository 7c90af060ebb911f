from odoo import models

from odoo.addons.psms_base.services.table import DATE, INTEGER, MONEY, QUANTITY, Column

from .psms_age_report import VALUE_GROUPS


class PsmsDocumentSlowStock(models.AbstractModel):
    """Slow and dead stock with what it costs and what is done about it."""

    _name = "psms.document.slow_stock"
    _inherit = "psms.document"
    _description = "Slow and Dead Stock"
    _document_model = "psms.age.item"
    _document_landscape = True

    def _document_title(self, records):
        return self.env._("Slow and dead stock")

    def _document_subtitle(self, records):
        return ", ".join(records.company_id.mapped("name"))

    def _document_columns(self, records):
        money = [
            Column(self.env._("Money at risk"), "risk_value", MONEY, width=13),
            Column(self.env._("Provision"), "provision", MONEY, width=13),
        ] if self.env.user.has_groups(VALUE_GROUPS) else []
        return [
            Column(self.env._("Finding"), "level", width=11),
            Column(self.env._("Product"), "product_id", width=30),
            Column(self.env._("On hand"), "quantity", QUANTITY, width=11),
            Column(self.env._("Idle days"), "idle_days", INTEGER, width=13),
            Column(self.env._("Oldest piece"), "oldest_on", DATE, width=13),
            *money,
            Column(self.env._("Reason"), "reason_id", width=14),
            Column(self.env._("Action"), "action", width=14),
            Column(self.env._("Owner"), "user_id", width=17),
            Column(self.env._("Due"), "due_date", DATE, width=13),
            Column(self.env._("Gone since"), "gone_quantity", QUANTITY, width=11),
        ]
