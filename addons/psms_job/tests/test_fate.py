from odoo.tests import TransactionCase, tagged

from ..services.fate import ALIVE, DONE, FAILED, fates


@tagged("post_install", "-at_install")
class TestFate(TransactionCase):
    """What became of jobs."""

    def job(self, key, state):
        self.env["res.partner"].with_delay(channel="root", identity_key=key).check_access("read")
        job = self.env["queue.job"].search([("identity_key", "=", key)], order="id desc", limit=1)
        job.state = state
        return job

    def test_many_in_one_query(self):
        for state in ("pending", "started", "done", "failed", "cancelled"):
            self.job(f"fate:{state}", state)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            found = fates(self.env, [f"fate:{state}" for state in ("pending", "started", "done", "failed", "cancelled", "gone")])
        self.assertEqual(found, {
            "fate:pending": ALIVE, "fate:started": ALIVE, "fate:done": DONE,
            "fate:failed": FAILED, "fate:cancelled": FAILED, "fate:gone": FAILED})
        with self.assertQueryCount(0):
            self.assertEqual(fates(self.env, []), {})

    def test_of_several_jobs(self):
        """What has something to do counts, else the newest."""
        first = self.job("fate:many", "failed")
        self.job("fate:many", "done")
        self.assertEqual(fates(self.env, ["fate:many"]), {"fate:many": DONE})
        first.state = "pending"
        self.assertEqual(fates(self.env, ["fate:many"]), {"fate:many": ALIVE})

    def test_no_scan_of_the_queue(self):
        """An index has all jobs with a key, those that run and those that ended too."""
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN SELECT id, state FROM queue_job WHERE identity_key IN ('a', 'b')")
        self.assertIn("queue_job_psms_key_idx", "".join(line for (line,) in self.env.cr.fetchall()))

    def test_nothing_to_forget_of_no_table(self):
        self.assertIsNone(self.env["psms.job"]._gc_old_jobs())
