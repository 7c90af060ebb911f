from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..services.plan_snapshot import take_snapshot
from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanParameters(PlanCommon):
    """The closest set applies as a whole; reordering rules count beside it, never on top of it."""

    def item(self, product, warehouse=None):
        snapshot = take_snapshot(self.env, self.company, self.today)
        return snapshot.items[product.id, (warehouse or self.warehouse).id]

    def orderpoint(self, product, minimum, maximum, **values):
        return self.env["stock.warehouse.orderpoint"].create({
            "product_id": product.id, "company_id": self.company.id, "warehouse_id": self.warehouse.id,
            "location_id": self.warehouse.lot_stock_id.id, "product_min_qty": minimum, "product_max_qty": maximum, **values})

    def test_closest_set(self):
        """Product and warehouse, product, category and warehouse, category, the category above, company."""
        metal = self.env["product.category"].create({"name": "Metal"})
        screws = self.env["product.category"].create({"name": "Screws", "parent_id": metal.id})
        self.screw.categ_id = screws
        self.sell(self.screw, 1, days=30)
        found = []
        here = {"warehouse_id": self.warehouse.id}
        for security, (product, keys) in enumerate([
            (None, {}), (None, here), (None, {"category_id": metal.id}), (None, {"category_id": screws.id}),
            (None, {"category_id": screws.id, **here}), (self.screw, {}), (self.screw, here),
        ], start=1):
            self.parameters(product, security_days=security, **keys)
            found.append(self.item(self.screw).lead_days - 5)
        self.assertEqual(found, [1, 2, 3, 4, 5, 6, 7])

    def test_applies_as_a_whole(self):
        """The product's set hides every value of the company's."""
        self.parameters(safety_stock=20, security_days=3)
        self.parameters(self.screw, lot_multiple=12)
        for product in (self.screw, self.sheet):
            self.sell(product, 1, days=30)
        screw, sheet = self.item(self.screw), self.item(self.sheet)
        self.assertEqual((screw.lot_multiple, screw.safety_stock, screw.lead_days), (12, 0, 5))
        self.assertEqual((sheet.lot_multiple, sheet.safety_stock, sheet.lead_days), (1, 20, 8))

    def test_values_reach_the_plan(self):
        self.parameters(self.screw, planner_id=self.planner.id, fence_days=10, expedite_limited=True, expedite_days=0)
        for product in (self.screw, self.sheet):
            self.sell(product, 1, days=30)
        item = self.item(self.screw)
        self.assertEqual((item.planner_id, item.fence_days, item.expedite_days), (self.planner.id, 10, 0))
        item = self.item(self.sheet)
        self.assertEqual((item.planner_id, item.fence_days, item.expedite_days), (None, 0, None))

    def test_fixed_lot(self):
        """Every order is exactly the lot."""
        self.parameters(self.screw, lot_rule="fixed", lot_multiple=40)
        self.sell(self.screw, 90, days=30)
        self.plan()
        self.assertEqual(self.planned(self.screw).mapped("quantity"), [40, 40, 40])

    def test_safety_stock_is_not_counted_twice(self):
        """The larger of the set's safety stock and the rule's minimum, not their sum."""
        self.parameters(self.screw, safety_stock=30)
        self.assertEqual(self.item(self.screw).safety_stock, 30, "a product's own safety stock needs no demand")
        orderpoint = self.orderpoint(self.screw, 20, 20)
        self.assertEqual(self.item(self.screw).safety_stock, 30)
        orderpoint.write({"product_min_qty": 45, "product_max_qty": 45})
        self.assertEqual(self.item(self.screw).safety_stock, 45)

    def test_one_set(self):
        self.parameters(self.screw)
        with self.assertRaisesRegex(Exception, "psms_plan_parameter"), self.cr.savepoint():
            self.parameters(self.screw)

    # -- reordering rules ----------------------------------------------------------------------------------------------

    def take_over(self, archive):
        wizard = self.env["psms.plan.take_over"].with_user(self.planner).with_company(self.company).create(
            {"archive_rules": True} if archive else {})
        return wizard, wizard.action_take_over()

    def test_take_over(self):
        """The same plan before and after, with and without the rules."""
        self.parameters(security_days=2)  # applies to all: what is taken over keeps it
        dozen = self.env.ref("uom.product_uom_dozen")
        rule = self.orderpoint(self.screw, 20, 60, replenishment_uom_id=dozen.id)
        preferring = self.orderpoint(self.sheet, 5, 5, supplier_id=self.sheet.seller_ids.id)
        self.sell(self.screw, 7, days=30)
        self.sell(self.sheet, 7, days=40)
        self.plan()
        before = self.figures()
        wizard, action = self.take_over(archive=False)
        self.assertEqual(wizard.rule_count, 2)
        taken = self.env["psms.plan.parameter"].search(action["params"]["next"]["domain"]).sorted(lambda row: row.product_id.id)
        self.assertEqual(
            [(row.product_id, row.warehouse_id, row.safety_stock, row.lot_min, row.lot_multiple, row.security_days)
             for row in taken],
            [(self.sheet, self.warehouse, 5, 0, 0, 2), (self.screw, self.warehouse, 20, 40, 12, 2)])
        self.plan()
        self.assertEqual(self.figures(), before)
        self.assertEqual((rule.active, preferring.active), (True, True))
        taken.unlink()
        with self.assertRaises(AccessError):  # who may not change reordering rules may not archive them here
            self.take_over(archive=True)
        self.planner.group_ids += self.env.ref("stock.group_stock_manager")
        self.take_over(archive=True)
        self.plan()
        self.assertEqual(self.figures(), before)
        self.assertEqual((rule.active, preferring.active, preferring.product_min_qty), (False, True, 0))

    def test_take_over_again(self):
        """Sets that are there already are not touched."""
        self.orderpoint(self.screw, 20, 60)
        own = self.parameters(self.screw, warehouse_id=self.warehouse.id, safety_stock=3)
        self.planner.group_ids += self.env.ref("stock.group_stock_manager")
        _wizard, action = self.take_over(archive=True)
        self.assertIn("0 reordering rules", action["params"]["message"])
        self.assertEqual(own.safety_stock, 3)
        self.assertTrue(self.env["stock.warehouse.orderpoint"].search([("product_id", "=", self.screw.id)]))

    # -- the product's form --------------------------------------------------------------------------------------------

    def test_product_form(self):
        """It shows what applies, and a new set of its own begins with that."""
        screw = self.screw.product_tmpl_id.with_user(self.planner).with_company(self.company)
        self.assertFalse(screw.psms_parameter_id)
        company_set = self.parameters(lot_min=25)
        self.env.invalidate_all()
        self.assertEqual(screw.psms_parameter_id, company_set)
        action = screw.action_psms_parameters()
        self.assertEqual((action["context"]["default_product_id"], action["context"]["default_lot_min"], action["res_id"]),
                         (self.screw.id, 25, False))
        own = self.env["psms.plan.parameter"].with_user(self.planner).with_context(
            **action["context"], allowed_company_ids=self.company.ids).create({})
        self.assertEqual((own.product_id, own.lot_min), (self.screw, 25))
        self.env.invalidate_all()
        self.assertEqual((screw.psms_parameter_id, screw.action_psms_parameters()["res_id"]), (own, own.id))

    def test_access(self):
        """Planners write them, in their own company; nobody else sees them."""
        own = self.parameters(self.screw)
        own.with_user(self.planner).lot_min = 3
        for login, groups in (("parameter_operator", "psms_base.group_operator"), ("parameter_user", "base.group_user")):
            user = new_test_user(self.env, login, groups=groups, company_id=self.company.id,
                                 company_ids=[Command.set(self.company.ids)])
            with self.assertRaises(AccessError):
                own.with_user(user).read(["lot_min"])
        other = self.env["res.company"].create({"name": "Plan Test Other"})
        stranger = new_test_user(self.env, "parameter_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[Command.set(other.ids)])
        with self.assertRaises(AccessError):
            own.with_user(stranger).with_context(allowed_company_ids=other.ids).read(["lot_min"])
