from odoo import api, fields, models

from ..services import plan_advice
from ..services.plan_rights import check_planner
from .unchecked import UncheckedMany2one


class PsmsPlanAdvice(models.Model):
    """What a plan advises to do with an open supply."""

    _name = "psms.plan.advice"
    _description = "Plan Advice"
    _order = "to_date, id"
    _log_access = False

    plan_id = fields.Many2one("psms.plan", "Plan", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id")
    supply_id = fields.Many2one("psms.plan.supply", "Open Supply", readonly=True, index="btree_not_null", ondelete="cascade")
    order_id = fields.Many2one(
        "psms.planned.order", "Firm Planned Order", readonly=True, index="btree_not_null", ondelete="cascade")
    item_id = UncheckedMany2one("psms.plan.item", "Item", required=True, readonly=True, index=True)
    product_id = fields.Many2one(related="item_id.product_id")
    warehouse_id = fields.Many2one(related="item_id.warehouse_id")
    uom_id = fields.Many2one(related="item_id.uom_id", string="Unit")
    action = fields.Selection([
        ("expedite", "Expedite"),
        ("defer", "Defer"),
        ("reduce", "Reduce"),
        ("cancel", "Cancel"),
    ], "Advice", required=True, readonly=True)
    blocked = fields.Boolean("Fixed Date", readonly=True, help="The date of this supply can't be moved.")
    from_date = fields.Date("Now On", readonly=True)
    to_date = fields.Date("Move To", readonly=True)
    quantity = fields.Float("Quantity", readonly=True, help="The quantity that the advice is about.")
    because_demand_id = UncheckedMany2one("psms.plan.demand", "For Demand", readonly=True)
    because_order_id = UncheckedMany2one("psms.planned.order", "For Planned Order", readonly=True)
    because_safety = fields.Boolean("For Safety Stock", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("applied", "Applied"), ("dismissed", "Dismissed")], "Status",
        required=True, readonly=True, default="open")
    applied_by_id = fields.Many2one("res.users", "Handled By", readonly=True, ondelete="set null")
    applied_on = fields.Datetime("Handled On", readonly=True)
    previous = fields.Json("Before It Was Applied", readonly=True, groups="base.group_no_one")
    reason = fields.Char("Why", compute="_compute_reason")

    # Today lists what was handled since the morning, among the advice of many plans.
    _handled = models.Index("(applied_on) WHERE state != 'open'")

    @api.depends("supply_id", "order_id", "action")
    @api.depends_context("lang")
    def _compute_display_name(self):
        actions = dict(self._fields["action"]._description_selection(self.env))
        for advice in self:
            document = advice.supply_id.name or advice.product_id.display_name
            advice.display_name = f"{actions.get(advice.action, '')} {document}"

    @api.depends("action", "quantity", "from_date", "to_date", "blocked")
    @api.depends_context("lang")
    def _compute_reason(self):
        for advice in self:
            advice.reason = plan_advice.advice_reason(advice)

    # -- actions -------------------------------------------------------------------------------------------------------

    def apply(self):
        """Change the purchase, production or transfer as advised, and tell who is responsible for it.

        Applying again does nothing. The way in for other programs as well.

        :return: ``applied`` (ids) and ``refused``: a text for each advice that could not be followed
        :rtype: dict
        """
        self._check_planner()
        return plan_advice.apply(self, fields.Datetime.now())

    def dismiss(self):
        """Put the advice aside; nothing is changed. Returns a dict with the ids ``dismissed``."""
        self._check_planner()
        return plan_advice.dismiss(self, fields.Datetime.now())

    def undo(self):
        """Open the advice again and put the document back as it was, unless something has happened to it since.

        :return: ``undone`` (ids) and ``refused``: a text for each that could not be taken back
        :rtype: dict
        """
        self._check_planner()
        return plan_advice.undo(self)

    def action_open_document(self):
        """Open what the advice is about."""
        self.ensure_one()
        if self.order_id:
            return self.order_id.get_formview_action()
        return self.supply_id.action_open_document()

    def _check_planner(self):
        check_planner(self.env, self.env._(
            "Only planners may follow or dismiss the advice of a plan. Ask your administrator for the role Planner."))
        self.check_access("read")
