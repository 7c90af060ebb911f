from freezegun import freeze_time

from odoo import Command
from odoo.tools import SQL

from .common import DashboardCommon


class TestEfficiency(DashboardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product()
        cls.station = cls.env["mrp.workcenter"].create({"name": "Press", "company_id": cls.company.id})
        cls.bom = cls.env["mrp.bom"].create({
            "product_tmpl_id": cls.product.product_tmpl_id.id,
            "operation_ids": [Command.create({
                "name": "Press", "workcenter_id": cls.station.id, "time_mode": "manual", "time_cycle_manual": 6,
            })],
        })

    def produce(self, quantity, minutes, on, produced=None):
        """Make goods, spending ``minutes``: None leaves the time to Odoo, 0 records none."""
        with freeze_time(on):
            order = self.env["mrp.production"].create({
                "product_id": self.product.id, "product_qty": quantity, "bom_id": self.bom.id, "company_id": self.company.id,
            })
            order.action_confirm()
            order.qty_producing = produced or quantity
            if minutes:
                order.workorder_ids.duration = minutes
            order.with_context(skip_backorder=True).button_mark_done()
            if minutes == 0:
                order.workorder_ids.time_ids.unlink()
        return order.workorder_ids.filtered(lambda workorder: workorder.state == "done")

    def test_expected_over_real(self):
        self.produce(10, 80, "2026-02-10 03:00:00")
        self.produce(5, 20, "2026-02-12 03:00:00")
        point = self.points("efficiency")[-2]
        self.assertEqual((point.numerator, point.denominator), (90, 100))
        self.assertEqual(point.value, 0.9)

    def test_expected_time_is_that_of_what_was_produced(self):
        workorder = self.produce(10, 30, "2026-02-10 03:00:00", produced=5)
        self.assertEqual(workorder.qty_produced, 5)
        self.assertEqual(self.points("efficiency")[-2].value, 1)

    def test_week_of_the_plant(self):
        self.produce(10, 60, "2026-02-15 15:59:00")
        self.produce(10, 120, "2026-02-15 16:01:00")
        points = self.points("efficiency")
        self.assertEqual([point.value for point in points[-2:]], [1, 0.5])

    def test_what_does_not_count(self):
        self.produce(10, 0, "2026-02-10 03:00:00")
        with freeze_time("2026-02-10 03:00:00"):
            self.env["mrp.production"].create({
                "product_id": self.product.id, "product_qty": 10, "bom_id": self.bom.id, "company_id": self.company.id,
            }).action_confirm()
        self.assertIsNone(self.points("efficiency")[-2].value)

    def test_records_and_independent_query(self):
        for day in range(2, 17):
            self.produce(day, 5 * day + day % 4, f"2026-02-{day:02d} 03:00:00")
        rows = self.sql(SQL(
            """
            SELECT extract(week FROM w.date_finished + interval '8 hours')::int,
                   sum(p.product_qty) * 6, sum(t.minutes)
              FROM mrp_workorder w
              JOIN mrp_production p ON p.id = w.production_id AND p.company_id = %s
              JOIN (SELECT workorder_id, sum(duration) AS minutes FROM mrp_workcenter_productivity GROUP BY 1) t
                ON t.workorder_id = w.id
          GROUP BY 1
            """,
            self.company.id,
        ))
        expected = {week: (float(planned), real) for week, planned, real in rows}
        for week, point in zip(self.weeks(3), self.points("efficiency", 3), strict=True):
            planned, real = expected[week.first.isocalendar().week]
            self.assertAlmostEqual(point.numerator, planned, places=2)
            self.assertAlmostEqual(point.denominator, real, places=2)
            workorders = self.records("efficiency", week)
            self.assertAlmostEqual(sum(workorders.mapped("duration_expected")), point.numerator, places=2)
            self.assertAlmostEqual(sum(workorders.mapped("duration")), point.denominator, places=2)
