from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.psms_trace.services import recall as service

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestRecallSteps(TraceCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bad, cls.batch, cls.fans, cls.shipment = cls.chain()
        cls.deliver([(cls.bad, 1)], cls.other_customer)  # has no e-mail address
        cls.recall = service.new(cls.env(user=cls.inspector), cls.bad, "Coil overheats")
        cls.recall.action_start()

    def step(self, action, **values):
        opened = getattr(self.recall, f"action_{action}")()
        form = Form(self.env(user=self.inspector)["psms.recall.step"].with_context(**opened["context"]))
        for name, value in values.items():
            if name == "line_ids":
                for line in value:
                    form.line_ids.add(line)
            else:
                setattr(form, name, value)
        return form.save().action_confirm()

    def test_quarantine_is_a_real_transfer(self):
        action = self.step("quarantine")
        transfer = self.env["stock.picking"].browse(action["res_id"])
        self.assertEqual(transfer.location_dest_id, self.quarantine, "the place of the quarantine zone is proposed")
        self.assertEqual(transfer.state, "assigned")
        self.assertEqual(
            sorted((line.lot_id.name, line.quantity) for line in transfer.move_line_ids), [("F2", 1), ("M1", 5)])
        self.assertEqual(self.recall.transfer_ids, transfer)
        self.recall.action_analyse()
        self.assertTrue(transfer.move_line_ids, "working out again does not give back the move into quarantine")
        transfer.with_user(self.keeper).move_ids.picked = True
        transfer.with_user(self.keeper).button_validate()
        self.assertEqual(transfer.state, "done")
        there = self.bad.quant_ids.filtered(lambda quant: quant.location_id == self.quarantine)
        self.assertEqual((there.quantity, there.reserved_quantity), (5, 0))
        with self.assertRaises(UserError):
            self.step("quarantine")

    def test_customers_are_told_by_the_outbox(self):
        first = self.recall.customer_ids.filtered(lambda customer: customer.partner_id == self.customer)
        second = self.recall.customer_ids - first
        notice = self.recall.action_draft_mails()
        self.assertIn("Second Customer", notice["params"]["message"], "who has no address is named")
        self.assertEqual((first.state, second.state), ("draft", "open"))
        self.assertIn(self.recall.name, first.subject)
        for text in ("Coil overheats", "F1", self.shipment.name, "First Customer"):
            self.assertIn(text, first.body)
        self.recall.action_send_mails()
        self.assertEqual(first.state, "queued")
        message = self.env["psms.outbox"].search([("channel", "=", "recall_mail")], limit=1)
        self.assertEqual(message.payload, {"customer": first.id})
        with patch("odoo.addons.mail.models.mail_mail.MailMail.send") as send:
            message._deliver()
            self.assertEqual(message.state, "done", message.last_error)
            self.assertEqual(first.state, "told")
            message._deliver()  # sent once
            self.assertEqual(send.call_count, 1)
        mail = self.env["mail.mail"].search([("email_to", "=", "first@example.com")], limit=1, order="id desc")
        self.assertEqual(mail.subject, first.subject)
        second.action_told()
        first.answer = "All destroyed"
        first.action_confirmed()
        self.assertEqual((self.recall.told_count, self.recall.confirmed_count), (2, 1))

    def test_nothing_is_sent_before_it_was_read(self):
        with self.assertRaises(UserError):
            self.recall.action_send_mails()
        self.assertFalse(self.env["psms.outbox"].search([("channel", "=", "recall_mail")]))

    def test_close_waits_for_the_customers(self):
        with self.assertRaisesRegex(UserError, "not told yet"):
            self.step("close", reason="All back")
        self.recall.customer_ids.action_told()
        self.step("close", reason="All back")
        self.assertEqual((self.recall.state, self.recall.close_reason), ("closed", "All back"))
        self.assertTrue(self.bad.psms_blocked, "blocks stay until they are lifted")

    def test_lift_some_with_reason(self):
        line = self.recall.line_ids.filtered(lambda line: line.lot_id == self.fans[1])
        self.step("lift", reason="Tested", line_ids=line)
        self.assertFalse(self.fans[1].psms_blocked)
        self.assertEqual(self.recall.blocked_count, 3)
        self.recall.action_analyse()
        self.assertFalse(self.fans[1].psms_blocked, "what was found good is not blocked again")

    def test_another_recall_keeps_the_block(self):
        other = service.new(self.env(user=self.inspector), self.batch, "Wrong solder")
        other.action_start()
        line = self.recall.line_ids.filtered(lambda line: line.lot_id == self.fans[1])
        with self.assertRaisesRegex(UserError, other.name):
            service.lift(line, "Tested")

    def test_report(self):
        title, pdf = self.env["psms.document.recall"]._produce(self.recall.ids, "pdf")
        self.assertTrue(title.startswith("Recall RCL"))
        self.assertTrue(pdf.startswith(b"%PDF"))
        self.assertTrue(self.env["psms.document.recall"]._produce(self.recall.ids, "xlsx")[1].startswith(b"PK"))
