from datetime import datetime, time
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanAdvice(PlanCommon):
    """Advice on open supply: followed on Odoo's own documents, told to whoever is responsible, taken back."""

    def advice(self, **values):
        """Open advice of the current plan."""
        return self.env["psms.plan.advice"].with_user(self.planner).search([
            ("plan_id.state", "=", "current"), ("plan_id.company_id", "=", self.company.id),
            *((name, "=", value) for name, value in values.items())])

    def noon(self, days):
        return datetime.combine(self.day(days), time(12))

    def make(self, product, quantity, days):
        """A confirmed manufacturing order that is ready in so many days."""
        production = self.env["mrp.production"].create({
            "product_id": product.id, "product_qty": quantity, "company_id": self.company.id,
            "picking_type_id": self.warehouse.manu_type_id.id, "date_start": self.noon(days - 2)})
        production.action_confirm()
        production.date_finished = self.noon(days)
        return production

    # -- purchases -----------------------------------------------------------------------------------------------------

    def test_expedite_purchase(self):
        """The line and its open receipt move together; the buyer gets an activity with both dates and the reason."""
        buyer = new_test_user(self.env, "advice_buyer", groups="purchase.group_purchase_user", company_id=self.company.id,
                              company_ids=[Command.set(self.company.ids)])
        sale = self.sell(self.screw, 10, days=20)
        purchase = self.buy(self.screw, 10, days=30)
        purchase.user_id = buyer
        self.plan()
        advice = self.advice()
        self.assertEqual((advice.action, advice.state), ("expedite", "open"))
        self.assertIn(sale.name, advice.reason)
        result = advice.apply()
        self.assertEqual(result, {"applied": advice.ids, "refused": []})
        self.assertEqual(purchase.order_line.date_planned, self.noon(20))
        self.assertEqual(purchase.picking_ids.move_ids.date, self.noon(20))
        self.assertEqual((advice.state, advice.applied_by_id), ("applied", self.planner))
        self.assertTrue(advice.applied_on)
        activity = purchase.activity_ids
        self.assertEqual(activity.user_id, buyer)
        for text in (fields.Date.to_string(self.day(20))[:4], sale.name, "Screw"):
            self.assertIn(text, activity.note)
        self.assertTrue(purchase.message_ids.filtered(lambda message: "wanted earlier" in (message.body or "")))
        self.plan()
        self.assertFalse(self.advice(state="open"), "the next plan is content")

    def test_apply_twice(self):
        self.sell(self.screw, 10, days=20)
        purchase = self.buy(self.screw, 10, days=30)
        self.plan()
        advice = self.advice()
        advice.apply()
        purchase.order_line.date_planned = self.noon(25)
        self.assertEqual(advice.apply(), {"applied": [], "refused": []})
        self.assertEqual(purchase.order_line.date_planned, self.noon(25))

    def test_defer_request_and_undo(self):
        """A request for quotation is put off, and undo brings it back."""
        self.sell(self.screw, 10, days=40)
        purchase = self.buy(self.screw, 10, days=10, confirm=False)
        self.plan()
        advice = self.advice()
        self.assertEqual(advice.action, "defer")
        advice.apply()
        self.assertEqual(purchase.order_line.date_planned.date(), self.day(40))
        self.assertEqual(advice.undo(), {"undone": advice.ids, "refused": []})
        self.assertEqual(purchase.order_line.date_planned, self.noon(10))
        self.assertEqual((advice.state, advice.applied_by_id.id), ("open", False))

    def test_undo_after_others(self):
        """What somebody has changed since isn't taken back."""
        self.sell(self.screw, 10, days=20)
        purchase = self.buy(self.screw, 10, days=30)
        self.plan()
        advice = self.advice()
        advice.apply()
        purchase.order_line.date_planned = self.noon(24)
        result = advice.undo()
        self.assertFalse(result["undone"])
        self.assertIn("somebody has changed it since", result["refused"][0])
        self.assertEqual((advice.state, purchase.order_line.date_planned), ("applied", self.noon(24)))

    def test_undo_after_receipt(self):
        self.sell(self.screw, 10, days=20)
        purchase = self.buy(self.screw, 10, days=30)
        self.plan()
        advice = self.advice()
        advice.apply()
        purchase.picking_ids.move_ids.picked = True
        purchase.picking_ids.button_validate()
        self.assertTrue(advice.undo()["refused"])
        self.assertEqual(advice.state, "applied")

    def test_reduce_purchase(self):
        """A confirmed order is lowered, its receipt too; taken back as it was."""
        self.sell(self.screw, 4, days=30)
        purchase = self.buy(self.screw, 10, days=30)
        price = purchase.order_line.price_unit
        self.plan()
        advice = self.advice()
        self.assertEqual((advice.action, advice.quantity), ("reduce", 6))
        advice.apply()
        line = purchase.order_line
        self.assertEqual((line.product_qty, line.price_unit, line.date_planned), (4, price, self.noon(30)))
        self.assertEqual(sum(line.move_ids.filtered(lambda move: move.state != "cancel").mapped("product_uom_qty")), 4)
        self.plan()
        self.assertFalse(self.advice(state="open"))
        self.assertFalse(self.figures())
        self.assertTrue(advice.undo()["undone"])
        self.assertEqual(line.product_qty, 10)
        self.assertEqual(sum(line.move_ids.filtered(lambda move: move.state != "cancel").mapped("product_uom_qty")), 10)

    def test_cancel_purchase(self):
        """A line that nothing needs goes to zero, an order without any other line is cancelled."""
        self.sell(self.screw, 10, days=30)
        both = self.buy(self.screw, 10, days=30)
        both.order_line = [Command.create({"product_id": self.sheet.id, "product_qty": 5, "date_planned": self.noon(30)})]
        alone = self.buy(self.sheet, 7, days=30)
        request = self.buy(self.sheet, 3, days=30, confirm=False)
        self.plan()
        advice = self.advice()
        self.assertEqual(advice.mapped("action"), ["cancel"] * 3)
        self.assertEqual(len(advice.apply()["applied"]), 3)
        sheets = both.order_line.filtered(lambda line: line.product_id == self.sheet)
        self.assertEqual((both.state, sheets.product_qty, set(sheets.move_ids.mapped("state"))), ("purchase", 0, {"cancel"}))
        self.assertEqual((alone.state, request.state), ("cancel", "cancel"))
        self.plan()
        self.assertFalse(self.advice(state="open"))
        self.assertEqual(len(advice.undo()["undone"]), 3)
        self.assertEqual((alone.state, alone.order_line.product_qty, request.state), ("purchase", 7, "draft"))
        self.plan()
        self.assertEqual(len(self.advice(state="open")), 3)

    def test_refused(self):
        """A locked order isn't lowered; the other advice is followed all the same."""
        self.sell(self.screw, 4, days=30)
        locked = self.buy(self.screw, 10, days=30)
        locked.locked = True
        request = self.buy(self.sheet, 3, days=30, confirm=False)
        self.plan()
        result = self.advice().apply()
        self.assertEqual((len(result["applied"]), len(result["refused"])), (1, 1))
        self.assertIn(locked.name, result["refused"][0])
        self.assertIn("locked", result["refused"][0])
        self.assertEqual((locked.order_line.product_qty, request.state), (10, "cancel"))

    # -- production ----------------------------------------------------------------------------------------------------

    def test_expedite_production(self):
        """Start and end move together, components too; undo puts all of it back."""
        self.stock(self.shell, 10)
        self.stock(self.screw, 40)
        self.sell(self.cooker, 10, days=20)
        production = self.make(self.cooker, 10, days=30)
        self.plan()
        advice = self.advice()
        self.assertEqual(advice.action, "expedite")
        self.assertFalse(advice.apply()["refused"])
        self.assertEqual((production.date_start, production.date_finished), (self.noon(18), self.noon(20)))
        self.assertEqual(set(production.move_raw_ids.mapped("date")), {self.noon(18)})
        self.assertEqual(production.move_finished_ids.date, self.noon(20))
        self.assertFalse(advice.undo()["refused"])
        self.assertEqual((production.date_start, production.date_finished), (self.noon(28), self.noon(30)))

    def test_reduce_production(self):
        self.stock(self.shell, 10)
        self.stock(self.screw, 40)
        self.sell(self.cooker, 6, days=30)
        production = self.make(self.cooker, 10, days=30)
        self.plan()
        advice = self.advice(action="reduce")
        advice.apply()
        self.assertEqual((production.product_qty, production.move_raw_ids.mapped("product_uom_qty")), (6, [6, 24]))
        advice.undo()
        self.assertEqual((production.product_qty, production.move_raw_ids.mapped("product_uom_qty")), (10, [10, 40]))

    def test_cancel_production(self):
        """An order that nobody needs is cancelled, which Odoo can't take back; one that has begun stays."""
        production, begun = self.make(self.shell, 3, days=30), self.make(self.shell, 5, days=30)
        self.stock(self.sheet, 100)
        self.plan()
        advice = self.advice(action="cancel")
        self.assertEqual(len(advice), 2)
        begun.qty_producing = 1
        result = advice.apply()
        self.assertEqual((production.state, begun.state), ("cancel", "progress"))
        self.assertIn("production has begun", result["refused"][0])
        self.assertIn("can't reopen", advice.undo()["refused"][0])

    # -- the rest ------------------------------------------------------------------------------------------------------

    def test_firm_order(self):
        """A firm planned order follows advice in the plan alone."""
        self.sell(self.screw, 10, days=30)
        self.plan()
        order = self.planned()
        order.sudo().write({"state": "firm", "quantity": 25})
        self.plan()
        advice = self.advice()
        self.assertEqual((advice.order_id, advice.action, advice.blocked), (order, "reduce", True))
        advice.apply()
        self.assertEqual(order.quantity, 10)
        advice.undo()
        self.assertEqual(order.quantity, 25)

    def test_dismiss(self):
        self.sell(self.screw, 10, days=20)
        purchase = self.buy(self.screw, 10, days=30)
        self.plan()
        advice = self.advice()
        self.assertEqual(advice.dismiss(), {"dismissed": advice.ids})
        self.assertEqual((advice.state, advice.applied_by_id), ("dismissed", self.planner))
        self.assertEqual(advice.apply(), {"applied": [], "refused": []})
        self.assertEqual(purchase.order_line.date_planned, self.noon(30))
        advice.undo()
        self.assertEqual(advice.state, "open")

    def test_dismissed_stays_dismissed(self):
        """The next plan doesn't ask again, unless it has something else to say."""
        sale = self.sell(self.screw, 10, days=20)
        self.buy(self.screw, 10, days=30)
        self.plan()
        self.advice().dismiss()
        self.plan()
        self.assertEqual(self.advice().mapped("state"), ["dismissed"])
        sale.picking_ids.move_ids.date = self.noon(15)
        self.plan()
        self.assertEqual(self.advice().mapped("state"), ["open"])

    def test_newer_plan(self):
        self.sell(self.screw, 10, days=20)
        purchase = self.buy(self.screw, 10, days=30)
        self.plan()
        old = self.advice()
        self.plan()
        self.assertIn("newer plan", old.apply()["refused"][0])
        self.assertEqual(purchase.order_line.date_planned, self.noon(30))

    def test_locked_by_another(self):
        self.sell(self.screw, 10, days=20)
        self.buy(self.screw, 10, days=30)
        self.plan()
        advice = self.advice()
        with patch.object(type(advice), "try_lock_for_update", lambda records, **_options: records.browse()), \
                self.assertRaisesRegex(UserError, "Somebody else"):
            advice.apply()

    def test_roles(self):
        """Only planners, and only of the company."""
        self.sell(self.screw, 10, days=20)
        self.buy(self.screw, 10, days=30)
        self.plan()
        advice = self.advice()
        operator = new_test_user(self.env, "advice_operator", groups="psms_base.group_operator", company_id=self.company.id,
                                 company_ids=[Command.set(self.company.ids)])
        other = self.env["res.company"].create({"name": "Advice Other"})
        stranger = new_test_user(self.env, "advice_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[Command.set(other.ids)])
        for user, companies in ((operator, self.company), (stranger, other)):
            rows = advice.with_user(user).with_context(allowed_company_ids=companies.ids)
            for method in ("apply", "dismiss", "undo"):
                with self.assertRaises(AccessError):
                    getattr(rows, method)()
        with self.assertRaises(AccessError):
            advice.write({"state": "applied"})
        self.assertEqual(advice.state, "open")
