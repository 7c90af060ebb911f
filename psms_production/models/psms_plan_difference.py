from odoo import api, fields, models
from odoo.tools import format_date

from ..services.plan_reason import format_quantity
from .psms_plan_item import SOURCES
from .unchecked import UncheckedMany2one


class PsmsPlanDifference(models.Model):
    """One thing that is different between a plan and the one that it is compared with."""

    _name = "psms.plan.difference"
    _description = "Difference Between Plans"
    _order = "id"  # stored by importance
    _log_access = False

    plan_id = fields.Many2one("psms.plan", "Plan", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, ondelete="cascade")
    subject = fields.Selection([
        ("order", "Planned order"),
        ("demand", "Demand"),
        ("supply", "Open supply"),
        ("stock", "Stock"),
        ("lead_time", "Lead time"),
        ("safety", "Safety stock"),
        ("rule", "Source or order quantities"),
        ("bill", "Bill of materials"),
    ], "What", required=True, readonly=True)
    kind = fields.Selection([
        ("late", "Newly late"),
        ("on_time", "No longer late"),
        ("new", "New"),
        ("gone", "Gone"),
        ("more", "More"),
        ("less", "Less"),
        ("later", "Postponed"),
        ("earlier", "Moved earlier"),
        ("changed", "Changed"),
    ], "Change", required=True, readonly=True)
    product_id = fields.Many2one("product.product", "Product", required=True, readonly=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", required=True, readonly=True, ondelete="cascade")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    currency_id = fields.Many2one(related="company_id.currency_id")
    source = fields.Selection(SOURCES, "Source", readonly=True)
    vendor_id = UncheckedMany2one("res.partner", "Vendor", readonly=True)
    planner_id = UncheckedMany2one("res.users", "Planner", readonly=True)
    order_id = UncheckedMany2one("psms.planned.order", "Planned Order", readonly=True)
    name = fields.Char("Document", readonly=True)
    document_kind = fields.Char(readonly=True)
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference("Document ID", model_field="res_model", readonly=True)
    quantity_before = fields.Float("Quantity Before", readonly=True)
    quantity_after = fields.Float("Quantity", readonly=True)
    quantity_change = fields.Float("Change of Quantity", readonly=True)
    value_change = fields.Float("Change of Value", readonly=True, help="At the unit cost of the plan.")
    date_before = fields.Date("Date Before", readonly=True)
    date_after = fields.Date("Date", readonly=True, help="The due date of an order, the day on which a demand is wanted.")
    days_moved = fields.Integer("Days Moved", readonly=True, help="Later: above zero. Earlier: below zero.")
    days_late_before = fields.Integer("Days Late Before", readonly=True)
    days_late_after = fields.Integer("Days Late", readonly=True)
    cause_id = UncheckedMany2one("psms.plan.difference", "Caused By", readonly=True)
    cause = fields.Char("Likely Cause", compute="_compute_cause")

    @api.depends("subject", "kind", "product_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row._sentence()

    @api.depends("cause_id")
    @api.depends_context("lang")
    def _compute_cause(self):
        self.cause_id.fetch(["subject", "kind", "product_id", "name"])
        passed = {}
        for row in self:
            if row.cause_id:
                row.cause = row.cause_id._sentence(row.product_id)
                continue
            plan = row.plan_id
            if plan not in passed:
                passed[plan] = plan.state != "scenario" and plan.start_date != plan.compared_id.start_date
            row.cause = self.env._("A day has passed.") if row.subject == "order" and passed[plan] else False

    def _sentence(self, about=None):
        """What has changed, as one sentence; the product is named unless it is the one that the reader looks at."""
        self.ensure_one()
        kinds, subjects = (dict(self._fields[name]._description_selection(self.env)) for name in ("kind", "subject"))
        subject = subjects[self.subject]
        text = self.env._("%(what)s %(document)s", what=subject, document=self.name) if self.name else subject
        figures = self._figures()
        sentence = (self.env._("%(what)s: %(change)s, %(figures)s", what=text, change=kinds[self.kind], figures=figures)
                    if figures else self.env._("%(what)s: %(change)s", what=text, change=kinds[self.kind]))
        if self.product_id == about:
            return sentence
        return self.env._("%(product)s: %(sentence)s", product=self.product_id.display_name, sentence=sentence)

    def _figures(self):
        """Quantity or date, before and after."""
        if self.kind in ("new", "gone"):
            gone = self.kind == "gone"
            return self.env._(
                "%(quantity)s on %(day)s",
                quantity=format_quantity(self, self.quantity_before if gone else self.quantity_after),
                day=format_date(self.env, self.date_before if gone else self.date_after))
        if self.quantity_change:
            return self.env._("%(before)s → %(after)s", before=format_quantity(self, self.quantity_before),
                              after=format_quantity(self, self.quantity_after))
        if self.days_moved:
            return self.env._("%(before)s → %(after)s", before=format_date(self.env, self.date_before),
                              after=format_date(self.env, self.date_after))
        return ""

    def action_open(self):
        """Open the planned order or the document; the product where that is gone."""
        self.ensure_one()
        record = self.order_id.exists()
        if not record and self.res_model:
            record = self.env[self.res_model].browse(self.res_id).exists()
        return (record or self.product_id).get_formview_action()
