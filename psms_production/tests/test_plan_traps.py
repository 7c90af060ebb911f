from datetime import datetime, time

from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanTraps(PlanCommon):
    """What other planners are known to get wrong when they read Odoo. Each test is one trap."""

    def ship(self, sale, quantity):
        picking = sale.picking_ids.filtered(lambda row: row.state not in ("done", "cancel"))
        picking.action_assign()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking._action_done()

    def test_quantities_doubled_by_a_manual_run_beside_the_cron(self):
        """Run by hand, by the cron and by hand again: one current plan, one order for the need."""
        self.company.psms_planning_active = True
        self.sell(self.screw, 10, days=30)
        expected = {"Screw": [(10, 30, 30, 25)]}
        self.plan()
        with self.enter_registry_test_mode():
            self.env.ref("psms_production.ir_cron_run_plans").method_direct_trigger()
        self.assertEqual(self.figures(), expected)
        self.plan()
        self.assertEqual(self.figures(), expected)
        self.assertEqual(self.env["psms.plan"].search_count([
            ("company_id", "=", self.company.id), ("state", "=", "current")]), 1)
        self.planned().release()
        self.env["stock.rule"].run_scheduler(company_id=self.company.id)
        self.plan()
        self.assertFalse(self.figures())
        self.assertEqual(sum(self.env["purchase.order.line"].search([
            ("product_id", "=", self.screw.id)]).mapped("product_qty")), 10)

    def test_plan_kept_after_the_order_was_closed(self):
        """Cancelled, shipped in full, or closed after a part without a backorder: nothing is planned for it."""
        self.stock(self.screw, 10)
        cancelled, shipped, closed = (self.sell(self.screw, 10, days=30) for _order in range(3))
        self.plan()
        self.assertEqual([row[0] for row in self.figures()["Screw"]], [20])
        cancelled._action_cancel()
        self.ship(shipped, 10)
        self.stock(self.screw, 4)
        picking = closed.picking_ids
        picking.action_assign()
        picking.move_ids.picked = True
        picking.with_context(cancel_backorder=True)._action_done()
        self.assertFalse(picking.backorder_ids.filtered(lambda row: row.state != "cancel"))
        plan = self.plan()
        self.assertEqual((plan.demand_count, self.figures()), (0, {}))

    def test_partly_delivered_orders_planned_in_full(self):
        """6 of 10 shipped, in two steps: 4 are left; 3 of 8 received: 5 are still to come."""
        self.stock(self.screw, 6)
        sale = self.sell(self.screw, 10, days=30)
        self.ship(sale, 5)
        self.ship(sale, 1)
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(4, 30, 30, 25)]})
        purchase = self.buy(self.screw, 8, days=10)
        self.sell(self.screw, 6, days=40)
        receipt = purchase.picking_ids
        receipt.move_ids.write({"quantity": 3, "picked": True})
        receipt._action_done()
        self.plan()  # 3 in stock, 5 to come, 10 needed
        self.assertEqual(self.figures(), {"Screw": [(2, 40, 40, 35)]})

    def test_partly_produced_orders_planned_in_full(self):
        """2 of 5 made: 3 are still to come, and their 6 sheets still needed."""
        self.stock(self.sheet, 4)
        production = self.env["mrp.production"].create({
            "product_id": self.shell.id, "product_qty": 5, "bom_id": self.shell.bom_ids.id, "company_id": self.company.id,
            "date_start": datetime.combine(self.day(10), time(12))})
        production.action_confirm()
        production.qty_producing = 2
        production._set_qty_producing()
        production.move_raw_ids.picked = True
        production.with_context(skip_backorder=True, mo_ids_to_backorder=production.ids).button_mark_done()
        self.sell(self.shell, 5, days=40)
        self.plan()
        self.assertEqual({name: sum(row[0] for row in rows) for name, rows in self.figures().items()}, {"Sheet": 6})

    def test_fixed_orders_not_counted(self):
        """Purchases and production that have been confirmed serve the demand; nothing is ordered beside them."""
        self.sell(self.cooker, 10, days=60)
        self.buy(self.screw, 40, days=20)
        self.buy(self.sheet, 20, days=20)
        for product in (self.shell, self.cooker):
            self.env["mrp.production"].create({
                "product_id": product.id, "product_qty": 10, "bom_id": product.bom_ids.id, "company_id": self.company.id,
                "date_start": datetime.combine(self.day(30 if product == self.shell else 40), time(12))}).action_confirm()
        self.plan()
        self.assertFalse(self.figures())

    def test_quantity_of_the_order_changed_after_confirmation(self):
        sale = self.sell(self.screw, 10, days=30)
        sale.order_line.product_uom_qty = 25
        self.plan()
        self.assertEqual(sum(row[0] for row in self.figures()["Screw"]), 25)

    def test_quotations_are_no_demand(self):
        sale = self.sell(self.screw, 10, days=30)
        sale.copy()
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(10, 30, 30, 25)]})
