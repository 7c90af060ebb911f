from datetime import datetime, time

from odoo.fields import Command
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanMaking(PlanCommon):
    """Which bill, whose calendar, what comes beside the product."""

    def test_first_bill(self):
        """The bill that comes first; the reordering rule's own where it names one."""
        self.shell.bom_ids.active = False
        second = self.bill(self.shell, [(self.screw, 9)], sequence=5)
        first = self.bill(self.shell, [(self.sheet, 2)], sequence=3)
        self.sell(self.shell, 1, days=30)
        self.plan()
        self.assertEqual(set(self.figures()), {"Shell", "Sheet"})
        second.sequence = 1
        self.plan()
        self.assertEqual({name: rows[0][0] for name, rows in self.figures().items()}, {"Shell": 1, "Screw": 9})
        self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.shell.id, "company_id": self.company.id, "warehouse_id": self.warehouse.id,
            "location_id": self.warehouse.lot_stock_id.id, "product_min_qty": 0, "product_max_qty": 0,
            "bom_id": first.id})
        self.plan()
        self.assertEqual(set(self.figures()), {"Shell", "Sheet"})

    def test_work_centre_calendar(self):
        """What a work centre makes neither starts nor ends on a day on which it is closed."""
        calendar = self.env["resource.calendar"].create({
            "name": "Tuesday to Thursday", "tz": "UTC", "company_id": self.company.id, "attendance_ids": [Command.create({
                "name": "Day", "dayofweek": str(day), "hour_from": 8, "hour_to": 16, "day_period": "morning"})
                for day in (1, 2, 3)]})
        centre = self.env["mrp.workcenter"].create({
            "name": "Press", "company_id": self.company.id, "resource_calendar_id": calendar.id})
        self.shell.bom_ids.operation_ids = [Command.create({"name": "Press", "workcenter_id": centre.id})]
        days = (7 - self.today.weekday()) % 7 + 42  # a Monday
        self.sell(self.shell, 1, days=days)
        self.plan()
        # Three working days before a Thursday are a week of this work centre; sheets come on any day.
        self.assertEqual(self.figures(), {"Shell": [(1, days, days - 4, days - 11)],
                                          "Sheet": [(2, days - 11, days - 11, days - 16)]})

    def test_byproducts(self):
        """An open order's by-product is supply; a planned order's wouldn't be, and the plan says so."""
        self.env.user.group_ids += self.env.ref("mrp.group_mrp_byproducts")
        chips = self.bought("Chips")
        self.shell.bom_ids.byproduct_ids = [Command.create({"product_id": chips.id, "product_qty": 3})]
        production = self.env["mrp.production"].create({
            "product_id": self.shell.id, "product_qty": 2, "bom_id": self.shell.bom_ids.id, "company_id": self.company.id,
            "date_start": datetime.combine(self.day(10), time(12))})
        production.action_confirm()
        self.sell(chips, 10, days=30)
        plan = self.plan()
        self.assertEqual(self.figures(chips), {"Chips": [(4, 30, 30, 25)]})
        self.assertEqual(plan.problem_ids.mapped(lambda row: (row.kind, row.product_id)), [("planned_byproduct", chips)])

    def test_kit_in_kit(self):
        """A kit in a kit, in another unit, asks for what is at the bottom."""
        inner = self.product("Screw pair", is_storable=False)
        self.bill(inner, [(self.screw, 2)], type="phantom")
        outer = self.product("Screw tray", is_storable=False)
        self.bill(outer, [(inner, 1)], type="phantom").bom_line_ids.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self.sell(outer, 2, days=30)
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(48, 30, 30, 25)]})
        self.assertFalse(self.env["psms.plan"].search([("state", "=", "current")]).problem_ids)
