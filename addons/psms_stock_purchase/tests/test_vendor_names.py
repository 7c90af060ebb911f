from odoo.tests import TransactionCase, new_test_user


class TestVendorNames(TransactionCase):
    """A store keeper reads reordering rules with their vendors and no prices."""

    def test_reordering_rule(self):
        keeper = new_test_user(self.env, login="psms_vendor_names", groups="psms_base.group_store_keeper")
        vendor = self.env["res.partner"].create({"name": "Steel works"})
        buy = self.env["stock.rule"].search([("action", "=", "buy")], limit=1).route_id
        steel = self.env["product.product"].create({
            "name": "Steel", "is_storable": True, "route_ids": buy.ids,
            "seller_ids": [(0, 0, {"partner_id": vendor.id, "price": 12.34}), (0, 0, {"partner_id": vendor.id, "price": 56.78})],
        })
        rules = self.env["stock.warehouse.orderpoint"].create([
            {"product_id": steel.id, "product_min_qty": 5, "product_max_qty": 10},
        ])
        rules.supplier_id = steel.seller_ids[0]

        def read(user, **values):
            rules.write(values)
            self.env.flush_all()
            self.env.invalidate_all()
            return rules.with_user(user).web_read({
                "supplier_id": {"fields": {"display_name": {}}}, "supplier_id_placeholder": {}, "vendor_ids": {}})[0]

        self.assertIn("12.34", read(self.env.user)["supplier_id"]["display_name"])
        self.assertEqual(read(keeper)["supplier_id"]["display_name"], "Steel works")
        chosen = read(keeper, supplier_id=False)
        self.assertEqual((chosen["supplier_id_placeholder"], len(chosen["vendor_ids"])), ("Steel works", 2))
