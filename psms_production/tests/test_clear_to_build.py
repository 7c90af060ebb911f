from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestClearToBuild(PlanCommon):
    """Which parts of an order are there, which are on order, which nobody has ordered, and the day of the last one."""

    def make(self, product, quantity, days):
        production = self.env["mrp.production"].create({
            "product_id": product.id, "product_qty": quantity, "company_id": self.company.id,
            "picking_type_id": self.warehouse.manu_type_id.id, "date_start": f"{self.day(days)} 12:00:00"})
        production.action_confirm()
        return production

    def clear(self, production):
        return self.env["psms.clear.to.build"].with_user(self.planner).search([("production_id", "=", production.id)])

    def test_all_there(self):
        self.stock(self.shell, 10)
        self.stock(self.screw, 40)
        production = self.make(self.cooker, 10, days=3)
        self.plan()
        clear = self.clear(production)
        self.assertEqual((clear.state, clear.start_date, clear.ready_date, clear.wait_days, clear.there_count, clear.part_count),
                         ("clear", self.day(3), self.today, 0, 2, 2))
        self.assertEqual((clear.product_id, clear.quantity, clear.warehouse_id, clear.missing),
                         (self.cooker, 10, self.warehouse, ""))

    def test_a_piece_counts_once(self):
        """Two orders want the same ten shells: the earlier one gets them."""
        self.stock(self.shell, 10)
        self.stock(self.screw, 80)
        first, second = self.make(self.cooker, 10, days=3), self.make(self.cooker, 10, days=4)
        self.plan()
        self.assertEqual((self.clear(first).state, self.clear(second).state), ("clear", "planned"))

    def test_on_order(self):
        """Screws of a purchase come on day 9: the order can start then, six days after its planned start."""
        self.stock(self.shell, 10)
        self.stock(self.screw, 15)
        purchase = self.buy(self.screw, 100, days=9)
        production = self.make(self.cooker, 10, days=3)
        self.plan()
        clear = self.clear(production)
        self.assertEqual((clear.state, clear.ready_date, clear.wait_days, clear.missing), ("waiting", self.day(9), 6, "Screw"))
        part = clear.line_ids.filtered(lambda line: line.product_id == self.screw)
        self.assertEqual((part.quantity, part.stock_qty, part.open_qty, part.planned_qty, part.short_qty), (40, 15, 25, 0, 0))
        self.assertIn(purchase.name, part.supply_names)
        self.assertIn(self.vendor.name, part.supply_names)

    def test_not_ordered(self):
        production = self.make(self.cooker, 10, days=3)
        self.plan()
        clear = self.clear(production)
        # Sheets on day 5, shells 3 days later.
        self.assertEqual((clear.state, clear.ready_date, clear.there_count), ("planned", self.day(8), 0))
        self.assertEqual({part.product_id: part.planned_qty for part in clear.line_ids}, {self.shell: 10, self.screw: 40})

    def test_planned_orders_too(self):
        """A planned order of the next two weeks is asked the same; one further ahead is not."""
        self.sell(self.cooker, 10, days=8)
        self.sell(self.cooker, 5, days=60)
        self.stock(self.screw, 1000)
        self.stock(self.shell, 10)
        self.plan()
        near = self.planned(self.cooker)[0]
        Clear = self.env["psms.clear.to.build"].with_user(self.planner)
        found = Clear.search([("order_id", "in", self.planned(self.cooker).ids)])
        self.assertEqual((found.order_id, found.state, found.start_date, found.part_count), (near, "clear", self.day(6), 2))
        self.assertEqual(Clear.search([("line_ids.item_id.product_id", "in", self.screw.ids)]), found)

    def test_open_order(self):
        production = self.make(self.cooker, 10, days=3)
        self.plan()
        action = self.clear(production).action_open_order()
        self.assertEqual((action["res_model"], action["res_id"]), ("mrp.production", production.id))
