import json

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

#: An offline device can be away for long; its repeats must still find their answers.
MINIMUM_DAYS = 30
GC_BATCH = 10_000


class PsmsRequest(models.Model):
    """Ledger of the requests that came with a key, written by ``services/idempotency.py`` alone.

    A row is committed together with the effect of its request, so each row has its answer.
    """

    _name = "psms.request"
    _description = "Idempotent Request"
    _order = "id desc"
    _rec_name = "key"

    user_id = fields.Many2one("res.users", string="Caller", required=True, readonly=True, ondelete="cascade")
    endpoint = fields.Char(string="Use case", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, size=255)
    body_hash = fields.Char(string="Fingerprint of the request", required=True, readonly=True, size=64)
    answer = fields.Json(string="First answer", readonly=True)
    answer_text = fields.Text(string="First answer (text)", compute="_compute_answer_text")
    create_date = fields.Datetime(string="Received on", readonly=True, index=True)

    _user_endpoint_key_uniq = models.Constraint(
        "UNIQUE (user_id, endpoint, key)",
        "This request was already received.",
    )

    @api.depends("answer")
    def _compute_answer_text(self):
        for request in self:
            request.answer_text = json.dumps(request.answer, ensure_ascii=False, indent=2)

    @api.autovacuum
    def _gc_old_requests(self):
        """Forget requests that are older than the retention set by the administrator."""
        # sudo: system parameters are closed to whoever runs the cleaning.
        stored = self.env["ir.config_parameter"].sudo().get_param("psms_base.request_days")
        days = max(MINIMUM_DAYS, int(stored or 0))
        domain = [("create_date", "<", fields.Datetime.now() - relativedelta(days=days))]
        old = self.search(domain, limit=GC_BATCH, order="id")
        old.unlink()
        return len(old), len(old) == GC_BATCH
