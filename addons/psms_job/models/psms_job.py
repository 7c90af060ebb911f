from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..services.fate import ALIVE, fates

FINISHED = ("done", "failed", "cancelled")
#: days after which nobody asks any more what became of it
KEPT = 30


class Cancelled(UserError):
    """Somebody has cancelled the work between two of its steps."""


class PsmsJob(models.AbstractModel):
    """Work that people ask for, follow and cancel while a job of queue_job does it: what they see of it, not the queue.

    A kind of work is a model of its own, with access rules that let people read it and no more. It says in `_work` what
    is done and calls `_report` between its steps; a button returns ``self._ask(description)._follow(title, action)``.
    The dialog (``static/src/job``) follows it and then does the action.

    What a job does becomes visible only whole, with its transaction. So what it says of itself is committed before, on a
    connection of its own. A job may run twice: the second time it finds that everything is done.
    """

    _name = "psms.job"
    _description = "Background Work"
    _order = "id desc"

    user_id = fields.Many2one("res.users", "Asked For By", readonly=True, ondelete="set null")
    state = fields.Selection([
        ("queued", "Waiting"),
        ("running", "Running"),
        ("done", "Done"),
        ("failed", "Failed"),
        ("cancelled", "Cancelled"),
    ], "Status", required=True, readonly=True, default="queued")
    progress = fields.Integer("Progress (%)", readonly=True)
    message = fields.Char("Message", readonly=True)
    cancel_asked = fields.Boolean("Cancel", readonly=True)

    # === WHAT A KIND OF WORK SAYS === #

    def _work(self):
        """Do the work. A `UserError` is told to who asked and ends it; anything else is a failed job for the administrator."""
        raise NotImplementedError

    def _step(self):
        """Name what is being done."""
        return ""

    def _words(self):
        """Words of the dialog: ``done`` when it is; buttons ``here`` (do it in the request), ``cancel``, and ``open``
        (what is to be opened waits for a click). A button without words is not there.
        """
        return {"done": self.env._("Done"), "here": self.env._("Do it now"), "cancel": self.env._("Stop the work")}

    def _cancelled_text(self):
        return self.env._("This was cancelled. Nothing has changed.")

    def _check_steering(self):
        """Refuse to let others than who asked cancel it or do it in a request."""
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("Only who asked for it may do this. Wait until it is done."))

    # === ASKED FOR === #

    @api.model
    def _ask(self, description, **values):
        """Create work that a job will do."""
        # sudo: nobody may write such work by hand, this service does
        job = self.sudo().create({"user_id": self.env.uid, **values}).sudo(False)
        job._delay(description)
        return job

    @api.model
    def _ask_once(self, description, **values):
        """Return the work that waits or is being done for these values, else create it."""
        domain = [(name, "=", value) for name, value in values.items()]
        # sudo: it may be somebody else's
        job = self.sudo().search([*domain, ("state", "not in", FINISHED)], limit=1)
        if job and job._state_now() not in FINISHED:
            return job.sudo(False)
        return self._ask(description, **values)

    def _delay(self, description):
        self.with_delay(channel="root", description=description, identity_key=self._job_key())._execute()

    def _job_key(self):
        """Identity of the job that does what is next."""
        return f"{self._name}:{self.id}"

    def _follow(self, name, then=None, back=None):
        """Return the dialog that follows it.

        :param then: action that comes when it is done; without one, the view behind loads its records anew in place
        :param back: action of the button Back, for who wants to change something when it has failed
        """
        return {
            "type": "ir.actions.client", "tag": "psms_job", "target": "new", "name": name,
            "params": {"model": self._name, "run": self.status(), "words": self._words(), "next": then, "back": back},
        }

    # === FOLLOWED === #

    def status(self):
        """How far it is: ``id``, ``state``, ``progress`` (0 to 100), ``step`` and ``message`` in words.

        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        self.invalidate_recordset()
        state, message = self._state_now(), self.message
        if state == "failed" and not message:
            message = self.env._("The background job has failed. Ask your administrator to look at it under Job Queue.")
        return {
            "id": self.id, "state": state, "progress": 100 if state == "done" else self.progress, "step": self._step(),
            "message": message or "",
        }

    def _state_now(self):
        """Its state, also when its job has ended without a word: killed, or before its last note was written."""
        self.ensure_one()
        if self.state in FINISHED:
            return self.state
        fate = fates(self.env, [self._job_key()])[self._job_key()]
        return self.state if fate == ALIVE else fate

    def cancel(self):
        """End it before its next step; what waits ends at once. Returns what `status` gives."""
        self.ensure_one()
        self._check_steering()
        if self.state not in FINISHED:
            waits = {"state": "cancelled", "message": self._cancelled_text()} if self.state == "queued" else {}
            # sudo: nobody may write such work by hand, this service does
            self.sudo().write({"cancel_asked": True, **waits})
        return self.status()

    def run_here(self):
        """Do what waits in this request, where no background worker takes it up. Returns what `status` gives."""
        self.ensure_one()
        self._check_steering()
        if self.state == "queued":
            self.with_context(psms_job_here=True)._execute()
        return self.status()

    # === IN THE JOB === #

    def _execute(self):
        """Do the work; a job of queue_job, or `run_here`."""
        self.ensure_one()
        if not self.exists() or self.state in FINISHED:
            return
        try:
            with self.env.cr.savepoint():
                self._report(0)
                self._work()
        except UserError as error:
            # Nothing that a second try would mend. Before the job ends: an ended job without a word has done its work.
            self._note(state="cancelled" if isinstance(error, Cancelled) else "failed", message=str(error))
            return
        if self._is_here():
            self._note(state="done", progress=100)
        else:
            # Not in this transaction: other connections have written this row since it began.
            self.env.cr.postcommit.add(lambda: self._note(state="done", progress=100))

    def _report(self, share, **values):
        """Say how much is done, from 0 to 1; end the work if somebody has cancelled it."""
        if self._note(state="running", progress=int(share * 100), **values):
            raise Cancelled(self._cancelled_text())

    def _note(self, **values):
        """Write so that everybody sees it at once. :return: whether somebody has cancelled it"""
        if self._is_here():
            # sudo: nobody may write such work by hand, this service does
            self.sudo().write(values)
            return False
        columns = SQL(", ").join(SQL("%s = %s", SQL.identifier(name), value) for name, value in values.items())
        with self.env.registry.cursor() as cr:
            cr.execute(SQL(
                "UPDATE %s SET %s WHERE id = %s RETURNING cancel_asked", SQL.identifier(self._table), columns, self.id))
            return any(asked for (asked,) in cr.fetchall())

    def _is_here(self):
        """In the request of who follows it, who gets no other answer before: no need of other connections."""
        return bool(self.env.context.get("psms_job_here"))

    # === KEPT === #

    @api.autovacuum
    def _gc_old_jobs(self):
        if not self._abstract and not self._transient:
            before = fields.Datetime.subtract(fields.Datetime.now(), days=KEPT)
            self.search([("create_date", "<", before)]).unlink()
