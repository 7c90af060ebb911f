from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services.plan_apply import STEPS, make_plan
from ..services.plan_compare import compare
from ..services.plan_rights import check_planner
from ..services.plan_scenario import calculate_scenario
from .psms_plan_job import FINISHED


class Cancelled(UserError):
    """Somebody has cancelled the run between two of its steps."""


class PsmsPlanRun(models.Model):
    """A planning run in the background: asked for, followed and cancelled by people, done by a job.

    What a run says of itself is committed on a connection of its own, since the plan becomes visible only whole.
    """

    _name = "psms.plan.run"
    _inherit = "psms.plan.job"
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
    progress = fields.Integer("Progress (%)", readonly=True)
    cancel_asked = fields.Boolean("Cancel", readonly=True)
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
        return self._start(self.env.company)

    @api.model
    def _start(self, company, scenario=None):
        """Ask for a plan, or for a scenario to be calculated."""
        self._check_planner()
        # Nobody may write runs by hand, this service does.
        run = self.sudo().search([
            ("company_id", "=", company.id), ("scenario_id", "=", scenario.id if scenario else False),
            ("state", "in", ("queued", "running"))], limit=1)
        if not run or run.sudo(False).status()["state"] in FINISHED:
            run = self.sudo().create({  # for the same reason
                "company_id": company.id, "scenario_id": scenario.id if scenario else False, "user_id": self.env.uid})
            run.sudo(False).with_delay(
                channel="root", description=self.env._("Material plan of %(company)s", company=company.name),
                identity_key=run._job_key())._execute()
        return run.sudo(False).status()

    def status(self):
        """How far the run is.

        :return: ``id``, ``state``, ``step`` (its name), ``progress`` (0 to 100), ``message``, ``plan_id`` (or False),
            ``changes`` (planned orders that differ from the previous plan)
        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        self.invalidate_recordset()
        if not self.plan_id:
            self._fail_if_dead()
        state = "done" if self.plan_id else self.state
        steps = dict(self._fields["step"]._description_selection(self.env))
        return {
            "id": self.id, "state": state, "step": steps.get(self.step, ""), "progress": self.progress,
            "message": self.message or (self.plan_id._summary() if self.plan_id else ""), "plan_id": self.plan_id.id,
            "changes": 0 if self.scenario_id else self.plan_id.difference_count,
        }

    def cancel(self):
        """End the run before its next step; the previous plan stays. Returns what `status` gives."""
        self.ensure_one()
        self._check_planner()
        self.check_access("read")
        values = {"cancel_asked": True}
        if self.state == "queued":
            values["state"] = "cancelled"
        self.sudo().write(values)  # planners may not write runs but by this service
        return self.status()

    def run_here(self):
        """Do a waiting run at once in this request, where no background worker takes it up. Returns what `status` gives."""
        self.ensure_one()
        self._check_planner()
        self.check_access("read")
        if self.state == "queued":
            self._execute()
        return self.status()

    def _check_planner(self):
        check_planner(self.env, self.env._("Only planners may run the plan. Ask your administrator for the role Planner."))

    # -- in the job ----------------------------------------------------------------------------------------------------

    def _execute(self):
        """Make the plan; a job of queue_job, or `run_here`."""
        self.ensure_one()
        if self.state in FINISHED:
            return  # cancelled while it waited
        company_run = self.with_company(self.company_id)
        try:
            company_run._make_plan()
        except UserError as error:
            # Told to the person who asked; there is nothing that a second try would mend.
            self.env.cr.rollback()
            self._note(state="cancelled" if isinstance(error, Cancelled) else "failed", message=str(error))
            return
        # Not in the plan's transaction: other connections have written this row since it began.
        self.env.cr.postcommit.add(lambda: self._note(state="done", progress=100))

    def _make_plan(self):
        if self.scenario_id:
            calculate_scenario(self.scenario_id, fields.Datetime.now(), self._report, run_id=self.id)
            return
        plan = make_plan(self.env, self.company_id, fields.Datetime.now(), self._report, run_id=self.id)
        if plan.previous_id:
            compare(plan, plan.previous_id)

    def _report(self, step):
        """Say which step begins; end the run if somebody has cancelled it."""
        with self.env.registry.cursor() as cr:
            cr.execute(SQL("SELECT cancel_asked FROM psms_plan_run WHERE id = %s", self.id))
            row = cr.fetchone()
        if row and row[0]:
            raise Cancelled(self.env._("The run was cancelled. The previous plan stays."))
        self._note(state="running", step=step, progress=STEPS.index(step) * 100 // len(STEPS))

    def _note(self, **values):
        """Write on another connection, so that everybody sees it at once."""
        columns = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items())
        with self.env.registry.cursor() as cr:
            cr.execute(SQL("UPDATE psms_plan_run SET %s WHERE id = %s", columns, self.id))

    @api.autovacuum
    def _gc_old_runs(self):
        self._forget_old()
