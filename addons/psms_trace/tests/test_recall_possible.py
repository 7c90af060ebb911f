from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.psms_trace.services import recall as service

from .common import PossibleCommon


@tagged("post_install", "-at_install")
class TestRecallPossible(PossibleCommon):
    """S1 is bad, its brackets may be in F1 (delivered) and F2; one was sold as it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sold = cls.deliver([(cls.bracket, 1)], cls.other_customer)
        cls.recall = service.new(cls.env(user=cls.inspector), cls.steel[0], "Too brittle")
        cls.recall.action_analyse()

    def offers(self):
        return {offer.lot_id.name or offer.reference: offer for offer in self.recall.possible_ids}

    def test_offered_and_not_taken(self):
        self.assertEqual(self.recall.line_ids.lot_id, self.steel[0])
        self.assertFalse(self.recall.customer_ids)
        self.assertEqual(set(self.offers()), {"F1", "F2", self.sold.name})
        self.assertEqual({name for name, offer in self.offers().items() if offer.likely}, {"F1"})
        self.assertEqual(self.recall.possible_ids.via_id, self.bracket)
        self.assertEqual(self.offers()[self.sold.name].partner_id, self.other_customer)
        self.assertEqual(self.recall.possible_count, 3)
        self.recall.action_start()
        self.assertFalse(any(fan.psms_blocked for fan in self.fans), "only possible: not blocked")
        self.assertTrue(self.steel[0].psms_blocked)

    def test_taken_before_the_start(self):
        self.offers()["F1"].action_take()
        self.assertEqual(self.recall.line_ids.lot_id, self.steel[0] | self.fans[0])
        [line] = self.recall.line_ids.filtered("possible")
        self.assertEqual((line.lot_id, line.level), (self.fans[0], 1))
        self.assertEqual(self.recall.customer_ids.partner_id, self.customer, "who got it is told")
        self.assertEqual(self.recall.possible_count, 2)
        self.offers()["F1"].action_leave()
        self.assertEqual(self.recall.line_ids.lot_id, self.steel[0])
        self.assertFalse(self.recall.customer_ids or self.recall.delivery_ids)

    def test_taken_while_the_recall_runs(self):
        self.recall.action_start()
        self.recall.possible_ids.action_take()
        self.assertTrue(all(fan.psms_blocked for fan in self.fans))
        self.assertEqual(self.recall.customer_ids.partner_id, self.customer | self.other_customer)
        goods = self.recall.customer_ids.filtered(lambda customer: customer.partner_id == self.other_customer).goods
        self.assertEqual(goods, "1 Units Bracket: without lot")
        with self.assertRaisesRegex(UserError, "Lift the block"):
            self.offers()["F1"].action_leave()
        self.recall.action_analyse()
        self.assertEqual(self.recall.possible_count, 0, "what was decided stays decided")
        self.assertEqual(len(self.recall.delivery_ids), 2)

    def test_what_becomes_certain_is_no_question_any_more(self):
        board = self.lot(self.board, "B8")
        self.run_production([(self.bracket, 1)], [(board, 1)])
        self.recall.action_analyse()
        self.offers()["B8"].action_take()
        self.assertEqual(self.recall.line_ids.filtered("possible").lot_id, board)
        self.run_production([(self.steel[0], 1)], [(board, 1)])
        self.recall.action_analyse()
        self.assertFalse(self.recall.line_ids.filtered("possible"))
        self.assertIn(board, self.recall.line_ids.lot_id)
        self.assertTrue(self.offers()["B8"].taken, "what was decided stays written down")

    def test_what_was_made_of_what_is_taken_comes_along(self):
        last = self.lot(self.board, "B7")
        self.run_production([(self.fans[1], 1)], [(last, 1)])
        self.recall.action_analyse()
        self.assertIn("B7", self.offers())
        self.offers()["F2"].action_take()
        self.assertIn(last, self.recall.line_ids.lot_id)
        self.assertNotIn("B7", self.offers())

    def test_too_common_is_told(self):
        self.company.psms_trace_possible = 1
        self.recall.action_analyse()
        self.assertIn("Bracket: Cut here", self.recall.possible_cut)
        self.assertEqual(set(self.offers()), {"F1"}, "first in first out")
        self.company.psms_trace_possible = 0
        self.recall.action_analyse()
        self.assertFalse(self.recall.possible_ids or self.recall.possible_cut)

    def test_report(self):
        values = self.env["psms.document.recall"]._document_values(self.recall)
        self.assertEqual(len(values["possible"]), 3)
        _title, pdf = self.env["psms.document.recall"]._produce(self.recall.ids, "pdf")
        self.assertTrue(pdf.startswith(b"%PDF"))

    def test_rights(self):
        offer = self.offers()["F1"].with_user(self.keeper)
        self.assertFalse(offer.taken)
        with self.assertRaises(AccessError):
            offer.action_take()
        with self.assertRaises(AccessError):
            offer.taken = True
        self.offers()["F1"].with_user(self.supervisor).action_take()
        self.recall.action_start()
        self.assertTrue(self.fans[0].psms_blocked)
