from odoo import Command
from odoo.tools import SQL

from .common import DashboardCommon


class TestFulfilment(DashboardCommon):
    """Promised for Friday 13 February (week 7, the last full one) unless a test says otherwise."""

    PROMISED = "2026-02-13 08:00:00"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_product()
        cls.receive(cls.product, 1000)

    def order_and_ship(self, quantity, *shipments, promised=PROMISED, **values):
        line = self.order(self.product, quantity, promised, **values)
        for on, shipped in shipments:
            self.ship(line, shipped, on)
        return line

    def assert_week(self, fulfilled, due, week=-2):
        point = self.points("fulfilment")[week]
        self.assertEqual((point.numerator, point.denominator), (fulfilled, due))

    def test_in_full_and_on_time(self):
        self.order_and_ship(5, ("2026-02-10 03:00:00", 5))
        self.order_and_ship(5, ("2026-02-10 03:00:00", 2), ("2026-02-13 03:00:00", 3))
        self.assert_week(2, 2)

    def test_late_short_and_missing(self):
        self.order_and_ship(5, ("2026-02-14 03:00:00", 5))
        self.order_and_ship(5, ("2026-02-10 03:00:00", 4))
        self.order_and_ship(5, ("2026-02-10 03:00:00", 4), ("2026-02-16 03:00:00", 1))
        self.order_and_ship(5)
        self.order_and_ship(5, ("2026-02-12 03:00:00", 5))
        self.assert_week(1, 5)

    def test_the_day_is_that_of_the_plant(self):
        # 15:59 UTC is one minute to midnight in Shanghai, 16:01 is Saturday there
        self.order_and_ship(5, ("2026-02-13 15:59:00", 5), promised="2026-02-13 01:00:00")
        self.order_and_ship(5, ("2026-02-13 16:01:00", 5), promised="2026-02-13 01:00:00")
        self.assert_week(1, 2)

    def test_the_week_is_that_of_the_plant(self):
        self.order_and_ship(5, promised="2026-02-15 16:30:00")  # Monday of week 8 in Shanghai
        self.assert_week(0, 0)
        self.assert_week(0, 1, week=-1)

    def test_running_day_is_not_judged(self):
        self.order_and_ship(5, promised="2026-02-18 09:00:00")
        self.order_and_ship(5, promised="2026-02-20 09:00:00")
        self.assert_week(0, 0, week=-1)

    def test_without_promise_the_lead_time_counts(self):
        self.order_and_ship(5, ("2026-02-10 03:00:00", 5), promised=False, ordered="2026-02-01 02:00:00", lead=10)
        self.order_and_ship(5, ("2026-02-12 03:00:00", 5), promised=False, ordered="2026-02-01 02:00:00", lead=10)
        self.assert_week(1, 2)

    def test_returns(self):
        kept = self.order_and_ship(5, ("2026-02-10 03:00:00", 5))
        self.take_back(kept, 5, "2026-02-16 03:00:00")
        refused = self.order_and_ship(5, ("2026-02-10 03:00:00", 5))
        self.take_back(refused, 1, "2026-02-12 03:00:00")
        self.assert_week(1, 2)

    def test_other_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        line = self.order(self.product, 2, self.PROMISED, product_uom_id=dozen.id)
        self.ship(line, 2, "2026-02-10 03:00:00")
        self.assertEqual(line.move_ids.product_uom_qty, 24)
        self.assert_week(1, 1)

    def test_kit(self):
        part = self.make_product()
        self.receive(part, 100)
        kits = [self.make_product(is_storable=False) for _kit in range(2)]
        for kit in kits:
            self.env["mrp.bom"].create({
                "product_tmpl_id": kit.product_tmpl_id.id, "type": "phantom",
                "bom_line_ids": [
                    Command.create({"product_id": self.product.id, "product_qty": 2}),
                    Command.create({"product_id": part.id, "product_qty": 1}),
                ],
            })
        whole, half = [self.order(kit, 4, self.PROMISED) for kit in kits]
        self.ship(whole, 4, "2026-02-10 03:00:00")
        self.ship(half, 2, "2026-02-10 03:00:00")
        self.ship(half, 2, "2026-02-16 03:00:00")
        self.assert_week(1, 2)

    def test_what_does_not_count(self):
        service = self.env["product.product"].create({"name": "Setup", "type": "service", "taxes_id": False})
        self.order(service, 1, self.PROMISED)
        self.order(self.product, 5, self.PROMISED).order_id._action_cancel()
        self.order(self.product, 5, self.PROMISED)  # one that counts
        self.assert_week(0, 1)

    def test_records_add_up(self):
        good = self.order_and_ship(5, ("2026-02-10 03:00:00", 5))
        bad = self.order_and_ship(5, ("2026-02-14 03:00:00", 5))
        self.order_and_ship(5, promised="2026-02-05 03:00:00")
        lines = self.records("fulfilment", self.weeks(2)[0]).sorted("id")
        self.assertEqual(lines, good + bad)
        self.assertEqual(lines.mapped("psms_fulfilled"), [True, False])
        self.assertEqual([str(day) for day in lines.mapped("psms_due_day")], ["2026-02-13"] * 2)

    def test_equals_an_independent_query(self):
        """A year of lines, against a query that counts shipments another way."""
        for number in range(24):
            promised = f"2026-0{1 + number % 2}-{3 + number:02d} 08:00:00"
            shipped = f"2026-0{1 + number % 2}-{3 + number + number % 3 - 1:02d} 03:00:00"
            if shipped < "2026-02-18":
                self.order_and_ship(5, (shipped, 5 - number % 2), promised=promised, ordered="2026-01-01 02:00:00")
        rows = self.sql(SQL(
            """
            SELECT extract(week FROM o.commitment_date + interval '8 hours')::int,
                   count(*) FILTER (WHERE 5 <= (
                       SELECT COALESCE(sum(ml.quantity), 0) FROM stock_move_line ml
                         JOIN stock_picking p ON p.id = ml.picking_id AND p.state = 'done'
                        WHERE p.origin = o.name
                          AND (ml.date + interval '8 hours')::date <= (o.commitment_date + interval '8 hours')::date)),
                   count(*)
              FROM sale_order o
             WHERE o.company_id = %s AND o.state = 'sale' AND o.commitment_date < '2026-02-17 16:00:00'
          GROUP BY 1
            """,
            self.company.id,
        ))
        expected = {week: (fulfilled, due) for week, fulfilled, due in rows}
        self.assertGreater(len(expected), 5)
        for week, point in zip(self.weeks(8), self.points("fulfilment"), strict=True):
            with self.subTest(week=week.label):
                found = (point.numerator, point.denominator)
                self.assertEqual(found, expected.get(week.first.isocalendar().week, (0, 0)))
