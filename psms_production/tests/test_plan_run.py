from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tools import SQL

from ..services import plan_apply
from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanRun(PlanCommon):
    """From a sales order to planned orders on every level, whole or not at all."""

    def test_three_levels(self):
        """10 cookers on day 30: every level is timed by the lead times above it."""
        self.sell(self.cooker, 10, days=30)
        plan = self.plan()
        self.assertEqual(self.figures(), {
            "Cooker": [(10, 30, 30, 28)],
            "Shell": [(10, 28, 28, 25)],
            "Screw": [(40, 28, 28, 23)],
            "Sheet": [(20, 25, 25, 20)],
        })
        self.assertEqual((plan.order_count, plan.late_count, plan.state), (4, 0, "current"))
        self.assertEqual(set(self.planned(self.cooker, self.shell).mapped("source")), {"make"})
        self.assertEqual(self.planned(self.sheet).vendor_id, self.vendor)

    def test_reason(self):
        """The figures behind a quantity, the documents and the parent that ask for it."""
        order = self.sell(self.cooker, 10, days=30)
        self.stock(self.shell, 4)
        self.plan()
        cooker, shell = self.planned(self.cooker), self.planned(self.shell)
        self.assertEqual((cooker.trigger_names, cooker.parent_order_id), (order.name, self.env["psms.planned.order"]))
        self.assertEqual((shell.trigger_names, shell.parent_order_id), (False, cooker))
        for part in ("demand 10", "on hand 4", "open supply 0", "6 Units are missing", "planned order of Cooker"):
            self.assertIn(part, shell.reason)

    def test_late_components(self):
        """An order whose components come late says when it will be ready, and the demand's order knows its cause."""
        self.sell(self.cooker, 10, days=8)
        self.plan()
        sheet, cooker = self.planned(self.sheet), self.planned(self.cooker)
        # Sheets on day 5, shells 3 days later, cookers 2 days after that.
        self.assertEqual((sheet.finish_date, sheet.late), (self.day(5), True))
        self.assertEqual((cooker.release_date, cooker.due_date, cooker.finish_date, cooker.days_late),
                         (self.day(6), self.day(8), self.day(10), 2))
        self.assertIn("2 days after the need", cooker.reason)

    def test_reason_of_safety_stock(self):
        self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.screw.id, "company_id": self.company.id, "warehouse_id": self.warehouse.id,
            "location_id": self.warehouse.lot_stock_id.id, "product_min_qty": 20, "product_max_qty": 20})
        self.plan()
        self.assertIn("To restore the safety stock", self.planned(self.screw).reason)

    def test_equal_runs(self):
        """Equal data give equal plans; the command line calls the same method as the button."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        first = self.figures()
        action = self.env["psms.planned.order"].with_user(self.planner).with_company(self.company).action_run_plan()
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(self.figures(), first)

    def test_previous_plan(self):
        first = self.plan()
        second = self.plan()
        self.assertEqual((first.state, second.state, second.previous_id), ("superseded", "current", first))

    def test_killed_run(self):
        """A run that ends before it is whole leaves the previous plan and its orders."""
        self.sell(self.cooker, 10, days=30)
        plan = self.plan()
        before = self.figures()
        self.sell(self.cooker, 10, days=40)
        with patch.object(plan_apply, "triggers", side_effect=RuntimeError("killed")), \
                self.assertRaises(RuntimeError), self.env.cr.savepoint():
            self.plan()
        self.env.invalidate_all()
        self.assertEqual(plan.state, "current")
        self.assertEqual(self.figures(), before)

    def test_two_runs_at_once(self):
        """The second run says that there is one, and doesn't wait."""
        with Registry(self.env.cr.dbname).cursor() as cr:
            cr.execute(SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", plan_apply._LOCK_CLASS, self.company.id))
            with self.assertRaisesRegex(UserError, "right now"):
                self.plan()
        self.assertTrue(self.plan())

    def test_statements_do_not_grow(self):
        """As many statements for 100 finished goods as for 10."""
        counts = []
        for amount in (10, 100):
            for number in range(amount):
                self.sell(self.made(f"Good {amount} {number}", [(self.shell, 1), (self.screw, 2)]), 5, days=20 + number % 9)
            self.plan()  # everything that is cached for good is cached
            self.env.invalidate_all()
            counts.append(self.plan().statement_count)
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[1], 60)

    def test_bad_data_is_named(self):
        """What the engine refuses is told in terms of products."""
        self.sell(self.cooker, 10, days=30)
        self.env.cr.execute(SQL("UPDATE mrp_bom_line SET psms_scrap = 0 WHERE bom_id = %s", self.cooker.bom_ids.id))
        # A loop that Odoo's own check would refuse, brought in behind its back.
        self.env.cr.execute(SQL("UPDATE mrp_bom_line SET product_id = %s WHERE bom_id = %s",
                                self.cooker.id, self.shell.bom_ids.id))
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Cooker"):
            self.plan()

    def test_cron(self):
        """The nightly run plans the companies that plan with PSMS, and only those."""
        self.sell(self.screw, 10, days=30)
        cron = self.env.ref("psms_production.ir_cron_run_plans")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
            self.assertFalse(self.figures())
            self.company.psms_planning_active = True
            cron.method_direct_trigger()
        self.assertEqual(self.figures(), {"Screw": [(10, 30, 30, 25)]})

    def test_old_plans_go(self):
        """Plans beyond the number to keep are deleted, what was released keeps its plan."""
        self.company.psms_plan_keep = 2
        self.sell(self.screw, 10, days=30)
        self.sell(self.sheet, 10, days=30)
        first = self.plan()
        released = self.planned(self.screw)
        released.release()
        plans = [self.plan() for _run in range(4)]
        self.env["psms.plan"]._gc_old_plans()
        self.assertEqual([bool(plan.exists()) for plan in [first, *plans]], [True, False, False, True, True])
        self.assertEqual(first.planned_order_ids, released)

    def test_product_button(self):
        self.sell(self.cooker, 10, days=30)
        self.plan()
        template = self.cooker.product_tmpl_id.with_user(self.planner)
        self.assertEqual(template.psms_planned_order_count, 1)
        action = template.action_psms_planned_orders()
        orders = self.env["psms.planned.order"].search(action["domain"])
        self.assertEqual(orders, self.planned(self.cooker))

    def test_buy_list(self):
        """The list of what to buy, as PDF and as a spreadsheet, for a planner."""
        self.sell(self.cooker, 10, days=30)
        plan = self.plan()
        document = self.env["psms.document.buy_list"].with_user(self.planner)
        lines = document._document_lines(plan)
        self.assertEqual(lines.product_id, self.sheet | self.screw)
        name, content = document._produce(plan.ids, "xlsx")
        self.assertTrue(name.endswith(".xlsx") and content.startswith(b"PK"))
        self.assertTrue(document._produce(plan.ids, "pdf")[1].startswith(b"%PDF"))
