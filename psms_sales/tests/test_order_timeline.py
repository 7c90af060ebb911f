from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..services.order_timeline import timeline
from .common import NOW, PsmsSalesCommon


@tagged("post_install", "-at_install")
class TestOrderTimeline(PsmsSalesCommon):

    def steps(self, order, days=0):
        # What other apps add is theirs to test.
        own = ("quoted", "confirmed", "shipped", "invoiced", "paid", "cancelled")
        return {step["code"]: step for step in timeline(order, NOW + timedelta(days=days)) if step["code"] in own}

    def states(self, order, days=0):
        return {code: step["state"] for code, step in self.steps(order, days).items()}

    def day(self, days):
        return (NOW + timedelta(days=days)).date().isoformat()

    def test_quotation(self):
        order = self.order()
        self.assertEqual(self.states(order), {
            "quoted": "done", "confirmed": "now", "shipped": "todo", "invoiced": "todo", "paid": "todo"})
        order.validity_date = NOW.date() - timedelta(days=1)
        self.assertTrue(self.steps(order)["confirmed"]["note"])

    def test_whole_way_with_its_dates(self):
        order = self.confirm(self.order(day=NOW - timedelta(days=3), commitment_date=NOW + timedelta(days=5)))
        steps = self.steps(order)
        self.assertEqual(steps["quoted"]["real"], self.day(-3))
        self.assertEqual(steps["confirmed"]["real"], self.day(0))
        self.assertEqual(steps["shipped"]["promised"], self.day(5))
        self.assertEqual(steps["shipped"]["documents"], 1)
        self.assertEqual(steps["shipped"]["share"], 0)

        self.deliver(order, 4, NOW + timedelta(days=2))
        step = self.steps(order, 2)["shipped"]
        self.assertEqual((step["state"], step["share"], step["real"]), ("part", 0.4, self.day(2)))
        self.assertTrue(step["expected"], "the backorder is still expected")
        self.deliver(order, 6, NOW + timedelta(days=4))
        step = self.steps(order, 4)["shipped"]
        self.assertEqual((step["state"], step["real"], step["expected"]), ("done", self.day(4), None))
        self.assertFalse(step["late"])

        step = self.steps(order, 4)["invoiced"]
        self.assertEqual((step["state"], step["expected"]), ("now", self.day(4)))
        invoice = self.invoice(order, NOW + timedelta(days=6))
        steps = self.steps(order, 6)
        self.assertEqual((steps["invoiced"]["state"], steps["invoiced"]["real"]), ("done", self.day(6)))
        self.assertEqual((steps["paid"]["state"], steps["paid"]["expected"]), ("now", self.day(36)))

        self.pay(invoice, 200, NOW + timedelta(days=20))
        step = self.steps(order, 20)["paid"]
        self.assertEqual((step["state"], step["share"], step["real"]), ("part", 0.4, self.day(20)))
        self.assertEqual(self.steps(order, 40)["paid"]["state"], "late")
        self.pay(invoice, 300, NOW + timedelta(days=35))
        step = self.steps(order, 40)["paid"]
        self.assertEqual((step["state"], step["real"], step["late"]), ("done", self.day(35), False))

    def test_late_shipment(self):
        order = self.confirm(self.order(commitment_date=NOW + timedelta(days=2)))
        self.assertEqual(self.states(order, 3)["shipped"], "late")
        self.deliver(order, 10, NOW + timedelta(days=5))
        step = self.steps(order, 5)["shipped"]
        self.assertEqual((step["state"], step["late"]), ("done", True), "done, but it came late")

    def test_expected_after_the_promise_is_late_before_the_day(self):
        order = self.confirm(self.order(commitment_date=NOW + timedelta(days=5)))
        order.picking_ids.scheduled_date = NOW + timedelta(days=8)
        step = self.steps(order)["shipped"]
        self.assertEqual((step["state"], step["promised"], step["expected"]), ("late", self.day(5), self.day(8)))

    def test_closed_without_the_rest(self):
        order = self.confirm(self.order(commitment_date=NOW + timedelta(days=9)))
        picking = self.deliver(order, 4, NOW + timedelta(days=1))
        picking.backorder_ids.action_cancel()
        step = self.steps(order, 1)["shipped"]
        self.assertEqual(step["state"], "part")
        self.assertTrue(step["note"])

    def test_services_have_nothing_to_ship(self):
        order = self.confirm(self.order([(self.advice, 1)]))
        self.assertNotIn("shipped", self.steps(order))
        self.assertEqual(self.states(order)["invoiced"], "now")

    def test_cancelled_order(self):
        order = self.order()
        order._action_cancel()
        self.assertEqual(self.states(order), {"quoted": "done", "cancelled": "done"})

    def test_day_is_that_of_the_company(self):
        self.company.psms_tz = "Asia/Shanghai"
        order = self.confirm(self.order(), day=NOW.replace(hour=20))
        self.assertEqual(self.steps(order)["confirmed"]["real"], self.day(1))

    def test_read_by_a_salesperson_and_by_nobody_else(self):
        order = self.confirm(self.order())
        self.deliver(order, 4, NOW)
        mine = order.with_user(self.seller)
        self.assertEqual(mine.psms_timeline, mine.psms_read_timeline()[str(order.id)])
        self.assertEqual(mine.action_psms_open_step("shipped")["res_model"], "stock.picking")
        self.assertFalse(mine.action_psms_open_step("invoiced"), "nothing behind it yet")
        self.assertFalse(mine.action_psms_open_step("no such step"))
        with self.assertRaises(AccessError):
            order.with_user(self.colleague).psms_read_timeline()
        with self.assertRaises(AccessError):
            order.with_user(self.colleague).action_psms_open_step("shipped")

    def test_documents_of_each_step(self):
        order = self.confirm(self.order())
        picking = self.deliver(order, 10, NOW)
        invoice = self.invoice(order, NOW)
        self.pay(invoice, 500, NOW)
        self.assertEqual(order._get_psms_timeline_documents("shipped"), picking)
        self.assertEqual(order._get_psms_timeline_documents("invoiced"), invoice)
        self.assertEqual(order._get_psms_timeline_documents("paid").origin_payment_id.reconciled_invoice_ids, invoice)
