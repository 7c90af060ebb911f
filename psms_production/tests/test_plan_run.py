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
        # Found by the document, and by what its name is like, but only the orders that serve it directly.
        Order = self.env["psms.planned.order"].with_user(self.planner)
        for operator, value in (("=", order.name), ("in", [order.name]), ("ilike", order.name.lower())):
            self.assertEqual(Order.search([("plan_id.state", "=", "current"), ("trigger_names", operator, value)]), cooker)
        self.assertNotIn(cooker, Order.search([("trigger_names", "not ilike", order.name)]))
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
        """Equal data give equal plans."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        first = self.figures()
        self.plan()
        self.assertEqual(self.figures(), first)

    def test_whole_answer_is_stored(self):
        """Items with their components, demands with promises, open supplies with advice, and the pegs between them."""
        order = self.sell(self.cooker, 10, days=8)
        self.stock(self.shell, 4)
        late = self.buy(self.screw, 100, days=40)
        plan = self.plan()
        items = {item.product_id: item for item in self.env["psms.plan.item"].search([("plan_id", "=", plan.id)])}
        self.assertEqual(set(items), {self.cooker, self.shell, self.sheet, self.screw})
        components = self.env["psms.plan.component"].search([("item_id", "=", items[self.cooker].id)])
        self.assertEqual({line.component_id.product_id: line.quantity for line in components}, {self.shell: 1, self.screw: 4})
        demand = self.env["psms.plan.demand"].search([("plan_id", "=", plan.id)])
        self.assertEqual((demand.name, demand.res_model, demand.res_id, demand.quantity, demand.kind),
                         (order.name, "sale.order", order.id, 10, "sale"))
        # The screws on order come on day 40, cookers take 2 days more.
        self.assertEqual((demand.promise_date, demand.days_late, demand.short_qty), (self.day(42), 34, 0))
        cooker = self.planned(self.cooker)
        supply = self.env["psms.plan.supply"].search([("plan_id", "=", plan.id)])
        self.assertEqual((supply.res_model, supply.res_id, supply.quantity), ("purchase.order", late.id, 100))
        self.assertEqual((demand.last_order_id, cooker.waits_supply_id, demand.cause_item_id),
                         (cooker, supply, items[self.screw]))
        advice = {row.action: row for row in self.env["psms.plan.advice"].search([("plan_id", "=", plan.id)])}
        self.assertEqual(set(advice), {"expedite", "reduce"})
        self.assertEqual((advice["expedite"].supply_id, advice["expedite"].to_date, advice["expedite"].because_order_id),
                         (supply, self.day(6), cooker))
        pegs = self.env["psms.plan.peg"].search([("item_id", "in", [item.id for item in items.values()])])
        ends = ("supply_id", "order_id", "demand_id", "for_order_id", "quantity")
        self.assertEqual(
            {(peg.item_id.product_id, *(peg[name] for name in ends)) for peg in pegs}, {
                (self.cooker, supply.browse(), cooker, demand, cooker.browse(), 10),
                (self.screw, supply, cooker.browse(), demand.browse(), cooker, 40),
                (self.shell, supply.browse(), cooker.browse(), demand.browse(), cooker, 4),
                (self.shell, supply.browse(), self.planned(self.shell), demand.browse(), cooker, 6),
                (self.sheet, supply.browse(), self.planned(self.sheet), demand.browse(), self.planned(self.shell), 12),
            })

    def test_firm_order_stays(self):
        """A planned order that somebody has fixed goes over to the next plan as it is, with its components."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        firm = self.planned(self.cooker)
        firm.sudo().write({"state": "firm", "quantity": 25})
        plan = self.plan()
        self.assertEqual((firm.plan_id, firm.quantity, firm.days_late), (plan, 25, 0))
        self.assertEqual(self.figures(), {
            "Shell": [(25, 28, 28, 25)], "Screw": [(100, 28, 28, 23)], "Sheet": [(50, 25, 25, 20)]})
        self.assertEqual(self.planned(self.shell).parent_order_id, firm)
        advice = self.env["psms.plan.advice"].search([("plan_id", "=", plan.id)])
        self.assertEqual((advice.order_id, advice.action, advice.quantity), (firm, "reduce", 15))

    def test_background_run(self):
        """Who presses the button gets a run that a job takes up; who presses again gets the same."""
        self.sell(self.screw, 10, days=30)
        Run = self.env["psms.plan.run"].with_user(self.planner).with_company(self.company)
        action = self.env["psms.planned.order"].with_user(self.planner).with_company(self.company).action_run_plan()
        status = action["params"]["run"]
        self.assertEqual((action["tag"], status["state"], status["plan_id"]), ("psms_job", "queued", False))
        self.assertEqual(Run.start()["id"], status["id"])
        job = self.env["queue.job"].sudo().search([("identity_key", "=", f"psms.plan.run:{status['id']}")])
        self.assertEqual((job.model_name, job.method_name, job.user_id), ("psms.plan.run", "_execute", self.planner))
        run = Run.browse(status["id"])
        run._execute()
        self.assertEqual((run.status()["state"], run.plan_id.state, run.plan_id.user_id), ("done", "current", self.planner))
        self.assertIn("1 planned orders", run.status()["message"])
        self.assertNotEqual(Run.start()["id"], run.id)

    def test_cancelled_run(self):
        self.plan()
        Run = self.env["psms.plan.run"].with_user(self.planner).with_company(self.company)
        run = Run.browse(Run.start()["id"])
        self.assertEqual(run.cancel()["state"], "cancelled")
        run._execute()
        self.assertFalse(run.plan_id)

    def test_failed_job(self):
        """A run whose job has failed says so, and the next one is not held up by it."""
        Run = self.env["psms.plan.run"].with_user(self.planner).with_company(self.company)
        run = Run.browse(Run.start()["id"])
        self.env["queue.job"].sudo().search([("identity_key", "=", f"psms.plan.run:{run.id}")]).state = "failed"
        self.assertNotEqual(Run.start()["id"], run.id)
        self.assertEqual(run.status()["state"], "failed")

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
        with patch.object(plan_apply, "store_plan", side_effect=RuntimeError("killed")), \
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
            self.sell_each([
                (self.made(f"Good {amount} {number}", [(self.shell, 1), (self.screw, 2)]), 5, 20 + number % 9)
                for number in range(amount)])
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
            self.assertFalse(self.env["psms.plan.run"].search([("company_id", "=", self.company.id)]))
            self.company.psms_planning_active = True
            cron.method_direct_trigger()
        run = self.env["psms.plan.run"].search([("company_id", "=", self.company.id)])
        self.assertEqual(run.state, "queued")
        run._execute()
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
