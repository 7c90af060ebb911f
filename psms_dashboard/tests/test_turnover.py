from freezegun import freeze_time

from odoo.tools import SQL

from ..services.turnover import stock_values
from .common import DashboardCommon

#: Middays of the Mondays 5 January to 16 February 2026, and the Wednesdays after them
MONDAYS = [f"2026-{day} 04:00:00" for day in ("01-05", "01-12", "01-19", "01-26", "02-02", "02-09", "02-16")]
WEDNESDAYS = [f"2026-{day} 04:00:00" for day in ("01-07", "01-14", "01-21", "01-28", "02-04", "02-11", "02-18")]


class TestTurnover(DashboardCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.psms_tz = "UTC"  # Odoo's valuation at a date ends the day in UTC

    def valuation(self, product, day):
        """Odoo's own value of the stock at the end of a day."""
        return product.with_company(self.company).with_context(to_date=day).total_value

    def assert_values(self, products):
        """Compare the value at the end of each week with Odoo's own valuation at that date."""
        self.env.flush_all()
        weeks = self.weeks(8)
        moves = SQL("SELECT id FROM stock_move WHERE company_id = %s AND state = 'done' AND (is_in OR is_out)", self.company.id)
        values = stock_values(self.env, self.company, moves, weeks)
        for week, value in zip(weeks[:-1], values[1:-1], strict=True):
            with self.subTest(week=week.label):
                self.env.invalidate_all()
                expected = sum(self.valuation(product, week.last) for product in products)
                self.assertAlmostEqual(value, expected, places=1)
        self.env.invalidate_all()
        self.assertAlmostEqual(values[-1], sum(product.with_company(self.company).total_value for product in products), places=1)
        return values

    def trade(self, product, first=0, last=7):
        """Goods come every Monday at a rising cost and leave every Wednesday."""
        for number, monday, wednesday in list(zip(range(7), MONDAYS, WEDNESDAYS, strict=True))[first:last]:
            self.receive(product, 30, 10 + number, monday)
            self.deliver(product, 20 + number, wednesday)

    def deliver(self, product, quantity, on):
        return self.move(
            on, product_id=product.id, product_uom_qty=quantity, location_id=self.warehouse.lot_stock_id.id,
            location_dest_id=self.env.ref("stock.stock_location_customers").id,
        )

    def test_value_at_standard_price(self):
        with freeze_time("2026-01-01"):
            product = self.make_product("standard", 8.0)
        self.trade(product)
        self.assert_values(product)

    def test_value_after_change_of_standard_price(self):
        with freeze_time("2026-01-01"):
            product = self.make_product("standard", 8.0)
        for number, monday in enumerate(MONDAYS):
            self.receive(product, 30, 10, monday)
            if number in (2, 4):
                with freeze_time(WEDNESDAYS[number]):
                    product.standard_price += 3
        values = self.assert_values(product)
        self.assertEqual(values[-1], 7 * 30 * 14)

    def test_value_at_average_cost(self):
        with freeze_time("2026-01-01"):
            product = self.make_product("average", 8.0)
        self.trade(product)
        self.assert_values(product)

    def test_value_after_average_cost_was_entered(self):
        with freeze_time("2026-01-01"):
            product = self.make_product("average", 8.0)
        self.trade(product, last=4)
        with freeze_time("2026-01-30 04:00:00"):
            product.standard_price = 20
        self.trade(product, first=4)
        values = self.assert_values(product)
        on_hand = 4 * 30 - (20 + 21 + 22 + 23)
        self.assertAlmostEqual(values[5], on_hand * 20, places=1, msg="at the end of that week")

    def test_value_first_in_first_out(self):
        with freeze_time("2026-01-01"):
            product = self.make_product("fifo", 8.0)
        self.trade(product)
        self.assert_values(product)

    def test_all_methods_together_in_other_units(self):
        with freeze_time("2026-01-01"):
            products = [self.make_product(method, 8.0) for method in ("standard", "average", "fifo")]
        for product in products:
            self.trade(product)
        self.move(
            MONDAYS[3], product_id=products[0].id, product_uom_qty=2, product_uom=self.env.ref("uom.product_uom_dozen").id,
            location_id=self.env.ref("stock.stock_location_suppliers").id, location_dest_id=self.warehouse.lot_stock_id.id,
        )
        self.assert_values(products)

    def test_days(self):
        with freeze_time("2026-01-01"):
            product = self.make_product("standard", 10.0)
        self.receive(product, 100, 10, "2026-01-10 04:00:00")
        for on in WEDNESDAYS[2:6]:  # the four full weeks from 19 January to 15 February
            self.deliver(product, 14, on)
        point = self.points("turnover")[-2]
        self.assertAlmostEqual(point.numerator, (1000 + 440) / 2)
        self.assertAlmostEqual(point.denominator, 4 * 140 / 28)
        self.assertAlmostEqual(point.value, 36)

    def test_running_week_counts_the_days_so_far(self):
        with freeze_time("2026-01-01"):
            product = self.make_product("standard", 10.0)
        self.receive(product, 100, 10, "2026-01-10 04:00:00")
        self.deliver(product, 14, "2026-02-17 04:00:00")
        point = self.points("turnover")[-1]
        self.assertAlmostEqual(point.denominator, 140 / (21 + 2 + 4 / 24))

    def test_returns_and_internal_moves(self):
        with freeze_time("2026-01-01"):
            product = self.make_product("standard", 10.0)
        self.receive(product, 100, 10, "2026-01-10 04:00:00")
        line = self.order(product, 20, "2026-02-10 04:00:00")
        self.ship(line, 20, "2026-02-10 04:00:00")
        self.take_back(line, 5, "2026-02-12 04:00:00")
        scrap = self.env["stock.location"].search([("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1)
        self.move("2026-02-11 04:00:00", product_id=product.id, product_uom_qty=7,
                  location_id=self.warehouse.lot_stock_id.id, location_dest_id=scrap.id)
        point = self.points("turnover")[-2]
        self.assertAlmostEqual(point.denominator, 150 / 28)
        moves = self.records("turnover", self.weeks(2)[0])
        self.assertEqual(sum(moves.mapped("psms_delivered_cost")), 150)

    def test_nothing_delivered(self):
        product = self.make_product("standard", 10.0)
        self.receive(product, 100, 10)
        self.assertIsNone(self.points("turnover")[-2].value)

    def test_equals_an_independent_query(self):
        with freeze_time("2026-01-01"):
            product = self.make_product("fifo", 8.0)
        self.trade(product)
        weeks = self.weeks(4)
        for week, point in zip(weeks, self.points("turnover", 4), strict=True):
            if week is weeks[-1]:
                continue
            [(start, end, cost)] = self.sql(SQL(
                """
                SELECT sum(CASE WHEN s.usage = 'supplier' THEN m.value ELSE -m.value END) FILTER (WHERE m.date < %(start)s),
                       sum(CASE WHEN s.usage = 'supplier' THEN m.value ELSE -m.value END),
                       sum(m.value) FILTER (WHERE s.usage <> 'supplier' AND m.date >= %(start)s)
                  FROM stock_move m JOIN stock_location s ON s.id = m.location_id
                 WHERE m.product_id = %(product)s AND m.date < %(end)s
                """,
                product=product.id, end=week.end,
                start=self.moment(f"{week.first} 00:00") - 3 * (week.end - week.start),
            ))
            self.assertAlmostEqual(point.value, float((start or 0) + end) / 2 / (float(cost) / 28), places=4)
