from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..services.plan_apply import make_plan
from ..services.plan_compare import compare
from ..services.plan_delete import delete_plans
from .unchecked import UncheckedMany2one


class PsmsPlan(models.Model):
    _name = "psms.plan"
    _description = "Material Plan"
    _order = "run_date desc, id desc"

    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade")
    state = fields.Selection(
        [("current", "Current"), ("superseded", "Superseded"), ("scenario", "Scenario")], "Status", default="current",
        required=True, readonly=True)
    name = fields.Char("Name", readonly=True, help="Of the plan of a scenario.")
    run_date = fields.Datetime("Calculated On", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Calculated By", readonly=True)
    start_date = fields.Date("First Day", required=True, readonly=True)
    horizon_days = fields.Integer("Horizon (Days)", readonly=True)
    defer_days = fields.Integer("Advise to Defer From", readonly=True)
    run_id = UncheckedMany2one("psms.plan.run", "Planning Run", readonly=True, index=True)
    closed_days = fields.Json(readonly=True, help="By calendar the days on which nothing is received, started or finished.")
    edit_count = fields.Integer("Changes by Hand", readonly=True, help="How often planned orders were fixed, changed or added.")
    previous_id = fields.Many2one("psms.plan", "Previous Plan", readonly=True, index="btree_not_null", ondelete="set null")
    duration = fields.Float("Duration (s)", readonly=True, digits=(16, 3))
    statement_count = fields.Integer("Database Statements", readonly=True)
    item_count = fields.Integer("Items", readonly=True, help="Products by warehouse that the plan looked at.")
    demand_count = fields.Integer("Demands", readonly=True)
    supply_count = fields.Integer("Open Supplies", readonly=True)
    left_out_count = fields.Integer("Left Out", readonly=True, help="Demands after the planning horizon.")
    order_count = fields.Integer("Planned Orders", readonly=True)
    late_count = fields.Integer("Late Orders", readonly=True)
    released_count = fields.Integer("Released Orders", readonly=True)
    problem_count = fields.Integer("Messages", readonly=True)
    compared_id = fields.Many2one(
        "psms.plan", "Compared With", readonly=True, index="btree_not_null", ondelete="set null",
        help="The plan that the stored differences are against.")
    difference_count = fields.Integer("Changes", readonly=True, help="Planned orders that differ from the previous plan.")
    planned_order_ids = fields.One2many("psms.planned.order", "plan_id", "Planned Orders List", readonly=True)
    problem_ids = fields.One2many("psms.plan.problem", "plan_id", "Plan Messages", readonly=True)

    # The last line of defence against two current plans; normally the lock of a run is.
    _one_current = models.UniqueIndex(
        "(company_id) WHERE state = 'current'",
        "Another plan of this company has been stored in the meantime. Look at it, or run the plan again.")

    @api.depends("name", "run_date")
    @api.depends_context("lang", "tz")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = plan.name or self.env._(
                "Plan of %(moment)s", moment=format_datetime(self.env, plan.run_date, dt_format="short"))

    # -- running -------------------------------------------------------------------------------------------------------

    @api.model
    def run_plan(self):
        """Plan the materials of the current company at once and make the result its current plan.

        The way in for the command line and other programs (XML-RPC, JSON-2); people use the background
        run of `psms.plan.run`.

        :return: id of the new plan
        :rtype: int
        """
        self.env["psms.plan.run"]._check_planner()
        return make_plan(self.env, self.env.company, fields.Datetime.now()).with_env(self.env).id

    def action_run_plan(self):
        """Run the plan in the background, show how far it is, then what it proposes."""
        return self._run_action("psms_production.psms_planned_order_action")

    @api.model
    def _run_action(self, following=None):
        """The dialog that follows a run; then the action `following`, or what was there before it anew."""
        return self.env["psms.plan.run"]._start(self.env.company)._follow(self.env._("Material plan"), following)

    def _summary(self):
        self.ensure_one()
        return self.env._(
            "%(orders)s planned orders, %(late)s of them late; %(problems)s messages. %(seconds)s s.",
            orders=self.order_count, late=self.late_count, problems=self.problem_count,
            seconds=round(self.duration, 2))

    def action_open_orders(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_production.psms_planned_order_action")
        action["domain"] = [("plan_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_what_if(self):
        """Begin a scenario: a new one, to be filled with changes."""
        return {"type": "ir.actions.act_window", "name": self.env._("What if"), "res_model": "psms.plan.scenario",
                "views": [(False, "form")]}

    def action_open_differences(self):
        """What has changed since the previous plan; worked out when somebody asks for the first time."""
        self.ensure_one()
        self.check_access("read")
        against = self.compared_id or self.previous_id
        if not against:
            raise UserError(self.env._("There is no earlier plan to compare with, or it has been deleted."))
        compare(self, against)
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_production.psms_plan_difference_action")
        action["name"] = self.env._("Changes since %(plan)s", plan=against.display_name)
        action["domain"] = [("plan_id", "=", self.id)]
        return action

    def action_print_buy_list(self):
        return self.env["psms.document.buy_list"]._document_action(self)

    def action_export_buy_list(self):
        return self.env["psms.document.buy_list"]._document_action(self, "xlsx")

    def action_print_shortage_list(self):
        return self.env["psms.document.shortage_list"]._document_action(self)

    def action_export_shortage_list(self):
        return self.env["psms.document.shortage_list"]._document_action(self, "xlsx")

    @api.model
    def _cron_run_plans(self):
        """Every night: ask for a plan of each company that plans with PSMS."""
        for company in self.env["res.company"].search([("psms_planning_active", "=", True)]):
            self.env["psms.plan.run"].with_company(company).start()

    # -- keeping -------------------------------------------------------------------------------------------------------

    @api.autovacuum
    def _gc_old_plans(self):
        """Delete plans beyond the number to keep. What was released stays as the record of where a document
        came from, and keeps its plan."""
        old = self.browse()
        for company in self.env["res.company"].search([]):
            old |= self.search([("company_id", "=", company.id), ("state", "=", "superseded")],
                               offset=max(company.psms_plan_keep - 1, 0))
        delete_plans(old)
