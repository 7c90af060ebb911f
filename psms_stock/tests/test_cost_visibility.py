from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..services import cost
from .common_truth import StockTruthCommon


class TestCostVisibility(StockTruthCommon):
    """Store keepers and operators see no cost on any door; supervisors, accountants and planners do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.fan.standard_price = 5
        cls.done = cls.received(cls.fan, 10)
        cls.planner_too = new_test_user(
            cls.env, login="psms_two_hats", groups="psms_base.group_store_keeper,psms_base.group_planner")

    def records(self, user):
        lots = self.env["stock.lot"].create({"name": f"C-{user.login}", "product_id": self.glue.id})
        quants = self.env["stock.quant"].search([("product_id", "=", self.fan.id)], limit=1)
        vendor = self.env["product.supplierinfo"].create(
            {"partner_id": self.partner.id, "product_tmpl_id": self.fan.product_tmpl_id.id, "price": 3})
        return {
            "product.template": self.fan.product_tmpl_id, "product.product": self.fan, "stock.lot": lots,
            "stock.move": self.done.move_ids, "stock.quant": quants, "product.supplierinfo": vendor,
        }

    def test_fields(self):
        for model, record in self.records(self.keeper).items():
            record = record.with_user(self.keeper)
            for name in cost.FIELDS[model] & set(record._fields):
                with self.subTest(field=f"{model}.{name}"):
                    self.assertNotIn(name, record.fields_get())
                    with self.assertRaises(AccessError):
                        record.read([name])
                    if record._fields[name].store:
                        with self.assertRaises(AccessError):
                            record.search([(name, ">", 0)])
                        with self.assertRaises(AccessError):
                            record.search([], order=name)
                        with self.assertRaises(AccessError):
                            record.formatted_read_group([], [], [f"{name}:sum"])

    def test_the_best_vendor_is_chosen_all_the_same(self):
        cheap, dear = self.env["product.supplierinfo"].create([
            {"partner_id": self.partner.id, "product_tmpl_id": self.fan.product_tmpl_id.id, "price": price} for price in (3, 4)])
        dear.sequence = -1
        self.env.invalidate_all()
        self.assertEqual(self.fan.with_user(self.keeper).seller_ids, dear | cheap)
        chosen = self.fan.with_user(self.keeper)._select_seller()
        self.assertEqual(chosen, cheap)
        with self.assertRaises(AccessError):
            chosen.read(["price"])

    def test_the_unit_of_a_hidden_cost_is_hidden_too(self):
        for user, count in ((self.supervisor, 1), (self.keeper, 0)):
            views = self.env["product.template"].with_user(user).get_views([(False, "form")])
            arch = etree.fromstring(views["views"]["form"]["arch"])
            self.assertEqual(len(arch.findall(".//div[@name='standard_price_uom']")), count)

    def test_supervisor_and_two_hats_see(self):
        self.assertEqual(self.fan.with_user(self.supervisor).standard_price, 5)
        self.assertEqual(self.done.move_ids.with_user(self.supervisor).read(["value"])[0]["value"], 50)
        self.assertEqual(self.fan.with_user(self.planner_too).standard_price, 5)
        self.assertEqual(self.fan.with_user(self.clerk).standard_price, 5, "Odoo's rights without a role of PSMS")

    def test_views_lack_them(self):
        for model, kind in (
            ("product.template", "form"), ("product.template", "list"), ("product.product", "form"), ("product.product", "list"),
            ("stock.move", "list"), ("stock.lot", "form"), ("stock.quant", "list"), ("stock.picking", "form"),
        ):
            with self.subTest(view=f"{model} {kind}"):
                views = self.env[model].with_user(self.keeper).get_views([(False, kind)])
                arch = etree.fromstring(views["views"][kind]["arch"])
                shown = {node.get("name") for node in arch.iter("field")}
                self.assertFalse(shown & {"standard_price", "avg_cost", "total_value", "remaining_value"})
                self.assertTrue(all(name in views["models"][model]["fields"] for name in [
                    node.get("name") for node in arch.xpath("//field[not(ancestor::field)]")]))
        arch = self.env["product.template"].with_user(self.supervisor).get_view(view_type="form")["arch"]
        self.assertIn("standard_price", arch)

    def test_keeper_moves_goods_that_cost_something(self):
        """The transitions read and set values as the user."""
        for method in ("standard", "average", "fifo"):
            self.fan.product_tmpl_id.categ_id = self.env["product.category"].create(
                {"name": method, "property_cost_method": method})
            receipt = self.receipt([(self.fan, 4)]).with_user(self.keeper)
            receipt.button_validate()
            delivery = self.delivery([(self.fan, 2)]).with_user(self.keeper)
            delivery.button_validate()
            self.assertEqual((receipt.state, delivery.state), ("done", "done"))
            self.assertEqual(delivery.move_ids.sudo().value, 10)
            copy = self.receipt([(self.fan, 1)]).with_user(self.keeper).copy()
            self.assertEqual(copy.move_ids.product_uom_qty, 1)
