from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..services import plan as planning
from ..services import requests
from .common import CountCommon


@tagged("post_install", "-at_install")
class TestCountPlan(CountCommon):
    """What plans choose, how much of it, and that everything has its turn in the period."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.to_date("2026-05-13")

    def plan(self, **values):
        return self.env["psms.count.plan"].create({
            "name": "Plan", "warehouse_id": self.warehouse.id, "start_date": self.today, "next_date": self.today, **values})

    def chosen(self, plan, today=None):
        """Product codes (or "-" for an empty bin) with their bins, sorted."""
        return sorted(
            (self.env["product.product"].browse(bucket.product_id).default_code or "-" if bucket.product_id else "-",
             self.env["stock.location"].browse(bucket.location_id).name)
            for bucket in planning.choose(plan, today or self.today))

    def posted(self, bucket_line, day):
        """Say that a bucket was counted on a day."""
        count = self.draft()
        self.env["psms.count.line"].create({
            "count_id": count.id, "state": "posted", "posted_at": f"{day} 04:00:00", **bucket_line})

    def test_everything_has_its_turn(self):
        """20 bins in 10 days: two a day, and none twice before all had their turn."""
        bins = self.env["stock.location"].create([{"name": f"P{i:02}", "location_id": self.stock.id} for i in range(16)])
        for place in bins:
            self.put(self.bolt, 3, place)
        plan = self.plan(method="all", period_days=10, every_days=1)
        seen = []
        for day in range(10):
            today = self.today + timedelta(days=day)
            count = planning.make_count(plan, today)
            self.assertLessEqual(len(count.line_ids), 2)
            seen += [(line.location_id, line.product_id) for line in count.line_ids]
            count.line_ids.write({"state": "posted", "posted_at": f"{today} 04:00:00"})
        self.assertEqual(len(seen), 20)
        self.assertEqual(len(set(seen)), 20)
        count = planning.make_count(plan, self.today + timedelta(days=10))
        self.assertEqual({(line.location_id, line.product_id) for line in count.line_ids}, set(seen[:2]), "and again")

    def test_the_limit_of_a_day_and_its_warning(self):
        plan = self.plan(method="all", period_days=2, every_days=1, lines_per_day=1)
        self.assertEqual(len(planning.choose(plan, self.today)), 1)
        self.assertEqual((plan.population, plan.per_count), (4, 2))
        self.assertIn("4 lines take 4 days and not 2", plan.warning)
        plan.lines_per_day = 2
        self.assertFalse(plan.warning)

    def test_few_lines_are_not_counted_again_and_again(self):
        plan = self.plan(method="all", period_days=90, location_ids=[self.bin_b.id])
        self.assertEqual(len(planning.choose(plan, self.today)), 1)
        for product, lot in ((self.fan, False), (self.cooker, self.serial.id)):
            self.posted({"location_id": self.bin_b.id, "product_id": product.id, "lot_id": lot}, self.today)
        self.assertFalse(planning.choose(plan, self.today + timedelta(days=89)))
        self.assertEqual(len(planning.choose(plan, self.today + timedelta(days=90))), 2, "their turn again")

    def test_by_class(self):
        self.env["psms.stock.class"].create([
            {"product_id": product.id, "warehouse_id": self.warehouse.id, "company_id": self.company.id, "abc_value": value,
             "abc_picks": picks, "xyz": "x"}
            for product, value, picks in ((self.fan, "a", "b"), (self.glue, "b", "a"))])
        plan = self.plan(method="abc", period_days=1)
        self.assertEqual(self.chosen(plan), [("CFAN", "A"), ("CFAN", "B")])
        plan.class_by = "abc_picks"
        self.assertEqual(self.chosen(plan), [("CGLUE", "A")])
        plan.write({"class_a": False, "class_c": True})
        self.assertEqual(self.chosen(plan), [("CCOOK", "B")], "what has no class is a C")
        with self.assertRaises(ValidationError):
            plan.class_c = False
        count = planning.make_count(self.plan(method="abc", period_days=1), self.today)
        count.action_start()
        self.assertEqual(set(count.line_ids.mapped("abc")), {"a"})

    def test_by_value_zone_category_and_days(self):
        plan = self.plan(method="value", period_days=1, min_value=90)
        self.assertEqual(self.chosen(plan), [("CCOOK", "B"), ("CFAN", "A")])
        zone = self.env["psms.stock.zone"].create({"name": "Z", "code": "Z", "warehouse_id": self.warehouse.id})
        self.bin_b.zone_id = zone
        plan.zone_ids = zone
        self.assertEqual(self.chosen(plan), [("CCOOK", "B")])
        category = self.env["product.category"].create({"name": "Cookers"})
        self.cooker.categ_id = category
        plan = self.plan(method="all", period_days=1, categ_ids=[category.id])
        self.assertEqual(self.chosen(plan), [("CCOOK", "B")])
        self.posted({"location_id": self.bin_b.id, "product_id": self.cooker.id, "lot_id": self.serial.id},
                    self.today - timedelta(days=3))
        self.assertEqual(self.chosen(plan), [("CCOOK", "B")])
        plan.min_days = 5
        self.assertEqual(self.chosen(plan), [])

    def test_random_is_the_same_all_day(self):
        plan = self.plan(method="random", lines_per_day=2)
        first = planning.choose(plan, self.today)
        self.assertEqual((len(first), planning.choose(plan, self.today)), (2, first))
        days = {tuple(planning.choose(plan, self.today + timedelta(days=day))) for day in range(8)}
        self.assertGreater(len(days), 2)

    def test_zero_and_negative(self):
        self.put(self.fan, -7, self.bin_b)
        plan = self.plan(method="zero", location_ids=[self.bin_b.id, self.bin_c.id])
        self.assertEqual(self.chosen(plan), [("-", "C"), ("CFAN", "B")])
        self.posted({"location_id": self.bin_c.id, "kind": "empty"}, self.today)
        self.assertEqual(self.chosen(plan), [("CFAN", "B")], "confirmed today")

    def test_after_a_mismatch(self):
        plan = self.plan(method="mismatch")
        self.assertEqual(self.chosen(plan), [])
        request = requests.ask(self.env, self.bin_a, self.fan, source="picking", due=self.today)
        self.assertEqual(requests.ask(self.env, self.bin_a, self.fan), request)
        self.assertEqual(self.chosen(plan), [("CFAN", "A")])
        plan.whole_bin = True
        self.assertEqual(self.chosen(plan, self.today), [("CFAN", "A"), ("CFAN", "A"), ("CGLUE", "A")])
        count = planning.make_count(plan, self.today)
        self.assertEqual(len(count.line_ids), 2, "each once")
        count.action_start()
        self.enter_book(self.ann, count)
        self.finish(self.ann, count)
        self.assertEqual((request.state, request.count_id), ("done", count))
        self.assertEqual(self.env["psms.count.request"].with_user(self.ann).psms_ask(self.bin_b.id, self.fan.id) > 0, True)

    def test_what_another_count_has_is_left_out(self):
        plan = self.plan(method="all", period_days=1)
        self.assertEqual(len(planning.choose(plan, self.today)), 4)
        self.count(location_ids=[self.bin_a.id])
        self.assertEqual(self.chosen(plan), [("CCOOK", "B"), ("CFAN", "B")])

    def test_cron_makes_the_counts_of_due_plans(self):
        today = fields.Date.context_today(self.env["psms.count"].with_context(tz="Asia/Shanghai"))
        due = self.plan(name="Due", method="all", period_days=4, every_days=2, next_date=today, user_ids=[self.ann.id])
        later = self.plan(name="Later", method="all", next_date=today + timedelta(days=3))
        with self.enter_registry_test_mode():
            self.env.ref("psms_count.ir_cron_make_counts").method_direct_trigger()
        self.assertEqual(len(due.count_ids), 1)
        self.assertEqual(due.next_date, today + timedelta(days=2))
        self.assertEqual((due.count_ids.user_ids, due.count_ids.state, due.count_ids.blind), (self.ann, "draft", True))
        self.assertFalse(later.count_ids)

    def test_by_hand(self):
        plan = self.plan(method="all", period_days=1)
        with self.assertRaises(AccessError):
            plan.with_user(self.ann).action_make()
        action = plan.with_user(self.chief).action_make()
        self.assertEqual(len(self.env["psms.count"].browse(action["res_id"]).line_ids), 4)
        with self.assertRaisesRegex(UserError, "nothing to count now"):
            plan.with_user(self.chief).action_make()
