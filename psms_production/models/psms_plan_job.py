from odoo import api, fields, models

FINISHED = ("done", "failed", "cancelled")


class PsmsPlanJob(models.AbstractModel):
    """Work of the planner that a background job does: what people see of it and follow, not the queue.

    Each kind has its own ``company_id``, beside the rule that keeps companies apart.
    """

    _name = "psms.plan.job"
    _description = "Background Work of Planning"
    _order = "id desc"

    user_id = fields.Many2one("res.users", "Asked For By", readonly=True, ondelete="set null")
    state = fields.Selection([
        ("queued", "Waiting"),
        ("running", "Running"),
        ("done", "Done"),
        ("failed", "Failed"),
        ("cancelled", "Cancelled"),
    ], "Status", required=True, readonly=True, default="queued")
    message = fields.Char("Message", readonly=True)

    def _job_key(self):
        """Identity of the job of queue_job that does what is next."""
        return f"{self._name}:{self.id}"

    def _fail_if_dead(self):
        """Say so when the job behind unfinished work is over or gone for a reason that nobody foresaw."""
        if self.state in FINISHED:
            return
        job = self.env["queue.job"].sudo().search(  # planners have no access to the queue
            [("identity_key", "=", self._job_key())], limit=1)
        if not job or job.state in ("done", "failed", "cancelled"):
            # Planners may not write this, the service does.
            self.sudo().write({"state": "failed", "message": self.env._(
                "The background job has failed. Ask your administrator to look at it under Job Queue.")})

    @api.model
    def _forget_old(self):
        """Delete what ended a month ago."""
        before = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        self.search([("state", "in", FINISHED), ("write_date", "<", before)]).unlink()
