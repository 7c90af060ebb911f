from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..services.age_refresh import refresh
from .common import AgeCommon


@tagged("post_install", "-at_install")
class TestAgeAccess(AgeCommon):
    """Who sees ages, and who sees what they are worth."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, login=f"age_{role}", groups=f"psms_base.group_{role}", company_id=cls.company.id)
            for role in ("store_keeper", "warehouse_supervisor", "planner", "accountant", "salesperson", "external")}
        cls.receive(cls.part, 10, 400)
        refresh(cls.env)

    def rows(self, role):
        return self.env["psms.age.report"].with_user(self.users[role]).search([("product_id", "=", self.part.id)])

    def test_value_is_for_those_who_answer_for_it(self):
        for role in ("warehouse_supervisor", "accountant"):
            self.assertEqual(self.rows(role).value, 20)
        for role in ("store_keeper", "planner"):
            self.assertEqual(self.rows(role).quantity, 10)
            for field in ("value", "unit_cost"):
                with self.assertRaises(AccessError):
                    self.rows(role).read([field])
                with self.assertRaises(AccessError):
                    self.rows(role)._read_group([], ["bucket_id"], [f"{field}:sum"])

    def test_others_see_nothing(self):
        for role in ("salesperson", "external"):
            with self.assertRaises(AccessError):
                self.rows(role)

    def test_store_keeper_opens_an_up_to_date_report(self):
        self.receive(self.part, 1, 10)
        self.env["psms.age.report"].with_user(self.users["store_keeper"]).action_open()
        self.assertEqual(sum(self.rows("store_keeper").mapped("quantity")), 11)

    def test_printed_report_of_a_store_keeper_has_no_value(self):
        view = self.env["psms.age.view"].with_user(self.users["store_keeper"]).create({})
        columns = view.env["psms.document.stock_age"]._document_columns(view)
        self.assertEqual(len(columns), 8)
        self.assertTrue(view.env["psms.document.stock_age"]._produce(view.ids, "xlsx")[1])

    def test_nobody_writes_the_ledger(self):
        layer = self.env["psms.age.layer"].search([("product_id", "=", self.part.id)])
        for user in self.users.values():
            with self.assertRaises(AccessError):
                layer.with_user(user).write({"born_on": self.today})

    def test_store_keeper_sets_up_nothing(self):
        with self.assertRaises(AccessError):
            self.company.age_bucket_ids[0].with_user(self.users["store_keeper"]).percent = 1
        self.company.age_bucket_ids[0].with_user(self.users["warehouse_supervisor"]).percent = 0.05
