from odoo import api, fields, models
from odoo.tools import split_every

from ..services.plan_advice import REFUSALS
from ..services.plan_purchase import window
from ..services.plan_release import release
from .psms_plan_job import FINISHED

RELEASED_AT_ONCE = 50
CHUNK = 50
KINDS = ("released", "purchase_orders", "productions", "pickings")


def release_message(env, result):
    return env._(
        "%(orders)s planned orders released: %(purchases)s requests for quotation, "
        "%(productions)s manufacturing orders, %(transfers)s transfers.",
        orders=len(result["released"]), purchases=len(result["purchase_orders"]),
        productions=len(result["productions"]), transfers=len(result["pickings"]))


class PsmsPlanRelease(models.Model):
    """The release of many planned orders in the background, chunk by chunk.

    Each chunk is one job and one transaction that ends with the job of the next one. So what is killed leaves whole
    chunks released and the rest planned, and the queue goes on from there.
    """

    _name = "psms.plan.release"
    _inherit = "psms.plan.job"
    _description = "Release in the Background"

    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(string="Released By")
    chunks = fields.Json("Still to Release", readonly=True)
    total = fields.Integer("Planned Orders", readonly=True)
    left = fields.Integer("Left", readonly=True)
    result = fields.Json("What Was Made", readonly=True)

    @api.model
    def _start_action(self, orders):
        """Release the orders in the background behind a dialog that shows how far it is."""
        return {
            "type": "ir.actions.client",
            "tag": "psms_plan_release",
            "name": self.env._("Release planned orders"),
            "target": "new",
            "params": {"run": self._start(orders), "next": None},
        }

    @api.model
    def _start(self, orders):
        orders._check_planner()
        chunks = [list(chunk) for chunk in self._chunks(orders)]
        # Nobody may write releases by hand, this service does.
        job = self.sudo().create({
            "company_id": self.env.company.id, "user_id": self.env.uid, "chunks": chunks, "total": len(orders),
            "left": len(orders), "result": {name: [] for name in (*KINDS, "refused")},
        })
        job.sudo(False)._enqueue()
        return job.sudo(False).status()

    def _chunks(self, orders):
        """Orders that go into one request for quotation stay together, in one chunk if there are not too many."""
        today = fields.Date.context_today(self)
        batch, groups = [], {}
        for order in orders.sorted(lambda row: (row.source != "buy", row.vendor_id.id, row.release_date, row.id)):
            key = (order.source, order.vendor_id, order.warehouse_id,
                   order.source == "buy" and window(order.company_id, today, order.release_date))
            groups.setdefault(key, []).append(order.id)
        for ids in groups.values():
            if batch and len(batch) + len(ids) > CHUNK:
                yield batch
                batch = []
            *full, last = split_every(CHUNK, ids, list)
            yield from full
            batch.extend(last)
        if batch:
            yield batch

    def _enqueue(self):
        self.with_delay(
            channel="root", description=self.env._("Release of planned orders, %(left)s left", left=self.left),
            identity_key=self._job_key())._execute()

    def _job_key(self):
        return f"{super()._job_key()}:{self.left}"

    def status(self):
        """How far the release is: as `psms.plan.run.status`.

        :rtype: dict
        """
        self.ensure_one()
        self.check_access("read")
        self.invalidate_recordset()
        self._fail_if_dead()
        done = self.total - self.left
        return {
            "id": self.id, "state": self.state, "progress": done * 100 // max(self.total, 1),
            "step": self.env._("%(done)s of %(total)s planned orders", done=done, total=self.total),
            "message": self.message or "",
        }

    def cancel(self):
        """Release no more; what is released stays. Returns what `status` gives."""
        self.ensure_one()
        self._check_planner()
        self._finish("cancelled")
        return self.status()

    def run_here(self):
        """Release the next chunk in this request, where no background worker does. Returns what `status` gives."""
        self.ensure_one()
        self._check_planner()
        self._execute()
        return self.status()

    def _check_planner(self):
        self.env["psms.planned.order"]._check_planner()
        self.check_access("read")

    def _execute(self):
        """One chunk, and the job of the next; a job of queue_job."""
        if self._release_chunk():
            self._enqueue()

    def _release_chunk(self):
        """Release the first chunk that is left. :return: whether there is another"""
        self.ensure_one()
        row = self.sudo()  # planners may not write releases but by this service
        if not row.try_lock_for_update():
            return False
        row.invalidate_recordset()
        if row.state in FINISHED:
            return False
        chunk, *rest = row.chunks
        orders = self.env["psms.planned.order"].with_company(row.company_id).browse(chunk)
        try:
            with self.env.cr.savepoint():
                made = release(orders, fields.Datetime.now())
        except REFUSALS as error:
            # Told to the person who asked; there is nothing that a second try would mend.
            self._finish("failed", str(error))
            return False
        row.write({
            "state": "running", "chunks": rest, "left": row.left - len(chunk),
            "result": {name: row.result[name] + made[name] for name in row.result},
        })
        if not rest:
            self._finish("done")
        return bool(rest)

    def _finish(self, state, reason=None):
        row = self.sudo()  # nobody may write releases by hand, this service does
        if row.state not in FINISHED:
            lines = [release_message(self.env, row.result), *row.result["refused"][:10], *([reason] if reason else [])]
            row.write({"state": state, "message": "\n".join(lines)})

    @api.autovacuum
    def _gc_old_releases(self):
        self._forget_old()
