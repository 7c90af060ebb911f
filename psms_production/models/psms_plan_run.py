from odoo import api, fields, models

from ..services.plan_apply import STEPS, make_plan
from ..services.plan_compare import compare
from ..services.plan_rights import check_planner
from ..services.plan_scenario import calculate_scenario


class PsmsPlanRun(models.Model):
    """A planning run in the background; every planner may cancel it."""

    _name = "psms.plan.run"
    _inherit = "psms.job"
    _description = "Planning Run"

    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade")
    scenario_id = fields.Many2one(
        "psms.plan.scenario", "Scenario", readonly=True, index="btree_not_null", ondelete="cascade",
        help="What is calculated; without one, the next plan of the company.")
    step = fields.Selection([
        ("read", "Reading demand, stock and supply"),
        ("calculate", "Calculating"),
        ("store", "Storing the plan"),
    ], "Step", readonly=True)
    plan_id = fields.Many2one("psms.plan", "Plan", compute="_compute_plan_id")

    def _compute_plan_id(self):
        """A run is done when its plan is there, whatever its own row says."""
        plans = {plan.run_id.id: plan for plan in self.env["psms.plan"].search([("run_id", "in", self.ids)])}
        for run in self:
            run.plan_id = plans.get(run.id)

    # -- from outside --------------------------------------------------------------------------------------------------

    @api.model
    def start(self):
        """Ask for a plan of the current company in the background.

        Who asks while a run is waiting or running gets that one.

        :return: what `status` gives
        :rtype: dict
        """
        return self._start(self.env.company).status()

    @api.model
    def _start(self, company, scenario=None):
        """Ask for a plan, or for a scenario to be calculated."""
        self._check_planner()
        return self._ask_once(
            self.env._("Material plan of %(company)s", company=company.name),
            company_id=company.id, scenario_id=scenario.id if scenario else False)

    def status(self):
        """As `psms.job.status`, with ``plan_id`` (or False), ``changes`` (planned orders that differ from the previous
        plan) and a link to them.

        :rtype: dict
        """
        status, plan = super().status(), self.plan_id
        status["message"] = status["message"] or (plan._summary() if plan else "")
        changes = 0 if self.scenario_id else plan.difference_count
        if changes:
            status["link"] = {
                "name": self.env._("%(count)s changes since the last plan", count=changes),
                "model": plan._name, "method": "action_open_differences", "id": plan.id,
            }
        return {**status, "plan_id": plan.id, "changes": changes}

    def _state_now(self):
        return "done" if self.plan_id else super()._state_now()

    def _step(self):
        return dict(self._fields["step"]._description_selection(self.env)).get(self.step, "")

    def _words(self):
        return {
            "done": self.env._("The plan is ready"), "here": self.env._("Calculate now"), "cancel": self.env._("Cancel the run")}

    def _cancelled_text(self):
        return self.env._("The run was cancelled. The previous plan stays.")

    def _check_steering(self):
        self._check_planner()
        self.check_access("read")

    def _check_planner(self):
        check_planner(self.env, self.env._("Only planners may run the plan. Ask your administrator for the role Planner."))

    # -- in the job ----------------------------------------------------------------------------------------------------

    def _work(self):
        run = self.with_company(self.company_id)
        if run.scenario_id:
            calculate_scenario(run.scenario_id, fields.Datetime.now(), run._report_step, run_id=run.id)
            return
        plan = make_plan(run.env, run.company_id, fields.Datetime.now(), run._report_step, run_id=run.id)
        if plan.previous_id:
            compare(plan, plan.previous_id)

    def _report_step(self, step):
        self._report(STEPS.index(step) / len(STEPS), step=step)
