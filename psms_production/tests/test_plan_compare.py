from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Datetime
from odoo.tests import new_test_user, tagged

from ..services.plan_compare import compare
from ..services.plan_difference import Entry, kind, nearest_causes, pairs
from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanCompare(PlanCommon):
    """What has changed since the last plan, and why."""

    def changes(self, plan, *subjects):
        """{(subject, product name): [(kind, change of quantity, days moved, cause)]}."""
        rows = self.env["psms.plan.difference"].with_user(self.planner).search([("plan_id", "=", plan.id)])
        found = {}
        for row in rows.filtered(lambda row: not subjects or row.subject in subjects):
            found.setdefault((row.subject, row.product_id.name), []).append(
                (row.kind, row.quantity_change, row.days_moved, row.cause_id.name or row.cause_id.subject))
        return found

    def again(self):
        plan = self.plan()
        compare(plan, plan.previous_id)
        return plan

    def test_pairing(self):
        """An order that comes in between is the only new one; what only moved or grew stays the same order."""
        def entries(*rows):
            return [Entry(number, quantity, date(2026, 1, day)) for number, (quantity, day) in enumerate(rows)]
        before, after = entries((10, 5), (20, 8), (30, 20)), entries((10, 5), (15, 6), (20, 8), (40, 20))
        self.assertEqual([(old and old.date.day, new.date.day, kind(old, new)) for old, new in pairs(before, after)],
                         [(20, 20, "more"), (None, 6, "new")])
        self.assertEqual([kind(*pair) for pair in pairs(entries((10, 5)), entries((10, 9)))], ["later"])
        self.assertEqual([kind(*pair) for pair in pairs(entries((10, 5)), entries((7, 3)))], ["less"])
        self.assertEqual(kind(Entry(1, 5, date(2026, 1, 5)), Entry(2, 9, date(2026, 1, 8), 3)), "late")

    def test_nearest_cause(self):
        """A cause goes on from changed item to changed item, the nearest wins."""
        down = {"car": ["wheel"], "wheel": ["tyre", "bolt"], "bolt": ["steel"]}
        self.assertEqual(nearest_causes({"car": 1, "bolt": 5}, {"wheel", "tyre", "bolt"}, down),
                         {"car": "car", "wheel": "car", "tyre": "car", "bolt": "bolt"})

    def test_nothing_changed(self):
        self.sell(self.cooker, 10, days=30)
        self.plan()
        plan = self.again()
        self.assertEqual((plan.difference_count, self.changes(plan)), (0, {}))

    def test_new_demand(self):
        """A new order changes the orders of all levels below it, and is named as their cause."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        order = self.sell(self.cooker, 4, days=40)
        plan = self.again()
        self.assertEqual(self.changes(plan), {
            ("demand", "Cooker"): [("new", 4, 0, False)],
            ("order", "Cooker"): [("new", 4, 0, order.name)],
            ("order", "Shell"): [("new", 4, 0, order.name)],
            ("order", "Sheet"): [("new", 8, 0, order.name)],
            ("order", "Screw"): [("new", 16, 0, order.name)],
        })
        self.assertEqual(plan.difference_count, 4)
        screw = self.env["psms.plan.difference"].search([("plan_id", "=", plan.id), ("product_id", "=", self.screw.id)])
        self.assertAlmostEqual(screw.value_change, 1.6)
        self.assertIn(f"Cooker: Demand {order.name}: New, 4 on", screw.cause)
        self.assertEqual(screw.action_open()["res_id"], screw.order_id.id)

    def test_nearest_in_time(self):
        """Of two new orders each is the cause of its own planned order."""
        self.plan()
        first, second = self.sell(self.screw, 4, days=20), self.sell(self.screw, 100, days=40)
        plan = self.again()
        self.assertEqual(sorted(row[1::2] for row in self.changes(plan, "order")["order", "Screw"]),
                         [(4, first.name), (100, second.name)])

    def test_gone_demand(self):
        """The cancelled sales order is the cause, and its planned orders are gone."""
        self.sell(self.screw, 10, days=30)
        order = self.sell(self.screw, 5, days=40)
        self.plan()
        order._action_cancel()
        plan = self.again()
        self.assertEqual(self.changes(plan), {
            ("demand", "Screw"): [("gone", -5, 0, False)], ("order", "Screw"): [("gone", -5, 0, order.name)]})

    def test_late_supply(self):
        """A purchase that is put off makes the orders above it late, and names itself as the cause."""
        self.stock(self.shell, 100)
        sale = self.sell(self.cooker, 10, days=20)
        purchase = self.buy(self.screw, 40, days=10)
        self.plan()
        purchase.order_line.move_ids.date = Datetime.to_datetime(self.day(25)).replace(hour=12)
        plan = self.again()
        self.assertEqual(self.changes(plan), {
            ("order", "Cooker"): [("late", 0, 0, purchase.name)],
            ("demand", "Cooker"): [("late", 0, 0, purchase.name)],
            ("supply", "Screw"): [("later", 0, 15, False)],
        })
        demand = self.env["psms.plan.difference"].search([("plan_id", "=", plan.id), ("subject", "=", "demand")])
        self.assertEqual((demand.name, demand.days_late_before, demand.days_late_after), (sale.name, 0, 7))

    def test_stock_and_rules(self):
        self.sell(self.screw, 10, days=30)
        self.plan()
        self.stock(self.screw, 4)
        plan = self.again()
        self.assertEqual(self.changes(plan), {
            ("stock", "Screw"): [("more", 4, 0, False)], ("order", "Screw"): [("less", -4, 0, "stock")]})
        self.screw.seller_ids.delay = 8
        plan = self.again()
        self.assertEqual(self.changes(plan), {("lead_time", "Screw"): [("more", 3, 0, False)]})
        self.parameters(self.screw, lot_min=50)
        plan = self.again()
        self.assertEqual(self.changes(plan), {
            ("rule", "Screw"): [("changed", 0, 0, False)], ("order", "Screw"): [("more", 44, 0, "rule")]})

    def test_released_is_a_decision(self):
        """What the planner released is not reported as gone."""
        self.sell(self.screw, 10, days=30)
        self.plan()
        self.planned(self.screw).release()
        self.assertFalse(self.changes(self.again(), "order"))

    def test_button(self):
        """From the plan to the list; the first plan has nothing to compare with."""
        self.sell(self.screw, 10, days=30)
        first = self.plan()
        with self.assertRaisesRegex(UserError, "no earlier plan"):
            first.action_open_differences()
        self.sell(self.screw, 10, days=40)
        plan = self.plan()
        action = plan.action_open_differences()
        rows = self.env["psms.plan.difference"].with_user(self.planner).search(action["domain"])
        self.assertEqual(set(rows.mapped("subject")), {"order", "demand"})
        self.assertEqual(plan.action_open_differences()["domain"], action["domain"])
        self.assertEqual(self.env["psms.plan.difference"].search(action["domain"]), rows)

    def test_run_tells(self):
        """The background run says how many orders have changed."""
        self.sell(self.screw, 10, days=30)
        self.plan()
        self.sell(self.screw, 10, days=40)
        Run = self.env["psms.plan.run"].with_user(self.planner).with_company(self.company)
        run = Run.browse(Run.start()["id"])
        run._execute()
        status = run.status()
        self.assertEqual((status["changes"], status["link"]["id"]), (1, run.plan_id.id))
        self.assertIn("1 changes", status["link"]["name"])

    def test_statements_do_not_grow(self):
        counts = []
        for amount in (5, 60):
            self.plan()
            self.sell_each([
                (self.made(f"Good {amount} {number}", [(self.shell, 1), (self.screw, 2)]), 5, 20 + number % 9)
                for number in range(amount)])
            plan = self.plan()
            before = self.env.cr.sql_log_count
            compare(plan, plan.previous_id)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[1], 15)

    def test_deleted_with_the_plans(self):
        self.company.psms_plan_keep = 1
        self.sell(self.screw, 10, days=30)
        self.plan()
        self.sell(self.screw, 10, days=40)
        second = self.again()
        self.env["psms.plan"]._gc_old_plans()
        self.assertFalse(self.env["psms.plan.difference"].search([("plan_id", "=", second.id)]))
        self.assertEqual((second.compared_id.id, second.difference_count), (False, 0))

    def test_companies(self):
        """Another company's planner doesn't see them."""
        self.sell(self.screw, 10, days=30)
        self.plan()
        self.sell(self.screw, 10, days=40)
        plan = self.again()
        rows = self.env["psms.plan.difference"].search([("plan_id", "=", plan.id)])
        other = self.env["res.company"].create({"name": "Plan Test Other"})
        stranger = new_test_user(self.env, "compare_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[Command.set(other.ids)])
        with self.assertRaises(AccessError):
            rows.with_user(stranger).with_context(allowed_company_ids=other.ids).read(["kind"])
