from datetime import datetime, time

from odoo.fields import Command
from odoo.tests import tagged

from ..services.plan_snapshot import take_snapshot
from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanFlows(PlanCommon):
    """Every demand and supply knows its document, so that a person opens it and advice moves its very line."""

    def snapshot(self):
        return take_snapshot(self.env, self.company, self.today)

    def flow(self, flows, product, kind):
        [found] = [flow for flow in flows if flow.key == (product.id, self.warehouse.id) and flow.kind == kind]
        return found

    def document(self, flow):
        return flow.res_model, flow.res_id, flow.line_id, flow.partner_id

    def purchase(self, product, quantity):
        return self.env["purchase.order"].create({
            "partner_id": self.vendor.id, "company_id": self.company.id, "picking_type_id": self.warehouse.in_type_id.id,
            "order_line": [Command.create({"product_id": product.id, "product_qty": quantity})]})

    def test_sale_and_purchase(self):
        sale, request = self.sell(self.screw, 10, days=30), self.purchase(self.screw, 4)
        rfq = self.flow(self.snapshot().supplies, self.screw, "rfq")
        self.assertEqual((*self.document(rfq), rfq.label, rfq.quantity, rfq.firm),
                         ("purchase.order", request.id, request.order_line.id, self.vendor.id, request.name, 4, False))
        request.button_confirm()
        snapshot = self.snapshot()
        demand, supply = self.flow(snapshot.demands, self.screw, "sale"), self.flow(snapshot.supplies, self.screw, "purchase")
        self.assertEqual((*self.document(demand), demand.label, demand.date),
                         ("sale.order", sale.id, sale.order_line.id, self.customer.id, sale.name, self.day(30)))
        self.assertEqual((*self.document(supply), supply.label, supply.firm),
                         ("purchase.order", request.id, request.order_line.id, self.vendor.id, request.name, False))

    def test_priority(self):
        """Starred deliveries are served before others of the same day, stock below zero before all."""
        self.sell(self.screw, 10, days=30).picking_ids.priority = "1"
        self.sell(self.sheet, 10, days=30)
        self.stock(self.shell, -1)
        demands = self.snapshot().demands
        self.assertEqual([self.flow(demands, product, kind).priority for product, kind in (
            (self.screw, "sale"), (self.sheet, "sale"), (self.shell, "stock"))], [0, 1, 0])

    def test_production(self):
        """Its product and its components; its date is fixed once it has begun."""
        production = self.env["mrp.production"].create({
            "product_id": self.shell.id, "product_qty": 4, "bom_id": self.shell.bom_ids.id, "company_id": self.company.id,
            "date_start": datetime.combine(self.day(10), time(12))})
        production.action_confirm()
        snapshot = self.snapshot()
        supply = self.flow(snapshot.supplies, self.shell, "production")
        self.assertEqual((*self.document(supply)[:3], supply.firm),
                         ("mrp.production", production.id, production.move_finished_ids.id, False))
        demand = self.flow(snapshot.demands, self.sheet, "component")
        self.assertEqual((*self.document(demand)[:3], demand.label),
                         ("mrp.production", production.id, production.move_raw_ids.id, production.name))
        production.qty_producing = 1
        self.assertEqual(production.state, "progress")
        self.assertTrue(self.flow(self.snapshot().supplies, self.shell, "production").firm)

    def test_statements(self):
        """As many statements for 60 goods with orders, forecasts, parameters and calendars as for 6."""
        calendar = self.company.resource_calendar_id.copy({"name": "Another"})
        calendar.attendance_ids[0].unlink()
        self.vendor.psms_calendar_id = calendar
        counts = []
        for amount in (6, 60):
            goods = [self.made(f"Good {amount} {number}", [(self.bought(f"Part {amount} {number}"), 1), (self.shell, 2)])
                     for number in range(amount)]
            self.sell_each([(good, 5, 20) for good in goods])
            for good in goods:
                self.parameters(good, lot_multiple=3)
                self.env["psms.forecast"].create({
                    "product_id": good.id, "warehouse_id": self.warehouse.id, "company_id": self.company.id,
                    "week_start": self.day(40), "quantity": 7})
            self.snapshot()  # what is cached for good is cached
            self.env.invalidate_all()
            begin = self.env.cr.sql_log_count
            snapshot = self.snapshot()
            counts.append(self.env.cr.sql_log_count - begin)
        self.assertGreater(len(snapshot.items), 120)
        self.assertEqual(counts[1], counts[0])
        self.assertLessEqual(counts[1], 40)

    def test_cost(self):
        """The product's cost of the company, else what its vendor asks, in the company's currency."""
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create({
            "currency_id": euro.id, "company_id": self.company.id, "name": self.today, "rate": 0.5})
        self.sheet.seller_ids.currency_id = euro
        self.shell.standard_price = 7.5
        for product in (self.shell, self.sheet, self.screw):
            self.sell(product, 1, days=10)
        items = self.snapshot().items
        self.assertEqual([round(items[product.id, self.warehouse.id].unit_cost, 4)
                          for product in (self.shell, self.sheet, self.screw)], [7.5, 6.0, 0.1])
