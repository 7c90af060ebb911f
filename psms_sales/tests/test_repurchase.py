from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import NOW, PsmsSalesCommon


@tagged("post_install", "-at_install")
class TestRepurchase(PsmsSalesCommon):

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(NOW))

    def buy(self, partner, *days_ago):
        for days in days_ago:
            day = NOW - timedelta(days=days)
            order = self.order([(self.advice, 1)], day=day, partner_id=partner.id)
            self.confirm(order, day)
            order.date_order = day

    def buyer(self, name, **values):
        return self.env["res.partner"].create({"name": name, "user_id": self.seller.id, **values})

    def row(self, partner):
        self.env.flush_all()
        self.env["psms.customer.report"].invalidate_model()
        return self.env["psms.customer.report"].search([
            ("partner_id", "=", partner.id), ("company_id", "=", self.company.id)])

    def test_rate_counts_purchases_within_the_window(self):
        partner = self.buyer("Often")
        # 400 is over a year ago, yet it is what 340 follows; 200 came too late after 340; 10 twice on one day.
        self.buy(partner, 400, 340, 200, 130, 10, 10)
        row = self.row(partner)
        self.assertEqual(row.order_count, 5)
        self.assertEqual(row.purchase_count, 4)
        self.assertEqual(row.repurchase_count, 2, "340 after 400 and 130 after 200")
        self.assertAlmostEqual(row.repurchase_rate, 0.5)
        self.assertAlmostEqual(row.interval_days, (60 + 140 + 70 + 120) / 4)
        self.assertEqual(row.last_date, (NOW - timedelta(days=10)).date())
        self.assertEqual(row.days_since, 10)
        self.assertAlmostEqual(row.revenue, 5 * 80)
        self.company.psms_repurchase_days = 120
        self.assertEqual(self.row(partner).repurchase_count, 3)

    def test_life_cycle(self):
        for days, stage in [((5,), "new"), ((5, 60), "regular"), ((100,), "at_risk"), ((100, 130), "at_risk"),
                            ((90, 95), "regular"), ((180, 190), "at_risk"), ((181,), "lost")]:
            with self.subTest(days=days):
                partner = self.buyer(f"Life {days}")
                self.buy(partner, *days)
                self.assertEqual(self.row(partner).lifecycle, stage)

    def test_fields_of_the_customer_are_those_of_the_report(self):
        company = self.buyer("Group", is_company=True)
        contact = self.buyer("Buyer", parent_id=company.id)
        self.buy(company, 40)
        self.buy(contact, 10)
        row = self.row(company)
        self.assertFalse(self.row(contact), "a contact counts for its company")
        self.assertEqual(row.purchase_count, 2)
        for partner in (company, contact):
            partner = partner.with_user(self.seller).with_company(self.company)
            self.assertEqual(
                (partner.psms_purchase_count, partner.psms_repurchase_rate, partner.psms_lifecycle,
                 partner.psms_last_order_date, partner.psms_order_interval, partner.psms_order_count),
                (2, 0.5, "regular", row.last_date, 30, 2))
        stranger = self.buyer("Never")
        self.assertEqual((stranger.psms_purchase_count, stranger.psms_lifecycle), (0, False))
        action = contact.action_psms_customer_orders()
        self.assertEqual(self.env["sale.order"].search_count(action["domain"]), 2)

    def test_figures_of_many_customers_take_one_query(self):
        partners = self.env["res.partner"]
        for number in range(12):
            partner = self.buyer(f"Many {number}")
            self.buy(partner, 5, 20)
            partners += partner
        self.env.flush_all()
        self.env.invalidate_all()
        partners.mapped("commercial_partner_id.name")
        self.env["res.company"].search([]).mapped("psms_repurchase_days")
        self.company._psms_timezone()
        few = partners[:2]
        with self.assertQueryCount(5):
            few.mapped("psms_repurchase_rate")
        self.env["res.partner"].invalidate_model(["psms_repurchase_rate"])
        with self.assertQueryCount(5):
            partners.mapped("psms_repurchase_rate")

    def test_rate_of_a_group_is_of_all_its_customers_together(self):
        category = self.env["res.partner.category"].create({"name": "Retail"})
        often, once = (self.buyer(name, category_id=[(4, category.id)]) for name in ("A", "B"))
        self.buy(often, 5, 20, 40)
        self.buy(once, 5)
        self.env.flush_all()
        [(_segment, rate)] = self.env["psms.customer.report"]._read_group(
            [("partner_id", "in", (often + once).ids)], ["category_id"], ["repurchase_rate:avg"])
        self.assertAlmostEqual(rate, 2 / 4)

    def test_who_sees_what(self):
        self.buy(self.customer, 5)
        mine, theirs = self.customer, self.buyer("Theirs", user_id=self.colleague.id)
        self.buy(theirs, 5)
        self.env.flush_all()
        seen = self.env["psms.customer.report"].with_user(self.seller).search([]).partner_id
        self.assertIn(mine, seen)
        self.assertNotIn(theirs, seen)
        manager = new_test_user(self.env, login="psms_boss", groups="psms_base.group_manager", company_id=self.company.id)
        self.assertIn(theirs, self.env["psms.customer.report"].with_user(manager).search([]).partner_id)
        keeper = new_test_user(self.env, login="psms_keep", groups="psms_base.group_store_keeper")
        with self.assertRaises(AccessError):
            self.env["psms.customer.report"].with_user(keeper).search([])
        with self.assertRaises(AccessError):
            mine.with_user(keeper).read(["psms_repurchase_rate"])

    def test_window_is_at_least_a_day(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.company.psms_repurchase_days = 0
            self.env.flush_all()
