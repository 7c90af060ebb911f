from odoo import api, fields, models
from odoo.tools import format_date

from ..services.plan_reason import format_quantity
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

    # What a person remembers of it when looking for it.
    _rec_names_search = ["name", "item_id.product_id.name", "item_id.product_id.default_code"]

    @api.depends("name", "item_id")
    @api.depends_context("psms_with_figures", "lang")
    def _compute_display_name(self):
        for document in self:
            name = document.name or document.item_id.display_name
            if self.env.context.get("psms_with_figures"):
                # One of several lines of a document has to be told from the others.
                name = self.env._(
                    "%(document)s: %(product)s, %(quantity)s %(unit)s on %(day)s", document=name,
                    product=document.product_id.display_name, quantity=format_quantity(document, document.quantity),
                    unit=document.uom_id.name, day=format_date(self.env, document.date))
            document.display_name = name

    def action_open_document(self):
        """Open what is behind it."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id).exists() if self.res_model else None
        return record.get_formview_action() if record else False
