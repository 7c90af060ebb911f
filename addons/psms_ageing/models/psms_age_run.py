from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ..services.age_refresh import refresh

FINISHED = ("done", "failed")


class PsmsAgeRun(models.Model):
    """Bringing the ledger of ages up to date in the background: asked for and followed by people, done by a job.

    What a run says of itself is committed on a connection of its own, since the ledger becomes visible only whole.
    """

    _name = "psms.age.run"
    _description = "Run of the Ledger of Ages"
    _order = "id desc"

    user_id = fields.Many2one("res.users", "Asked For By", readonly=True, ondelete="set null")
    state = fields.Selection(
        [("queued", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
        "Status", required=True, readonly=True, default="queued")
    progress = fields.Integer("Progress (%)", readonly=True)
    message = fields.Char("Message", readonly=True)

    @api.model
    def _start(self):
        """The run that waits or is running, or a new one."""
        # sudo: nobody may write runs by hand, this service does
        runs = self.sudo()
        run = runs.search([("state", "in", ("queued", "running"))], limit=1)
        if not run or run.status()["state"] in FINISHED:
            run = runs.create({"user_id": self.env.uid})
            run.with_delay(
                channel="root", description=self.env._("Age of the stock"), identity_key=f"psms.age.run:{run.id}")._execute()
        return self.browse(run.id)

    def _follow(self, then):
        """The dialog that shows how far it is and then opens what was asked for."""
        return {
            "type": "ir.actions.client", "tag": "psms_age_run", "target": "new", "name": self.env._("Age of the stock"),
            "params": {"run": self.status(), "next": then},
        }

    def status(self):
        """How far the run is: ``id``, ``state``, ``progress`` (0 to 100) and ``message``.

        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        self.invalidate_recordset()
        state = self.state
        if state not in FINISHED and self._is_dead():
            state = "failed"
        message = self.message or ""
        if state == "failed":
            message = self.env._("The background job has failed. Ask your administrator to look at it under Job Queue.")
        return {"id": self.id, "state": state, "progress": self.progress, "message": message}

    def run_here(self):
        """Do a waiting run at once in this request, where no background worker takes it up. Returns what `status` gives."""
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Only who asked for it may calculate it here. Wait until it is done."))
        if self.state == "queued":
            # sudo: people may not write runs but by this service
            self.sudo()._execute()
        return self.status()

    def _execute(self):
        """A job of queue_job, or `run_here`."""
        self.ensure_one()
        if self.state in FINISHED:
            return
        self._note(state="running")
        refresh(self.env, report=lambda share: self._note(progress=int(share * 100)))
        # Not in this transaction: other connections have written this row since it began.
        self.env.cr.postcommit.add(lambda: self._note(state="done", progress=100))

    def _note(self, **values):
        """Write on another connection, so that everybody sees it at once."""
        columns = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items())
        with self.env.registry.cursor() as cr:
            cr.execute(SQL("UPDATE psms_age_run SET %s WHERE id = %s", columns, self.id))

    def _is_dead(self):
        # sudo: who looks at the report has no access to the queue
        job = self.env["queue.job"].sudo().search([("identity_key", "=", f"psms.age.run:{self.id}")], limit=1)
        return not job or job.state in ("done", "failed", "cancelled")

    @api.autovacuum
    def _gc_old_runs(self):
        before = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        self.search([("write_date", "<", before)]).unlink()
