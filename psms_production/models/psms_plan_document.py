from odoo import api, fields, models

from .unchecked import UncheckedMany2one


class PsmsPlanDocument(models.AbstractModel):
    """What open demands and supplies of a plan have in common: an item, a day, a quantity and the document behind them."""

    _name = "psms.plan.document"
    _description = "Document in a Plan"
    _log_access = False

    plan_id = UncheckedMany2one("psms.plan", "Plan", required=True, readonly=True, index=True)
    item_id = UncheckedMany2one("psms.plan.item", "Item", required=True, readonly=True, index=True)
    product_id = fields.Many2one(related="item_id.product_id")
    warehouse_id = fields.Many2one(related="item_id.warehouse_id")
    company_id = fields.Many2one(related="plan_id.company_id")
    uom_id = fields.Many2one(related="item_id.uom_id", string="Unit")
    # What the engine knows it by: of equal days and priorities the first in the alphabet is served first.
    ref = fields.Char(readonly=True)
    name = fields.Char("Document", readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field="res_model", readonly=True)
    line_id = fields.Integer(
        "Line ID", readonly=True, help="The very line: of a purchase order, or the stock move of everything else.")
    partner_id = UncheckedMany2one("res.partner", "Partner", readonly=True)
    date = fields.Date("Date", required=True, readonly=True)
    quantity = fields.Float("Quantity", readonly=True)

    @api.depends("name", "item_id")
    def _compute_display_name(self):
        for document in self:
            document.display_name = document.name or document.item_id.display_name

    def action_open_document(self):
        """Open what is behind it."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists() if self.res_model else None
        return record.get_formview_action() if record else False
