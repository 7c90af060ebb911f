from datetime import datetime, time, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from ..services.plan_snapshot import take_snapshot
from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanBuying(PlanCommon):
    """Prices, packagings and calendars of vendors, and the days that are added to their lead times."""

    def week(self, name, days):
        return self.env["resource.calendar"].create({
            "name": name, "tz": "UTC", "company_id": self.company.id, "attendance_ids": [Command.create({
                "name": "Day", "dayofweek": str(day), "hour_from": 8, "hour_to": 16, "day_period": "morning"})
                for day in days]})

    def monday(self, weeks=6):
        return (7 - self.today.weekday()) % 7 + 7 * weeks

    def test_price_breaks(self):
        """The smallest minimum is the minimum order; the release takes the price of the quantity."""
        bolt = self.bought("Bolt", price=3.0, seller_min_qty=10)
        for quantity, price in ((100, 2.0), (1000, 1.0)):
            bolt.seller_ids.copy({"min_qty": quantity, "price": price})
        self.sell(bolt, 4, days=30)
        self.sell(bolt, 120, days=40)
        self.plan()
        self.assertEqual([row[0] for row in self.figures(bolt)["Bolt"]], [10, 114])
        self.planned(bolt).release()
        lines = self.env["purchase.order.line"].search([("product_id", "=", bolt.id)])
        self.assertEqual({line.product_qty: line.price_unit for line in lines}, {10: 3.0, 114: 2.0})

    def test_packaging(self):
        """A vendor that sells by the dozen: whole dozens, its minimum of three of them, its price for twelve."""
        dozen = self.env.ref("uom.product_uom_dozen")
        bolt = self.bought("Bolt", price=6.0, seller_product_uom_id=dozen.id, seller_min_qty=3)
        self.sell(bolt, 40, days=30)
        self.plan()
        order = self.planned(bolt)
        self.assertEqual(order.quantity, 48)
        item = take_snapshot(self.env, self.company, self.today).items[bolt.id, self.warehouse.id]
        self.assertEqual((item.lot_min, item.lot_multiple, item.unit_cost), (36, 12, 0.5))
        order.release()
        line = self.env["purchase.order.line"].search([("product_id", "=", bolt.id)])
        self.assertEqual((line.product_qty, line.product_uom_id, line.price_unit), (4, dozen, 6.0))

    def test_variant_price(self):
        """A price of one variant is no source of another."""
        attribute = self.env["product.attribute"].create({
            "name": "Colour", "create_variant": "always",
            "value_ids": [Command.create({"name": name}) for name in ("Red", "White")]})
        template = self.env["product.template"].create({
            "name": "Paint", "is_storable": True, "company_id": self.company.id,
            "attribute_line_ids": [Command.create({
                "attribute_id": attribute.id, "value_ids": [Command.set(attribute.value_ids.ids)]})]})
        red, white = template.product_variant_ids
        self.env["product.supplierinfo"].create({
            "partner_id": self.vendor.id, "product_tmpl_id": template.id, "product_id": red.id, "delay": 5,
            "company_id": self.company.id})
        self.sell(red, 1, days=30)
        self.sell(white, 1, days=30)
        plan = self.plan()
        self.assertEqual(plan.problem_ids.mapped(lambda row: (row.kind, row.product_id)), [("no_source", white)])
        self.assertEqual(self.planned(red).vendor_id, self.vendor)

    def test_days_to_purchase(self):
        """The company's days to purchase are added to the vendor's lead time."""
        self.company.days_to_purchase = 2
        self.sell(self.screw, 1, days=30)
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(1, 30, 30, 23)]})

    def test_security_lead_of_sales(self):
        """Goods leave so many days before the promise, and are needed on that day."""
        self.company.security_lead = 3
        self.sell(self.screw, 1, days=30)
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(1, 27, 27, 22)]})

    def test_expected_date(self):
        """An order without a promised date is needed on the expected one: the customer lead time from today."""
        self.screw.sale_delay = 12
        self.sell(self.screw, 1, days=0, commitment_date=False)
        self.plan()
        self.assertEqual([row[:2] for row in self.figures()["Screw"]], [(1, 12)])

    def test_vendor_calendar(self):
        """A vendor that delivers from Tuesday to Thursday: the need of a Monday is due on the Thursday before."""
        self.vendor.psms_calendar_id = self.week("Three days", (1, 2, 3))
        self.screw.seller_ids.delay = 7
        days = self.monday()
        self.sell(self.screw, 1, days=days)
        self.sell(self.shell, 1, days=days)
        self.plan()
        # A week of the vendor has three days, so seven days of lead time are three of them.
        self.assertEqual(self.figures(self.screw), {"Screw": [(1, days, days - 4, days - 11)]})
        self.assertEqual(self.figures(self.shell), {"Shell": [(1, days, days, days - 3)]}, "ours are open every day")

    def test_vendor_holiday(self):
        calendar = self.week("Every day too", range(7))
        self.env["resource.calendar.leaves"].create({
            "name": "Spring festival", "calendar_id": calendar.id, "company_id": self.company.id,
            "date_from": datetime.combine(self.day(25), time(0)), "date_to": datetime.combine(self.day(30), time(23))})
        self.vendor.psms_calendar_id = calendar
        address = self.env["res.partner"].create({"name": "Branch", "parent_id": self.vendor.id})
        self.sheet.seller_ids.partner_id = address
        self.sell(self.screw, 1, days=30)
        self.sell(self.sheet, 1, days=30)
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(1, 30, 24, 19)], "Sheet": [(1, 30, 24, 19)]})

    def test_warehouse_calendar(self):
        """The warehouse's own working days; the company's stay those of its other warehouses."""
        days = self.monday()
        other = self.env["stock.warehouse"].create({
            "name": "Plan Test Second Works", "code": "PT2", "company_id": self.company.id})
        self.warehouse.psms_calendar_id = self.week("Weekdays", range(5))
        self.sell(self.screw, 1, days=days - 1)
        self.sell(self.screw, 1, days=days - 1, warehouse_id=other.id)
        self.plan()
        due = {order.warehouse_id: (order.due_date - self.today).days for order in self.planned(self.screw)}
        self.assertEqual(due, {self.warehouse: days - 3, other: days - 1})

    def test_holiday_of_the_company_closes_every_warehouse(self):
        self.warehouse.psms_calendar_id = self.week("Weekdays", range(5))
        friday = self.monday() - 3
        noon = datetime.combine(self.day(friday), time(12))
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday", "company_id": self.company.id, "calendar_id": False,
            "date_from": noon - timedelta(hours=12), "date_to": noon + timedelta(hours=11)})
        self.sell(self.screw, 1, days=friday)
        self.plan()
        self.assertEqual((self.planned(self.screw).due_date - self.today).days, friday - 1)
