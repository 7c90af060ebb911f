from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.psms_base.services.calendar import week_of

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestCountAccuracy(CountCommon):
    """Accuracy by line and by value: sums before quotients, by month, zone and class, and on the dashboard."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"psms_count_tolerance_percent": 100, "psms_count_keeper_limit": 10_000})

    def test_lines_and_value(self):
        count = self.count()
        self.enter_book(self.ann, count, CFAN=17, CGLUE=9)
        self.finish(self.ann, count)
        self.assertEqual(count.state, "posted")
        rows = self.env["psms.count.accuracy"].with_user(self.chief)._read_group(
            [("count_id", "=", count.id)], [],
            ["lines:sum", "exact_lines:sum", "line_accuracy:avg", "book_value:sum", "diff_value_abs:sum", "value_accuracy:avg"])
        # 20 fans of 10, 8 glue of 2, a cooker of 100, 5 fans of 10 = 366; 3 fans less and 1 glue more = 32
        lines, exact, by_line, value, wrong, by_value = rows[0]
        self.assertEqual((lines, exact, by_line, value, wrong), (4, 2, 50, 366, 32))
        self.assertAlmostEqual(by_value, 100 - 100 * 32 / 366)

    def test_by_month_zone_and_class(self):
        zone = self.env["psms.stock.zone"].create({"name": "Z", "code": "Z", "warehouse_id": self.warehouse.id})
        self.bin_b.zone_id = zone
        count = self.count()
        self.enter_book(self.ann, count, CFAN=15)
        self.finish(self.ann, count)
        groups = self.env["psms.count.accuracy"].with_user(self.boss).formatted_read_group(
            [("count_id", "=", count.id)], ["posted_at:month", "zone_id"], ["line_accuracy:avg", "value_accuracy:avg"])
        found = {row["zone_id"] and row["zone_id"][0]: row for row in groups}
        self.assertEqual(found[zone.id]["line_accuracy:avg"], 100)
        self.assertEqual(found[False]["line_accuracy:avg"], 50)
        self.assertAlmostEqual(found[False]["value_accuracy:avg"], 100 - 100 * 50 / 216)

    def test_indicators(self):
        today = fields.Date.context_today(self.env["psms.count"].with_context(tz="Asia/Shanghai"))
        weeks = [week_of(self.company, today - timedelta(days=7)), week_of(self.company, today)]
        indicator = self.env.ref("psms_count.indicator_count_accuracy").with_user(self.chief)
        by_value = self.env.ref("psms_count.indicator_count_value_accuracy").with_user(self.chief)
        before, value_before = indicator._series(self.company, weeks)[1], by_value._series(self.company, weeks)[1]
        count = self.count()
        self.enter_book(self.ann, count, CFAN=17)
        self.finish(self.ann, count)
        point, value = indicator._series(self.company, weeks)[1], by_value._series(self.company, weeks)[1]
        self.assertEqual((point.numerator - before.numerator, point.denominator - before.denominator), (3, 4))
        self.assertAlmostEqual(value.denominator - value_before.denominator, 366)
        self.assertAlmostEqual(value.numerator - value_before.numerator, 336)
        action = indicator.get_records_action(fields.Date.to_string(today))
        self.assertIn(count, self.env[action["res_model"]].search(action["domain"]).count_id)
        weeks = [week_of(self.company, today - timedelta(days=7 * back)) for back in range(30, -1, -1)]
        with self.assertQueryCount(6):
            indicator._series(self.company, weeks)
