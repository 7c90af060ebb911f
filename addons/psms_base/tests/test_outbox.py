from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from odoo.addons.base.models.ir_cron import IrCron
from odoo.addons.base.tests.common import MockSmtplibCase
from odoo.addons.base.tests.test_ir_cron import CronMixinCase
from odoo.addons.psms_base.models.psms_outbox import MAX_ATTEMPTS, PsmsOutbox

from .common import PsmsCommon

MAIL = {"to": "planner@example.com", "subject": "Plan ready", "body": "<p>计划已完成</p>"}


class TestOutbox(PsmsCommon, MockSmtplibCase, CronMixinCase):
    """``self.handle`` is the handler of the channel "test"; set ``self.error`` to make it fail."""

    def setUp(self):
        super().setUp()
        self.outbox = self.env["psms.outbox"]
        self.handled = []
        self.error = None
        test = self

        def handle(self, payload):
            self.env["res.partner"].sudo().create({"name": "Effect", "ref": "outbox"})
            test.handled.append((self.env.user.login, payload))
            if test.error:
                raise test.error

        self.startPatcher(patch.object(PsmsOutbox, "_handle_test", handle, create=True))
        # A test has one transaction; the commits between messages are tested below.
        self.startPatcher(patch.object(IrCron, "_commit_progress", lambda *args, **kwargs: 60.0))

    def effects(self):
        return self.env["res.partner"].search_count([("ref", "=", "outbox")])

    def make_due(self, message):
        message.next_try = fields.Datetime.now()

    def test_deliver_as_the_author(self):
        message = self.as_role("planner")["psms.outbox"]._enqueue("test", {"a": 1})
        self.assertFalse(self.handled, "nothing happens in the transaction of the caller")
        self.outbox._run_outbox()
        self.assertEqual(self.handled, [("psms_planner", {"a": 1})])
        self.assertEqual(message.state, "done")
        self.outbox._run_outbox()
        self.assertEqual(len(self.handled), 1)

    def test_wakes_the_cron(self):
        cron = self.env.ref("psms_base.ir_cron_outbox")
        with self.capture_triggers("psms_base.ir_cron_outbox") as capture:
            self.outbox._enqueue("test", {})
        self.assertEqual(capture.records.cron_id, cron)

    def test_same_key_is_one_message(self):
        first = self.outbox._enqueue("test", {"a": 1}, key="K")
        self.assertEqual(self.outbox._enqueue("test", {"a": 2}, key="K"), first)
        self.assertNotEqual(self.outbox._enqueue("test", {"a": 1}), first)
        self.assertEqual(first.payload, {"a": 1})

    def test_unknown_channel(self):
        with self.assertRaises(ValueError):
            self.outbox._enqueue("nowhere", {})

    def test_failure_waits_longer_each_time_then_gives_up(self):
        self.error = UserError("printer is off")
        message = self.outbox._enqueue("test", {})
        delays = []
        for _attempt in range(MAX_ATTEMPTS):
            self.make_due(message)
            self.outbox._run_outbox()
            delays.append(round((message.next_try - fields.Datetime.now()) / timedelta(minutes=1)))
        self.assertEqual(delays, [1, 2, 4, 8, 16, 32, 64, 120])
        self.assertEqual(self.effects(), 0, "what a failing handler did is undone")
        self.assertEqual((message.state, message.attempts), ("dead", MAX_ATTEMPTS))
        self.assertIn("printer is off", message.last_error)
        self.make_due(message)
        self.outbox._run_outbox()
        self.assertEqual(len(self.handled), MAX_ATTEMPTS, "given up means given up")

    def test_failing_message_does_not_block_others(self):
        bad = self.outbox._enqueue("mail", {})
        good = self.outbox._enqueue("test", {})
        self.outbox._run_outbox()
        self.assertEqual((bad.state, good.state), ("pending", "done"))

    def test_retry_button(self):
        self.error = UserError("no")
        message = self.outbox._enqueue("test", {})
        message.write({"state": "dead", "attempts": MAX_ATTEMPTS})
        with self.assertRaises(AccessError):
            message.with_user(self.users["manager"]).action_retry()
        message.with_user(self.users["administrator"]).action_retry()
        self.error = None
        self.outbox._run_outbox()
        self.assertEqual(message.state, "done")
        with self.assertRaises(UserError):
            message.with_user(self.users["administrator"]).action_retry()

    def test_alarm_once(self):
        administrator = self.users["administrator"].partner_id
        message = self.outbox._enqueue("test", {})
        message.next_try = fields.Datetime.now() + timedelta(days=1)
        notified = [("partner_ids", "in", administrator.ids)]
        self.outbox._run_outbox()
        self.assertFalse(self.env["mail.message"].search(notified), "too early")
        self.set_create_date(message, fields.Datetime.now() - timedelta(minutes=16))
        self.outbox._run_outbox()
        self.outbox._run_outbox()
        self.assertEqual(len(self.env["mail.message"].search(notified)), 1)

    def test_sent_messages_are_forgotten(self):
        message = self.outbox._enqueue("test", {})
        self.outbox._run_outbox()
        self.assertEqual(self.outbox._gc_sent(), (0, False))
        message.done_date = fields.Datetime.now() - timedelta(days=31)
        self.assertEqual(self.outbox._gc_sent(), (1, False))

    def test_mail_channel(self):
        message = self.as_role("operator")["psms.outbox"]._enqueue("mail", MAIL)
        with self.mock_smtplib_connection():
            self.outbox._run_outbox()
        self.assertEqual(message.state, "done", message.last_error)
        self.assertEqual([mail["smtp_to_list"] for mail in self.emails], [[MAIL["to"]]])
        self.assertIn("Subject: Plan ready", self.emails[0]["message"])

    def test_mail_server_down(self):
        message = self.outbox._enqueue("mail", MAIL)
        with (
            self.mock_smtplib_connection(),
            patch("smtplib.SMTP", side_effect=ConnectionRefusedError("mail server is down")),
        ):
            self.outbox._run_outbox()
        self.assertEqual((message.state, message.attempts), ("pending", 1))
        self.assertIn("mail server is down", message.last_error)

    def test_mail_to_nobody(self):
        message = self.outbox._enqueue("mail", {**MAIL, "to": "not an address"})
        with self.mock_smtplib_connection():
            self.outbox._run_outbox()
        self.assertEqual((message.state, message.attempts), ("pending", 1))
        self.assertTrue(message.last_error)


@tagged("post_install", "-at_install")
class TestOutboxRace(BaseCase):
    def test_two_runs_take_different_messages(self):
        registry = Registry(get_db_name())
        with registry.cursor() as cr:
            outbox = api.Environment(cr, SUPERUSER_ID, {})["psms.outbox"]
            ids = [outbox._enqueue("mail", MAIL, key=f"race {number}").id for number in (1, 2)]
        try:
            with registry.cursor() as first, registry.cursor() as second:
                taken = [
                    api.Environment(cr, SUPERUSER_ID, {})["psms.outbox"]._lock_next().id for cr in (first, second)
                ]
                self.assertEqual(sorted(taken), ids)
        finally:
            with registry.cursor() as cr:
                api.Environment(cr, SUPERUSER_ID, {})["psms.outbox"].browse(ids).unlink()
