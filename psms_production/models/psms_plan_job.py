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

    @api.model
    def _forget_old(self):
        """Delete what ended a month ago."""
        before = fields.Datetime.subtract(fields.Datetime.now(), days=30)
        self.search([("state", "in", FINISHED), ("write_date", "<", before)]).unlink()
