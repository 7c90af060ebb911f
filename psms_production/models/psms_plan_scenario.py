from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.plan_delete import delete_plans
from ..services.plan_promote import promote
from ..services.plan_scenario import scenario_plans

SHOWN = 10


class PsmsPlanScenario(models.Model):
    """What if: a set of changes, the plan with them, and the plan without them for comparison.

    Nothing real changes until it is promoted.
    """

    _name = "psms.plan.scenario"
    _description = "What-If Scenario"
    _order = "write_date desc, id desc"
    _check_company_auto = True

    name = fields.Char("Name", required=True, translate=False, help="The question, for example: 200 cookers more in May.")
    company_id = fields.Many2one(
        "res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade",
        default=lambda self: self.env.company)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, default=lambda self: self.env.user)
    state = fields.Selection([
        ("draft", "To calculate"),
        ("calculated", "Calculated"),
        ("promoted", "Promoted"),
    ], "Status", required=True, readonly=True, default="draft", copy=False)
    change_ids = fields.One2many("psms.plan.change", "scenario_id", "Changes", copy=True)
    plan_id = fields.Many2one(
        "psms.plan", "Plan With Changes", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    base_id = fields.Many2one(
        "psms.plan", "Plan Without Changes", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    calculated_on = fields.Datetime("Calculated On", readonly=True, copy=False)
    figures = fields.Json("Figures", readonly=True, copy=False)
    difference_count = fields.Integer("Other Orders", related="plan_id.difference_count")
    late_change = fields.Integer(
        "Late Customer Orders", compute="_compute_changes", help="How many more customer orders are late, or fewer.")
    order_value_change = fields.Float(
        "Planned Order Value", compute="_compute_changes", help="How much more is to be ordered, or less.")
    currency_id = fields.Many2one(related="company_id.currency_id")

    @api.depends("figures")
    def _compute_changes(self):
        for scenario in self:
            base, with_changes = ((scenario.figures or {}).get(side) for side in ("base", "scenario"))
            scenario.late_change = with_changes["late"]["count"] - base["late"]["count"] if base else 0
            scenario.order_value_change = with_changes["orders"]["value"] - base["orders"]["value"] if base else 0.0

    def copy_data(self, default=None):
        return [{**values, "name": self.env._("%(scenario)s (copy)", scenario=values["name"])}
                if "name" not in (default or {}) else values for values in super().copy_data(default)]

    # -- actions -------------------------------------------------------------------------------------------------------

    def action_calculate(self):
        """Calculate in the background, show how far it is, then the comparison."""
        self.ensure_one()
        self.check_access("write")
        if not self.change_ids:
            raise UserError(self.env._("Add a change first: without one the scenario is the plan that you have."))
        if self.state == "promoted":
            raise UserError(self.env._("This scenario has been promoted. Duplicate it to try something else."))
        return self.env["psms.plan.run"]._start(self.company_id, self)._follow(self.env._("What if"))

    def action_promote(self):
        """Make the changes real where they can be, then run the plan."""
        self.ensure_one()
        self.check_access("write")
        self.env["psms.plan.run"]._check_planner()
        promote(self)
        return self.env["psms.plan"]._run_action()

    def action_open_differences(self):
        self.ensure_one()
        action = self.plan_id.action_open_differences()
        action["name"] = self.env._("Changes by %(scenario)s", scenario=self.name)
        return action

    def action_open_customers(self):
        """Customer orders that the changes make late, or no longer late."""
        action = self.action_open_differences()
        action["context"] = {"search_default_customers": 1, "search_default_lateness": 1}
        return action

    def action_open_orders(self):
        self.ensure_one()
        action = self.plan_id.action_open_orders()
        action["name"] = self.env._("Planned orders of %(scenario)s", scenario=self.name)
        return action

    def comparison(self):
        """What the screen compares.

        :return: ``figures`` (see services/plan_figures.py, for ``base`` and ``scenario``), ``customers`` (the first customer
            orders whose lateness changes), ``more`` (how many there are beside them), ``currency_id``
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        domain = [("plan_id", "=", self.plan_id.id), ("subject", "=", "demand"), ("document_kind", "=", "sale"),
                  ("kind", "in", ("late", "on_time", "later", "earlier"))]
        rows = self.env["psms.plan.difference"].search(domain, limit=SHOWN)
        return {
            "figures": self.figures or {},
            "customers": [{
                "id": row.id, "name": row.name, "product": row.product_id.display_name, "kind": row.kind,
                "date": fields.Date.to_string(row.date_after or row.date_before), "before": row.days_late_before,
                "after": row.days_late_after, "cause": row.cause or "",
            } for row in rows],
            "more": self.env["psms.plan.difference"].search_count(domain) - len(rows),
            "currency_id": self.currency_id.id,
        }

    def _recalculate(self):
        """Its changes are not those of its plan any more."""
        if self.filtered(lambda scenario: scenario.state == "promoted"):
            raise UserError(self.env._("This scenario has been promoted. Duplicate it to try something else."))
        self.filtered(lambda scenario: scenario.state == "calculated").state = "draft"

    # -- keeping -------------------------------------------------------------------------------------------------------

    def unlink(self):
        plans = [(scenario.plan_id | scenario.base_id, scenario.company_id) for scenario in self]
        result = super().unlink()
        for pair in plans:
            delete_plans(scenario_plans(*pair))
        return result

    @api.autovacuum
    def _gc_old_scenarios(self):
        """Forget scenarios that nobody has touched for the time that the company says."""
        for company in self.env["res.company"].search([]):
            before = fields.Datetime.subtract(fields.Datetime.now(), days=company.psms_scenario_keep_days)
            self.search([("company_id", "=", company.id), ("write_date", "<", before)]).unlink()
