from datetime import datetime, time

from odoo.fields import Command
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanRules(PlanCommon):
    """Lot rules, calendars, and peace with Odoo's reordering rules."""

    def orderpoint(self, product, minimum, maximum=0.0, **values):
        return self.env["stock.warehouse.orderpoint"].create({
            "product_id": product.id, "company_id": self.company.id, "warehouse_id": self.warehouse.id,
            "location_id": self.warehouse.lot_stock_id.id, "product_min_qty": minimum,
            "product_max_qty": maximum or minimum, **values})

    # -- lot rules -----------------------------------------------------------------------------------------------------

    def test_minimum_and_multiple(self):
        """40 with minimum 100 and multiple 30 is 120, and the reason says how."""
        bolt = self.bought("Bolt", seller_min_qty=100)
        self.parameters(bolt, lot_multiple=30)
        order = self.sell(bolt, 40, days=30)
        self.plan()
        planned = self.planned(bolt)
        self.assertEqual(planned.quantity, 120)
        for part in ("demand 40", "40 Units are missing", "minimum order of 100", "multiple of 30", order.name):
            self.assertIn(part, planned.reason)

    def test_maximum(self):
        bolt = self.bought("Bolt")
        self.parameters(bolt, lot_max=50)
        self.sell(bolt, 120, days=30)
        self.plan()
        self.assertEqual(sorted(self.planned(bolt).mapped("quantity")), [20, 50, 50])
        self.assertIn("may not exceed 50", self.planned(bolt)[0].reason)

    def test_impossible_maximum(self):
        bolt = self.bought("Bolt", seller_min_qty=100)
        self.parameters(bolt, lot_max=50)
        self.sell(bolt, 40, days=30)
        plan = self.plan()
        self.assertEqual(plan.problem_ids.kind, "lot_conflict")
        self.assertEqual(self.planned(bolt).quantity, 100)

    def test_days_per_order(self):
        """One order for the needs of a week."""
        bolt = self.bought("Bolt")
        self.parameters(bolt, lot_rule="days", lot_days=7)
        for days in (30, 33, 36, 37):
            self.sell(bolt, 10, days=days)
        self.plan()
        self.assertEqual(self.figures(bolt), {"Bolt": [(30, 30, 30, 25), (10, 37, 37, 32)]})

    def test_batch_size(self):
        self.shell.bom_ids.write({"enable_batch_size": True, "batch_size": 4})
        self.sell(self.shell, 10, days=30)
        self.plan()
        self.assertEqual(self.planned(self.shell).mapped("quantity"), [4, 4, 4])

    def test_safety_stock_once(self):
        """The minimum of a reordering rule is safety stock: needed once, not for each order."""
        self.company.psms_planning_active = True
        self.orderpoint(self.screw, 20)
        for days in (30, 30, 31):
            self.sell(self.screw, 5, days=days)
        self.stock(self.screw, 20)
        self.plan()
        self.assertEqual(sum(row[0] for row in self.figures(self.screw)["Screw"]), 15)
        self.assertIn("safety stock 20", self.planned(self.screw)[0].reason)

    def test_maximum_of_the_reordering_rule(self):
        """Once under the minimum, at least the difference to the maximum is ordered."""
        self.orderpoint(self.screw, 20, 60)
        self.plan()
        self.assertEqual(self.planned(self.screw).quantity, 40)

    def test_route_of_the_product(self):
        """A product with a bill and a vendor is bought where its route says so."""
        part = self.bought("Part")
        self.bill(part, [(self.sheet, 1)])
        part.route_ids = [Command.link(self.warehouse.buy_pull_id.route_id.id)]
        self.sell(part, 1, days=30)
        self.plan()
        self.assertEqual(self.planned(part).source, "buy")
        part.route_ids = [Command.set(self.warehouse.manufacture_pull_id.route_id.ids)]
        self.plan()
        self.assertEqual(self.planned(part).source, "make")

    def test_bill_of_another_warehouse(self):
        """A bill for the operations of another warehouse is no source here, and the plan says so, once."""
        other = self.env["stock.warehouse"].create({
            "name": "Plan Test Second Works", "code": "PT2", "company_id": self.company.id})
        self.shell.bom_ids.picking_type_id = other.manu_type_id
        self.sell(self.shell, 1, days=30)
        plan = self.plan()
        self.assertEqual(plan.problem_ids.mapped(lambda row: (row.kind, row.product_id, row.warehouse_id)),
                         [("other_warehouse_bom", self.shell, self.warehouse)])

    def test_first_vendor(self):
        """The vendor that comes first wins; one whose price is over is left out."""
        other = self.env["res.partner"].create({"name": "Plan Test Second Vendor"})
        price = self.env["product.supplierinfo"].create({
            "partner_id": other.id, "product_tmpl_id": self.screw.product_tmpl_id.id, "price": 0.01, "delay": 1,
            "sequence": 0, "company_id": self.company.id})
        self.sell(self.screw, 1, days=30)
        self.plan()
        self.assertEqual((self.planned().vendor_id, self.planned().release_date), (other, self.day(29)))
        price.date_end = self.day(-1)
        self.plan()
        self.assertEqual((self.planned().vendor_id, self.planned().release_date), (self.vendor, self.day(25)))

    # -- calendar ------------------------------------------------------------------------------------------------------

    def test_closed_days(self):
        """Nothing is due or released on a weekend or a holiday; a vendor's week stays a week."""
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids.filtered(lambda line: line.dayofweek in ("5", "6")).unlink()
        need = self.day(40 + (7 - self.day(40).weekday()) % 7 + 5)  # a Saturday
        self.screw.seller_ids.delay = 7
        self.sell(self.screw, 1, days=(need - self.today).days)
        self.plan()
        order = self.planned(self.screw)
        self.assertEqual((order.due_date.weekday(), order.release_date.weekday()), (4, 4))
        self.assertEqual((order.due_date - order.release_date).days, 7)
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "calendar_id": calendar.id, "company_id": self.company.id,
            "date_from": datetime.combine(order.due_date, time(0)),
            "date_to": datetime.combine(order.due_date, time(23, 59))})
        self.plan()
        self.assertEqual(self.planned(self.screw).due_date.weekday(), 3)

    # -- Odoo's reordering rules ---------------------------------------------------------------------------------------

    def ordered(self, product):
        return sum(self.env["purchase.order.line"].search([("product_id", "=", product.id)]).mapped("product_qty"))

    def test_reordering_waits_for_the_first_plan(self):
        """Without a plan Odoo's scheduler works as ever."""
        self.orderpoint(self.screw, 20)
        self.env["stock.rule"].run_scheduler(company_id=self.company.id)
        self.assertEqual(self.ordered(self.screw), 20)

    def test_reordering_leaves_planned_products_alone(self):
        self.orderpoint(self.screw, 20)
        self.orderpoint(self.sheet, 20)
        self.sheet.psms_planned = False
        self.plan()
        self.assertTrue(self.company.psms_planning_active)
        self.env["stock.rule"].run_scheduler(company_id=self.company.id)
        self.assertEqual((self.ordered(self.screw), self.ordered(self.sheet)), (0, 20))
        self.sell(self.screw, 50, days=3)  # confirming checks the reordering rules as well
        self.assertEqual(self.ordered(self.screw), 0)

    def test_ordering_by_hand_is_obeyed(self):
        """What a person orders on the replenishment list is ordered, and the next plan counts it."""
        orderpoint = self.orderpoint(self.screw, 20)
        self.plan()
        orderpoint.action_replenish()
        self.assertEqual(self.ordered(self.screw), 20)
        self.plan()
        self.assertFalse(self.figures(self.screw))
