from odoo import api, fields, models
from odoo.tools import split_every

from odoo.addons.psms_job.models.psms_job import FINISHED
from odoo.addons.queue_job.exception import RetryableJobError

from ..services.plan_advice import REFUSALS
from ..services.plan_purchase import window
from ..services.plan_release import release

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
    chunks released and the rest planned, and the queue goes on from there. Here what is said of it is true with the
    transaction of the chunk, not before.
    """

    _name = "psms.plan.release"
    _inherit = "psms.job"
    _description = "Release in the Background"

    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one(string="Released By")
    chunks = fields.Json("Still to Release", readonly=True)
    total = fields.Integer("Planned Orders", readonly=True)
    left = fields.Integer("Left", readonly=True)
    result = fields.Json("What Was Made", readonly=True)

    @api.model
    def _start(self, orders):
        """Ask for the release of these orders."""
        orders._check_planner()
        return self._ask(
            self._description_left(len(orders)), company_id=self.env.company.id, chunks=list(self._chunks(orders)),
            total=len(orders), left=len(orders), result={name: [] for name in (*KINDS, "refused")})

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

    def _description_left(self, left):
        return self.env._("Release of planned orders, %(left)s left", left=left)

    def _job_key(self):
        return f"{super()._job_key()}:{self.left}"

    def _step(self):
        return self.env._("%(done)s of %(total)s planned orders", done=self.total - self.left, total=self.total)

    def _words(self):
        return {
            "done": self.env._("The planned orders are released"), "here": self.env._("Release now"),
            "cancel": self.env._("Stop the release")}

    def cancel(self):
        """Release no more; what is released stays. Returns what `status` gives."""
        self.ensure_one()
        self._check_steering()
        self._finish("cancelled")
        return self.status()

    def run_here(self):
        """Release the next chunk in this request, where no background worker does. Returns what `status` gives."""
        self.ensure_one()
        self._check_steering()
        self._release_next()
        return self.status()

    def _check_steering(self):
        self.env["psms.planned.order"]._check_planner()
        self.check_access("read")

    def _execute(self):
        """One chunk, and the job of the next; a job of queue_job."""
        if self._release_next() is None:
            raise RetryableJobError("Somebody releases a chunk right now", seconds=10, ignore_retry=True)

    def _release_next(self):
        """Release the first chunk that is left, and have a job release the next. :return: None if others are at it"""
        self.ensure_one()
        row = self.sudo()  # planners may not write releases but by this service
        if not row.try_lock_for_update():
            return None
        row.invalidate_recordset()
        if row.state not in FINISHED and self._release_chunk(row):
            self._delay(self._description_left(row.left))
        return True

    def _release_chunk(self, row):
        """:return: whether there is another one"""
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
            "progress": (row.total - row.left + len(chunk)) * 100 // row.total,
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
