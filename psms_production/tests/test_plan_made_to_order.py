from odoo.fields import Command
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanMadeToOrder(PlanCommon):
    """What Odoo has ordered for one document is neither ordered again nor promised to another one."""

    def setUp(self):
        super().setUp()
        self.order_route = self.warehouse.mto_pull_id.route_id
        self.order_route.active = True

    def to_order(self, product, route):
        product.route_ids = [Command.set([self.order_route.id, route.id])]

    def messages(self, plan):
        return sorted(plan.problem_ids.mapped(lambda row: (row.kind, row.product_id.name, row.quantity)))

    def test_bought_to_order(self):
        """As a request, confirmed and in stock: the sale's purchase is its own, an earlier sale needs one of its own."""
        self.to_order(self.screw, self.warehouse.buy_pull_id.route_id)
        self.sell(self.screw, 10, days=30)
        purchase = self.env["purchase.order.line"].search([("product_id", "=", self.screw.id)]).order_id
        self.assertEqual(purchase.state, "draft")
        plan = self.plan()
        self.assertEqual((self.figures(), self.messages(plan)), ({}, [("made_to_order", "Screw", 10)]))
        self.order_route.active = False  # the next ones are sold from stock
        self.screw.route_ids = False
        self.sell(self.screw, 7, days=20)
        expected = {"Screw": [(7, 20, 20, 15)]}
        for step in (None, purchase.button_confirm, lambda: self.receive(purchase)):
            if step:
                step()
            plan = self.plan()
            self.assertEqual((self.figures(), self.messages(plan)), (expected, [("made_to_order", "Screw", 10)]))

    def receive(self, purchase):
        purchase.picking_ids.move_ids.picked = True
        purchase.picking_ids._action_done()
        self.assertEqual(purchase.order_line.move_dest_ids.state, "assigned")

    def test_more_than_ordered(self):
        """The rest of a purchase that brings more than its document needs serves everybody."""
        self.to_order(self.screw, self.warehouse.buy_pull_id.route_id)
        self.sell(self.screw, 10, days=30)
        purchase = self.env["purchase.order.line"].search([("product_id", "=", self.screw.id)])
        purchase.product_qty = 14
        self.order_route.active = False
        self.screw.route_ids = False
        self.sell(self.screw, 6, days=40)
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(2, 40, 40, 35)]})

    def test_made_to_order_late(self):
        """Its production is its own as well; where that ends after the need, the plan says so."""
        self.to_order(self.shell, self.warehouse.manufacture_pull_id.route_id)
        sale = self.sell(self.shell, 4, days=30)
        production = self.env["mrp.production"].search([("product_id", "=", self.shell.id)])
        plan = self.plan()
        self.assertEqual(self.messages(plan), [("made_to_order", "Shell", 4)])
        self.assertEqual(self.figures(), {"Sheet": [(8, 27, 27, 22)]}, "the components of its production are planned")
        production.date_start = sale.commitment_date
        self.assertEqual(self.messages(self.plan()), [("made_to_order", "Shell", 4), ("made_to_order_late", "Shell", 4)])
