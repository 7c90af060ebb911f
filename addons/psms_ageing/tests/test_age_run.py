from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..models import psms_age_report, psms_age_run
from .common import AgeCommon


@tagged("post_install", "-at_install")
class TestAgeRun(AgeCommon):
    """Long work in the background (psms.job), as who opens the report meets it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keeper, cls.other = (
            new_test_user(cls.env, login=login, groups="psms_base.group_store_keeper", company_id=cls.company.id)
            for login in ("age_run_keeper", "age_run_other"))
        cls.receive(cls.part, 10, 100)

    def ask(self):
        self.patch(psms_age_report, "IN_REQUEST", 0)
        action = self.env["psms.age.report"].with_user(self.keeper).action_open()
        self.assertEqual((action["tag"], action["params"]["model"]), ("psms_job", "psms.age.run"))
        self.assertEqual(action["params"]["next"]["res_model"], "psms.age.report")
        return self.env["psms.age.run"].with_user(self.keeper).browse(action["params"]["run"]["id"])

    def job(self, run):
        return self.env["queue.job"].search([("identity_key", "=", f"psms.age.run:{run.id}")])

    def noted(self, run):
        """What the job says on its other connection."""
        noted = []
        with patch.object(type(run), "_note", lambda self, **values: noted.append(values)):
            run._execute()
            self.env.cr.postcommit.run()
        return noted

    def test_asked_for_once(self):
        run = self.ask()
        self.assertEqual(run.status(), {"id": run.id, "state": "queued", "progress": 0, "message": "", "step": run._step()})
        self.assertEqual(self.env["psms.age.run"].with_user(self.other)._start(), run)
        job = self.job(run)
        self.assertEqual((job.model_name, job.method_name, job.user_id), ("psms.age.run", "_execute", self.keeper))

    def test_done_by_the_job(self):
        run = self.ask()
        noted = self.noted(run)
        self.assertEqual((noted[0], noted[-1]), ({"state": "running", "progress": 0}, {"state": "done", "progress": 100}))
        self.assertEqual(sum(self.report().search([("product_id", "=", self.part.id)]).mapped("quantity")), 10)
        run.sudo().state = "done"
        self.assertEqual(self.noted(run), [], "the second time it does nothing")

    def test_ended_without_a_word(self):
        """A job that is done has done its work, though nobody has noted it yet; any other end is told, and asked for anew."""
        run = self.ask()
        self.job(run).state = "done"
        self.assertEqual(run.status()["state"], "done")
        self.job(run).state = "started"
        self.assertEqual(run.status()["state"], "queued")
        self.job(run).state = "failed"
        self.assertEqual(run.status()["state"], "failed")
        self.assertIn("Job Queue", run.status()["message"])
        self.job(run).unlink()
        self.assertEqual(run.status()["state"], "failed")
        self.assertNotEqual(self.ask(), run)

    def test_done_in_the_request(self):
        run = self.ask()
        with self.assertRaises(AccessError):
            run.with_user(self.other).run_here()
        self.assertEqual(run.run_here()["state"], "done")
        self.assertEqual(sum(self.report().search([("product_id", "=", self.part.id)]).mapped("quantity")), 10)

    def test_cancelled(self):
        run = self.ask()
        with self.assertRaises(AccessError):
            run.with_user(self.other).cancel()
        self.assertEqual(run.cancel()["state"], "cancelled")
        self.assertTrue(run.status()["message"])
        self.assertEqual(self.noted(run), [])
        self.assertNotEqual(self.ask(), run)

    def test_cancelled_between_two_steps(self):
        """What was done until then is undone."""
        run, noted = self.ask(), []
        with patch.object(type(run), "_note", lambda self, **values: noted.append(values) or values.get("progress") == 100):
            run._execute()
        self.assertEqual((noted[-1]["state"], noted[-1]["message"]), ("cancelled", run._cancelled_text()))
        self.assertFalse(self.report().search([("product_id", "=", self.part.id)]))

    def test_refused(self):
        run = self.ask()
        with patch.object(psms_age_run, "refresh", side_effect=UserError("No calendar")):
            self.assertEqual(self.noted(run)[-1], {"state": "failed", "message": "No calendar"})

    def test_nobody_writes_it(self):
        run = self.ask()
        with self.assertRaises(AccessError):
            run.state = "done"

    def test_forgotten(self):
        run = self.ask()
        self.env["psms.age.run"]._gc_old_jobs()
        self.assertTrue(run.exists())
        self.env.cr.execute("UPDATE psms_age_run SET create_date = create_date - interval '31 days' WHERE id = %s", [run.id])
        run.invalidate_recordset()
        self.env["psms.age.run"]._gc_old_jobs()
        self.assertFalse(run.exists())
