import json

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .. import uninstall_hook
from .common import DashboardCommon

CODES = ["fulfilment", "turnover", "efficiency", "margin"]
MONEY = ["turnover", "margin"]


class TestDashboard(DashboardCommon):
    def dashboard(self, role="manager", **kwargs):
        return self.as_role(role)["psms.indicator"].with_company(self.company).get_dashboard(**kwargs)

    def shown(self, role):
        return [described["code"] for described in self.dashboard(role)["indicators"] if described["code"] in CODES]

    def test_manager_sees_all(self):
        self.assertEqual(self.shown("manager"), CODES)
        data = self.dashboard()
        self.assertEqual(data["currency"], self.env.ref("base.CNY").id)
        self.assertEqual({len(described["points"]) for described in data["indicators"]}, {13})
        self.assertTrue(json.dumps(data))

    def test_money_is_for_manager_and_accountant(self):
        for role in ("planner", "store_keeper", "operator", "inspector", "salesperson", "external"):
            with self.subTest(role=role):
                self.assertFalse(set(self.shown(role)) & set(MONEY))
                indicators = self.as_role(role)["psms.indicator"].browse(
                    self.env.ref("psms_dashboard.indicator_margin").ids
                )
                with self.assertRaises(AccessError):
                    indicators.get_records_action("2026-02-11")
        self.assertTrue(set(MONEY) <= set(self.shown("accountant")))

    def test_money_fields_are_for_manager_and_accountant(self):
        fields = {
            "account.move.line": ["psms_revenue", "psms_cost", "psms_margin"],
            "stock.move": ["psms_delivered_cost"],
        }
        salesperson = self.users["salesperson"]
        salesperson.group_ids += self.env.ref("sales_team.group_sale_manager") + self.env.ref("stock.group_stock_manager")
        for model, names in fields.items():
            for name in names:
                with self.subTest(field=name):
                    with self.assertRaises(AccessError):
                        self.as_role("salesperson")[model].search_read([], [name], limit=1)
                    self.as_role("accountant")[model].search_read([], [name], limit=1)

    def test_actions_pass_the_wire(self):
        for code in CODES:
            with self.subTest(code=code):
                action = json.loads(json.dumps(self.indicator(code).get_records_action("2026-02-11")))
                model = self.as_role("manager")[action["res_model"]]
                model.search_count(action["domain"])
                view_id, view_type = action["views"][0]
                self.assertEqual(view_type, "list")
                model.get_view(view_id, view_type)

    def test_queries_do_not_grow_with_the_weeks_or_the_records(self):
        indicators = {code: self.indicator(code) for code in CODES}

        def count(code, weeks):
            for _warm in range(2):  # the first time fills the caches of rules and settings
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                indicators[code]._series(self.company, self.weeks(weeks))
            return self.cr.sql_log_count - before

        few = {code: count(code, 4) for code in CODES}
        for number in range(5):
            product = self.make_product("average" if number % 2 else "standard")
            self.receive(product, 100, 10)
            line = self.order(product, 5, "2026-02-11 08:00:00")
            self.ship(line, 5, "2026-02-11 03:00:00")
        for code in CODES:
            with self.subTest(code=code):
                self.assertEqual(count(code, 26), few[code])
                self.assertLessEqual(few[code], 10)

    def test_other_company_is_not_counted(self):
        product = self.make_product()
        self.receive(product, 10, 10)
        self.ship(self.order(product, 5, "2026-02-11 08:00:00"), 5, "2026-02-11 03:00:00")
        other = self.second_company
        self.users["manager"].company_ids += other
        data = self.as_role("manager")["psms.indicator"].with_company(other).get_dashboard()
        values = [point["denominator"] for described in data["indicators"] for point in described["points"]]
        self.assertFalse(any(values))
        self.assertEqual(self.points("fulfilment")[-2].denominator, 1)

    def test_uninstall_takes_the_rights_back(self):
        manager = self.env.ref("psms_base.group_manager")
        readonly = self.env.ref("account.group_account_readonly")
        self.assertIn(readonly, manager.implied_ids)
        uninstall_hook(self.env)
        self.assertFalse((manager + self.env.ref("psms_base.group_accountant")).implied_ids & readonly)
        self.assertNotIn(self.env.ref("mrp.group_mrp_user"), manager.implied_ids)


@tagged("post_install", "-at_install")
class TestDashboardTour(HttpCase, DashboardCommon):
    def test_open_and_drill_down(self):
        product = self.make_product()
        self.receive(product, 100, 10)
        self.ship(self.order(product, 5, "2026-02-11 08:00:00"), 5, "2026-02-11 03:00:00")
        self.start_tour("/odoo/psms-dashboard", "psms_dashboard_drill_down", login="psms_manager")
