from datetime import datetime, timedelta
from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..services import age_costs
from ..services.age_refresh import refresh
from .common import AgeCommon


@tagged("post_install", "-at_install")
class TestAgeReport(AgeCommon):
    """Buckets, values, and what opens behind a figure."""

    def values(self, product, ago=None):
        refresh(self.env)
        report = self.report(ago)
        report._prepare(ago is not None and self.day(ago))
        return dict(report._read_group([("product_id", "=", product.id)], ["bucket_id"], ["value:sum"]))

    def by_bucket(self, product, ago=None):
        refresh(self.env)
        return {bucket.name: quantity for bucket, quantity in self.report(ago)._read_group(
            [("product_id", "=", product.id)], ["bucket_id"], ["quantity:sum"])}

    def test_buckets_on_their_first_and_last_day(self):
        for ago in (0, 30, 31, 365, 366, 2000):
            self.receive(self.part, 1, ago)
        self.assertEqual(self.by_bucket(self.part), {"0-30": 2, "31-60": 1, "181-365": 1, "366+": 2})
        self.assertEqual(self.by_bucket(self.part, 336), {"0-30": 2, "366+": 1})

    def test_company_has_its_own_buckets(self):
        self.receive(self.part, 1, 45)
        self.env["psms.age.bucket"].create({"company_id": self.company.id, "days_from": 40})
        self.assertEqual(self.by_bucket(self.part), {"40-60": 1})
        with self.assertRaises(ValidationError):
            self.company.age_bucket_ids.filtered(lambda bucket: bucket.days_from == 0).unlink()

    def test_new_company_has_buckets_and_a_policy(self):
        company = self.env["res.company"].create({"name": "Age branch"})
        self.assertEqual(company.age_bucket_ids.mapped("name"), ["0-30", "31-60", "61-90", "91-180", "181-365", "366+"])
        self.assertEqual(self.env["psms.age.policy"].search_count([("company_id", "=", company.id)]), 1)

    def test_value_of_now_is_at_the_cost_of_the_product(self):
        self.receive(self.part, 10, 100)
        self.assertEqual(sum(self.values(self.part).values()), 20)

    def test_standard_cost_of_a_past_day(self):
        self.receive(self.part, 10, 100)
        history = self.env["product.value"].search([("product_id", "=", self.part.id)])
        history.date = datetime.combine(self.day(200), datetime.min.time())
        self.part.standard_price = 3
        latest = self.env["product.value"].search([("product_id", "=", self.part.id)]) - history
        latest.date = datetime.combine(self.day(50), datetime.min.time())
        self.assertEqual([sum(self.values(self.part, ago).values()) for ago in (80, 40, 0)], [20, 30, 30])

    def test_average_cost_of_a_past_day(self):
        self.category.property_cost_method = "average"
        for cost, ago in ((2, 100), (6, 60)):
            move = self.receive(self.part, 10, ago, price_unit=cost)
            move.value_manual = cost * 10
        self.env["product.value"].search([("product_id", "=", self.part.id), ("move_id", "=", False)]).date = \
            datetime.combine(self.day(300), datetime.min.time())
        self.part._update_standard_price()
        self.assertEqual(sum(self.values(self.part, 80).values()), 20)
        self.assertEqual(sum(self.values(self.part, 10).values()), 80)
        self.assertEqual(sum(self.values(self.part).values()), 80)

    def test_goods_of_others_have_no_value(self):
        owner = self.env["res.partner"].create({"name": "Age consignor"})
        move = self.receive(self.part, 10, 20)
        move.move_line_ids.owner_id = owner
        self.assertEqual(self.values(self.part), {self.company.age_bucket_ids[0]: 0})

    def test_costs_of_a_day_are_not_computed_twice(self):
        self.receive(self.part, 10, 20)
        refresh(self.env)
        age_costs.prepare(self.env, self.company, self.day(10))
        self.env.flush_all()
        with self.assertQueryCount(1):
            age_costs.prepare(self.env, self.company, self.day(10))

    def test_piece_opens_its_receipt_and_its_way(self):
        receipt = self.receive(self.part, 10, 100)
        self.move(self.part, 10, self.stock, self.bin_a, 60)
        refresh(self.env)
        piece = self.report().search([("product_id", "=", self.part.id)])
        self.assertEqual(self.env["stock.move.line"].search(piece.action_open_births()["domain"]), receipt.move_line_ids)
        way = self.env["psms.age.layer"].search(piece.action_open_way()["domain"])
        self.assertEqual([(stay.location_id, stay.valid_from, stay.valid_to) for stay in way],
                         [(self.stock, self.day(100), self.day(60)), (self.bin_a, self.day(60), False)])

    def test_opening_brings_the_ledger_up_to_date(self):
        self.env["psms.age.report"].action_open()
        self.receive(self.part, 10, 100)
        action = self.env["psms.age.report"].action_open()
        self.assertEqual(action["res_model"], "psms.age.report")
        self.assertEqual(sum(self.report().search([("product_id", "=", self.part.id)]).mapped("quantity")), 10)

    def test_report_of_a_past_day_by_the_dialog(self):
        self.receive(self.part, 10, 100)
        view = self.env["psms.age.view"].create({"day": self.day(30), "group_by": "vendor_id"})
        action = view.action_show()
        rows = self.env["psms.age.report"].with_context(**action["context"]).search(
            [*action["domain"], ("product_id", "=", self.part.id)])
        self.assertEqual(rows.age, 70)
        with self.assertRaises(ValidationError):
            view.day = self.today + timedelta(days=2)

    def test_printed_and_exported(self):
        self.receive(self.part, 10, 100)
        self.receive(self.part, 5, 20)
        view = self.env["psms.age.view"].create({"group_by": "product_id", "warehouse_id": self.plant.id})
        self.assertIn("/psms/document/stock_age/", view.action_print()["url"])
        name, content = self.env["psms.document.stock_age"]._produce(view.ids, "xlsx")
        self.assertTrue(name.endswith(".xlsx"))
        rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
        found = next(row for row in rows if row[0] == self.part.display_name)
        self.assertEqual(found[1:], (5, None, None, 10, None, None, 15, 10, None, None, 20, None, None, 30))
        self.assertTrue(self.env["psms.document.stock_age"]._produce(view.ids, "pdf")[1].startswith(b"%PDF"))

    def test_other_companies_see_only_theirs(self):
        self.receive(self.part, 10, 100)
        refresh(self.env)
        company = self.env["res.company"].create({"name": "Age branch"})
        user = self.env["res.users"].create({
            "name": "Age stranger", "login": "age_stranger", "company_id": company.id, "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set(self.env.ref("psms_base.group_warehouse_supervisor").ids)]})
        for model in ("psms.age.report", "psms.age.layer"):
            self.assertFalse(self.env[model].with_user(user).search([("product_id", "=", self.part.id)]))
