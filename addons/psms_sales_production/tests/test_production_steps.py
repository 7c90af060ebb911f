from odoo import fields
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.psms_production.tests.common import PlanCommon
from odoo.addons.psms_sales.services.order_timeline import timeline


@tagged("post_install", "-at_install")
class TestProductionSteps(PlanCommon):

    def steps(self, order):
        order.invalidate_recordset()
        return {step["code"]: step for step in timeline(order, fields.Datetime.now())}

    def iso(self, days):
        return self.day(days).isoformat()

    def test_order_of_the_steps(self):
        order = self.sell(self.cooker, 10, days=20)
        self.assertEqual(
            list(self.steps(order)),
            ["quoted", "confirmed", "planned", "produced", "shipped", "invoiced", "paid"])

    def test_from_plan_to_product(self):
        order = self.sell(self.cooker, 10, days=20)
        steps = self.steps(order)
        self.assertEqual((steps["planned"]["state"], bool(steps["planned"]["note"])), ("now", True))
        self.assertEqual(steps["produced"]["state"], "todo")

        self.plan()
        steps = self.steps(order)
        self.assertEqual((steps["planned"]["state"], steps["planned"]["real"]), ("done", self.iso(0)))
        self.assertEqual((steps["produced"]["state"], steps["produced"]["share"]), ("now", 0))
        self.assertEqual(steps["produced"]["expected"], self.iso(20))
        self.assertEqual(order._get_psms_timeline_documents("planned").product_id,
                         self.cooker + self.shell + self.sheet + self.screw)

        self.planned(self.cooker).release()
        production = order._get_psms_timeline_documents("produced")
        self.assertEqual(production.product_id, self.cooker)
        self.assertEqual(self.steps(order)["planned"]["note"], "1 of 4 released")
        self.plan()
        self.assertIn(self.sheet, order._get_psms_timeline_documents("planned").product_id,
                      "after the next plan what the production order needs is still found, by its name")
        self.stock(self.shell, 10)
        self.stock(self.screw, 40)
        self.plan()
        production.action_confirm()
        form = Form(production)
        form.qty_producing = 10
        form.save().button_mark_done()
        self.assertEqual(production.state, "done")
        steps = self.steps(order)
        self.assertEqual((steps["planned"]["state"], steps["produced"]["state"]), ("done", "done"))
        self.assertEqual(steps["produced"]["real"], self.iso(0))

    def test_late_plan_makes_the_shipment_late(self):
        order = self.sell(self.sheet, 10, days=2)
        self.assertEqual(self.steps(order)["shipped"]["late"], False)
        self.plan()
        step = self.steps(order)["shipped"]
        self.assertEqual((step["state"], step["promised"], step["expected"]), ("late", self.iso(2), self.iso(5)))
        self.assertEqual(self.steps(order)["produced"]["state"], "skipped", "sheets are bought")

    def test_late_parts_make_the_product_late(self):
        order = self.sell(self.cooker, 10, days=4)
        self.plan()
        steps = self.steps(order)
        # Sheets take 5 days, shells of them 3, cookers of these 2.
        self.assertEqual((steps["produced"]["expected"], steps["shipped"]["expected"]), (self.iso(10), self.iso(10)))
        self.assertEqual(steps["shipped"]["state"], "late")

    def test_from_stock_nothing_is_planned_or_made(self):
        self.stock(self.cooker, 50)
        order = self.sell(self.cooker, 10, days=3)
        order.picking_ids.action_assign()
        steps = self.steps(order)
        self.assertEqual((steps["planned"]["state"], steps["produced"]["state"]), ("skipped", "skipped"))
        self.assertEqual(steps["shipped"]["state"], "now")

    def test_planned_order_that_serves_many(self):
        """Every order that a planned order serves finds it, however many there are."""
        orders = [self.sell(self.cooker, 10, days=20) for _number in range(5)]
        self.plan()
        self.assertEqual(len(self.planned(self.cooker)), 1, "the need of one day is one planned order")
        steps = [self.steps(order)["planned"] for order in orders]
        self.assertEqual([step["state"] for step in steps], ["done"] * 5)

    def test_other_orders_are_not_taken_for_it(self):
        order = self.sell(self.cooker, 10, days=20)
        other = self.sell(self.sheet, 5, days=20)
        self.plan()
        self.assertEqual(other._get_psms_timeline_documents("planned").product_id, self.sheet)
        # One name may begin like another.
        order.name, other.name = "S11", "S1"
        self.plan()
        self.assertEqual(other._get_psms_timeline_documents("planned").product_id, self.sheet)
        self.assertIn(self.cooker, order._get_psms_timeline_documents("planned").product_id)

    def test_salesperson_sees_the_steps_but_opens_no_plan(self):
        seller = new_test_user(
            self.env, login="steps_seller", groups="psms_base.group_salesperson", company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)])
        order = self.sell(self.cooker, 10, days=20)
        order.user_id = seller
        self.plan()
        mine = order.with_user(seller)
        step = mine.psms_read_timeline()[str(order.id)][2]
        self.assertEqual((step["code"], step["state"], step["documents"]), ("planned", "done", 0))
        self.assertFalse(mine.action_psms_open_step("planned"))
