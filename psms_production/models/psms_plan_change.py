from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..services.plan_promote import promotion
from ..services.plan_reason import format_quantity
from .unchecked import UncheckedMany2one

OF_DOCUMENT = ("demand", "supply")
NEW = ("new_demand", "new_supply")
LOT_RULES = ("lot_days", "lot_min", "lot_multiple", "lot_max")


class PsmsPlanChange(models.Model):
    """One thing that a scenario supposes to be different."""

    _name = "psms.plan.change"
    _description = "Change in a Scenario"
    _order = "sequence, id"

    scenario_id = fields.Many2one("psms.plan.scenario", "Scenario", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="scenario_id.company_id")
    sequence = fields.Integer(default=10)
    kind = fields.Selection([
        ("new_demand", "New customer order"),
        ("demand", "Existing demand"),
        ("supply", "Open purchase or production"),
        ("new_supply", "New supply"),
        ("lead_time", "Lead time"),
        ("stock", "Stock on hand"),
        ("safety", "Safety stock"),
        ("lot", "Order quantities"),
    ], "What If", required=True, default="new_demand")
    # Without a foreign key: plans are deleted by the hundred thousand rows, see services/plan_delete.py.
    demand_id = UncheckedMany2one(
        "psms.plan.demand", "Demand", help="Sales order, production or forecast. Look for its number or its product.")
    supply_id = UncheckedMany2one(
        "psms.plan.supply", "Purchase or Production", help="Look for its number or its product.")
    # The document by its own line, for the time when the plan that it was chosen from is gone.
    document = fields.Char(compute="_compute_document", store=True)
    res_model = fields.Char(compute="_compute_document", store=True)
    res_id = fields.Integer(compute="_compute_document", store=True)
    line_id = fields.Integer(compute="_compute_document", store=True)
    date_before = fields.Date("Now On", compute="_compute_document", store=True)
    quantity_before = fields.Float("Quantity Now", compute="_compute_document", store=True)
    product_id = fields.Many2one(
        "product.product", "Product", compute="_compute_product_id", store=True, readonly=False, ondelete="cascade",
        domain=[("is_storable", "=", True)])
    warehouse_id = fields.Many2one(
        "stock.warehouse", "Warehouse", compute="_compute_warehouse_id", store=True, readonly=False, ondelete="cascade")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    partner_id = fields.Many2one("res.partner", "Customer", ondelete="set null")
    date = fields.Date("Date", compute="_compute_date", store=True, readonly=False)
    quantity = fields.Float(
        "Quantity", digits="Product Unit", compute="_compute_values", store=True, readonly=False)
    drop = fields.Boolean("Leave Out", help="As if it did not exist.")
    lead_days = fields.Integer(
        "Lead Time", compute="_compute_values", store=True, readonly=False, help="Working days between release and due date.")
    lot_days = fields.Integer(
        "Days per Order", compute="_compute_values", store=True, readonly=False,
        help="One order covers the needs of this many days. 0: only the need of one day.")
    lot_min = fields.Float("Minimum Order", digits="Product Unit", compute="_compute_values", store=True, readonly=False)
    lot_multiple = fields.Float("Order Multiple", digits="Product Unit", compute="_compute_values", store=True, readonly=False)
    lot_max = fields.Float(
        "Maximum Order", digits="Product Unit", compute="_compute_values", store=True, readonly=False, help="0: no limit.")
    promotion = fields.Char(
        "On Promotion", compute="_compute_promotion", help="What promoting the scenario will do for this change.")
    can_promote = fields.Boolean(compute="_compute_promotion")
    result = fields.Char("Promoted", readonly=True, copy=False, help="What promoting the scenario has done.")

    _not_negative = models.Constraint(
        "CHECK(COALESCE(quantity, 0) >= 0 AND COALESCE(lead_days, 0) >= 0 AND COALESCE(lot_days, 0) >= 0"
        " AND COALESCE(lot_min, 0) >= 0 AND COALESCE(lot_multiple, 0) >= 0 AND COALESCE(lot_max, 0) >= 0)",
        "Quantities and days of a change can't be negative.")
    _minimum_under_maximum = models.Constraint(
        "CHECK(kind != 'lot' OR COALESCE(lot_max, 0) = 0 OR (lot_min <= lot_max AND lot_multiple <= lot_max))",
        "The minimum order and the order multiple can't be larger than the maximum order.")

    # -- what it is about ----------------------------------------------------------------------------------------------

    def _chosen(self):
        """The row of the plan that was chosen, if the change is about one."""
        return self.demand_id if self.kind == "demand" else self.supply_id if self.kind == "supply" else None

    @api.depends("kind", "demand_id", "supply_id")
    def _compute_document(self):
        for change in self:
            chosen = change._chosen()
            change.document = chosen.name if chosen else False
            change.res_model, change.res_id = (chosen.res_model, chosen.res_id) if chosen else (False, 0)
            change.line_id = chosen.line_id if chosen else 0
            change.date_before, change.quantity_before = (chosen.date, chosen.quantity) if chosen else (False, 0)

    @api.depends("kind", "demand_id", "supply_id")
    def _compute_product_id(self):
        for change in self:
            chosen = change._chosen()
            if chosen:
                change.product_id = chosen.product_id

    @api.depends("kind", "demand_id", "supply_id")
    def _compute_warehouse_id(self):
        for change in self:
            chosen = change._chosen()
            if chosen:
                change.warehouse_id = chosen.warehouse_id
            elif not change.warehouse_id:
                change.warehouse_id = self.env["stock.warehouse"].search(
                    [("company_id", "=", (change.scenario_id.company_id or self.env.company).id)], limit=1)

    @api.depends("kind", "demand_id", "supply_id")
    def _compute_date(self):
        for change in self:
            chosen = change._chosen()
            if chosen:
                change.date = chosen.date
            elif change.kind not in NEW:
                change.date = False

    @api.depends("kind", "demand_id", "supply_id", "product_id", "warehouse_id")
    def _compute_values(self):
        """Begin with what the current plan has, so that only what is different needs typing."""
        for change in self:
            chosen = change._chosen()
            item = change._item()
            if chosen:
                change.quantity = chosen.quantity
            elif change.kind in ("stock", "safety"):
                change.quantity = item.on_hand_qty if change.kind == "stock" else item.safety_qty
            elif change.kind not in NEW:
                change.quantity = 0
            change.lead_days = item.lead_days if change.kind == "lead_time" else 0
            for name in LOT_RULES:
                change[name] = item[name] if change.kind == "lot" else 0

    def _item(self):
        """The item of the current plan."""
        self.ensure_one()
        if not (self.product_id and self.warehouse_id):
            return self.env["psms.plan.item"]
        return self.env["psms.plan.item"].search([
            ("plan_id.state", "=", "current"), ("product_id", "=", self.product_id._origin.id or self.product_id.id),
            ("warehouse_id", "=", self.warehouse_id._origin.id or self.warehouse_id.id)], limit=1)

    @api.constrains("kind", "demand_id", "supply_id", "product_id", "warehouse_id", "date", "quantity", "drop")
    def _check_complete(self):
        for change in self:
            if change.kind in OF_DOCUMENT and not change.document:
                raise ValidationError(self.env._("Choose the document that the change is about."))
            if not change.product_id or not change.warehouse_id:
                raise ValidationError(self.env._("Choose the product and the warehouse that the change is about."))
            if change.warehouse_id.company_id != change.company_id:
                raise ValidationError(self.env._("The warehouse belongs to another company than the scenario."))
            if change.kind in NEW and not (change.date and change.quantity):
                raise ValidationError(self.env._("A new order needs a date and a quantity."))
            if change.kind in OF_DOCUMENT and not change.drop and not (change.date and change.quantity):
                raise ValidationError(self.env._("Give a date and a quantity, or tick “Leave Out”."))

    # -- in words ------------------------------------------------------------------------------------------------------

    @api.depends("kind", "document", "product_id", "date", "quantity", "drop", "lead_days", *LOT_RULES)
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for change in self:
            about = change.product_id.display_name or ""
            if change.document:
                about = self.env._("%(document)s (%(product)s)", document=change.document, product=about)
            change.display_name = self.env._(
                "%(kind)s: %(about)s: %(value)s", kind=kinds.get(change.kind, ""), about=about, value=change._in_words())

    def _in_words(self):
        self.ensure_one()
        env, unit = self.env, self.uom_id.name or ""
        quantity = format_quantity(self, self.quantity)
        if self.kind in OF_DOCUMENT and self.drop:
            return env._("left out")
        if self.kind == "lead_time":
            return env._("%(days)s working days", days=self.lead_days)
        if self.kind == "lot":
            return env._("minimum %(minimum)s, multiple %(multiple)s, maximum %(maximum)s, for %(days)s days",
                         minimum=format_quantity(self, self.lot_min), multiple=format_quantity(self, self.lot_multiple),
                         maximum=format_quantity(self, self.lot_max), days=self.lot_days)
        if self.kind in ("stock", "safety"):
            return f"{quantity} {unit}"
        new = env._("%(quantity)s %(unit)s on %(day)s", quantity=quantity, unit=unit,
                    day=format_date(env, self.date) if self.date else "–")
        if self.kind in NEW:
            return new
        return env._("%(before)s → %(after)s", after=new, before=env._(
            "%(quantity)s %(unit)s on %(day)s", quantity=format_quantity(self, self.quantity_before), unit=unit,
            day=format_date(env, self.date_before) if self.date_before else "–"))

    @api.depends("display_name", "scenario_id.state")
    @api.depends_context("lang")
    def _compute_promotion(self):
        for change in self:
            step = promotion(change)
            change.promotion, change.can_promote = change.result or step.text, bool(step.run)

    # -- keeping the scenario honest -----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes.scenario_id._recalculate()
        return changes

    def write(self, vals):
        result = super().write(vals)
        if set(vals) - {"result", "sequence"}:
            self.scenario_id._recalculate()
        return result

    def unlink(self):
        scenarios = self.scenario_id
        result = super().unlink()
        scenarios.exists()._recalculate()
        return result
