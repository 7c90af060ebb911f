from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from odoo.addons.psms_base.services.calendar import weeks_until

from ..services import slow_stock
from ..services.age_refresh import refresh
from .common import AgeCommon


@tagged("post_install", "-at_install")
class TestSlowStock(AgeCommon):
    """What is slow, what it costs, and what people do about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls.env["psms.age.policy"].search([("company_id", "=", cls.company.id), ("categ_id", "=", False)])
        cls.planner = new_test_user(
            cls.env, login="age_slow_planner", groups="psms_base.group_planner", company_id=cls.company.id)

    def item(self, product=None):
        refresh(self.env)
        slow_stock.evaluate(self.env, self.company)
        return self.env["psms.age.item"].search([("product_id", "=", (product or self.part).id)])

    def test_young_goods_are_not_listed(self):
        self.receive(self.part, 10, 20)
        self.assertFalse(self.item())

    def test_slow_and_dead_without_issue(self):
        self.receive(self.part, 10, 120)
        self.receive(self.glue, 10, 400, lot="L1")
        item = self.item()
        self.assertEqual((item.level, item.idle_days, item.risk_value), ("slow", 120, 20))
        self.assertEqual(item.vendor_id, self.vendor)
        self.assertEqual(self.item(self.glue).level, "dead")
        self.assertIn("120 days without issue", item.finding)

    def test_issue_to_production_counts_and_moving_about_does_not(self):
        self.receive(self.part, 10, 120)
        self.move(self.part, 4, self.stock, self.far, 5)
        self.assertEqual(self.item().idle_days, 120)
        self.move(self.part, 4, self.stock, self.works, 4)
        self.assertEqual((self.item().level, self.item().idle_days), ("none", 4))

    def test_goods_are_idle_only_since_they_came(self):
        self.receive(self.part, 5, 500)
        self.move(self.part, 5, self.stock, self.customer, 450)
        self.receive(self.part, 5, 10)
        self.assertFalse(self.item())

    def test_old_pieces_of_a_running_product_are_at_risk(self):
        self.policy.cover_months = 0
        self.receive(self.part, 10, 800)
        self.receive(self.part, 10, 20)
        self.move(self.part, 2, self.stock, self.customer, 3)
        item = self.item()
        self.assertEqual((item.level, item.risk_quantity, item.risk_value), ("dead", 8, 16))
        # 8 pieces of more than a year at a half, 10 young ones at nothing
        self.assertEqual(item.provision, 8)

    def test_stock_for_too_many_months(self):
        self.receive(self.part, 100, 40)
        self.move(self.part, 12, self.stock, self.customer, 10)  # 2 a month over 6 months
        item = self.item()
        self.assertEqual((item.level, item.stock_months, item.risk_quantity), ("many", 44, 64))
        self.policy.cover_months = 0
        self.assertEqual(self.item().level, "none")

    def test_nearest_category_decides(self):
        self.receive(self.part, 10, 120)
        self.env["psms.age.policy"].create({
            "company_id": self.company.id, "categ_id": self.category.id, "slow_idle_days": 200, "dead_idle_days": 300})
        self.assertFalse(self.item())
        with self.assertRaises(ValidationError):
            self.policy.dead_idle_days = 10

    def test_negative_stock_is_not_listed(self):
        self.move(self.part, 4, self.stock, self.customer, 200)
        self.assertFalse(self.item())

    def test_plan_makes_an_activity_and_measures_the_effect(self):
        self.receive(self.part, 10, 400)
        item = self.item().with_user(self.planner)
        with self.assertRaises(UserError):
            item.action_plan()
        item.write({"action": "use_up", "user_id": self.planner.id, "due_date": self.day(-14),
                    "reason_id": self.env.ref("psms_ageing.psms_age_reason_cancelled").id})
        item.action_plan()
        self.assertEqual((item.state, item.start_quantity), ("planned", 10))
        self.assertEqual((item.activity_ids.user_id, item.activity_ids.date_deadline), (self.planner, self.day(-14)))
        item.due_date = self.day(-20)
        self.assertEqual(item.activity_ids.date_deadline, self.day(-20))
        self.receive(self.part, 5, -1)  # what comes afterwards hides nothing
        self.move(self.part, 4, self.stock, self.customer, -1, hour=23)
        item = self.item()
        self.assertEqual((item.gone_quantity, item.gone_share), (4, 0.4))
        item.with_user(self.planner).action_done()
        self.assertEqual((item.state, len(item.activity_ids)), ("done", 0))

    def test_keeping_needs_a_reason(self):
        self.receive(self.part, 10, 400)
        item = self.item()
        with self.assertRaises(UserError):
            item.action_keep()
        item.reason_id = self.env.ref("psms_ageing.psms_age_reason_service")
        item.action_keep()
        self.assertEqual(item.state, "kept")

    def test_figures_are_not_entered_and_money_is_not_shown_to_planners(self):
        self.receive(self.part, 10, 400)
        item = self.item().with_user(self.planner)
        for values in ({"gone_quantity": 10}, {"state": "done"}, {"risk_quantity": 0}):
            with self.assertRaises(AccessError):
                item.write(values)
        with self.assertRaises(AccessError):
            item.read(["risk_value"])
        keeper = new_test_user(
            self.env, login="age_slow_keeper", groups="psms_base.group_store_keeper", company_id=self.company.id)
        with self.assertRaises(AccessError):
            item.with_user(keeper).read(["quantity"])

    def test_what_is_in_order_again_keeps_its_item(self):
        self.receive(self.part, 10, 400)
        item = self.item()
        self.move(self.part, 10, self.stock, self.customer, 1)
        self.assertEqual((self.item(), item.level, item.quantity, item.risk_value), (item, "none", 0, 0))

    def test_queries_do_not_grow_with_the_products(self):
        products = self.env["product.product"].create([
            {"name": f"Age {number}", "is_storable": True, "standard_price": 1.0} for number in range(40)])
        for product in products:
            self.receive(product, 10, 400)
        refresh(self.env)
        slow_stock.evaluate(self.env, self.company)
        self.env.flush_all()
        with self.assertQueryCount(20):
            slow_stock.evaluate(self.env, self.company)
            self.env.flush_all()

    def test_printed(self):
        self.receive(self.part, 10, 400)
        item = self.item()
        for extension in ("pdf", "xlsx"):
            self.assertTrue(self.env["psms.document.slow_stock"]._produce(item.ids, extension)[1])

    def test_indicator_is_the_share_of_old_stock_by_week(self):
        now = fields.Datetime.now()
        weeks = weeks_until(self.company, now, 13)
        indicator = self.env["psms.indicator"].search([("code", "=", "old_stock")])
        refresh(self.env)
        slow_stock.note_weeks(self.env, self.company, weeks, self.today)
        before = indicator._series(self.company, weeks)
        self.receive(self.part, 10, 200)
        refresh(self.env)
        self.env["psms.age.cost"].search([]).unlink()
        self.env["psms.age.figure"].search([]).unlink()
        slow_stock.note_weeks(self.env, self.company, weeks, self.today)
        after = indicator._series(self.company, weeks)
        self.assertEqual((after[-1].numerator - before[-1].numerator, after[-1].denominator - before[-1].denominator), (20, 20))
        # Three months ago it was not old yet.
        self.assertEqual((after[0].numerator - before[0].numerator, after[0].denominator - before[0].denominator), (0, 20))
        action = indicator.get_records_action(fields.Date.to_string(self.today))
        rows = self.env[action["res_model"]].with_context(**action["context"]).search(action["domain"])
        self.assertIn(self.part, rows.product_id)

    def test_night_runs_for_all_companies(self):
        self.receive(self.part, 10, 400)
        with self.enter_registry_test_mode():
            self.env.ref("psms_ageing.ir_cron_evaluate").method_direct_trigger()
        self.assertEqual(self.env["psms.age.item"].search([("product_id", "=", self.part.id)]).level, "dead")
