from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.psms_stock.services import classes

DAY = date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestClasses(TransactionCase):
    """Figures of a warehouse whose lines are dated week by week before ``DAY``."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "Class plant", "code": "CLS"})
        cls.customers = cls.env.ref("stock.stock_location_customers")
        cls.suppliers = cls.env.ref("stock.stock_location_suppliers")
        cls.company = cls.warehouse.company_id
        cls.company.psms_class_days = 70  # ten weeks

    def product(self, name, cost=1.0):
        return self.env["product.product"].create({"name": name, "is_storable": True, "standard_price": cost})

    def move(self, product, quantity, source, dest, weeks_ago=0, origin=None):
        move = self.env["stock.move"].create({
            "product_id": product.id, "product_uom_qty": quantity, "product_uom": product.uom_id.id,
            "location_id": source.id, "location_dest_id": dest.id,
            "origin_returned_move_id": origin.id if origin else False,
        })
        move._action_confirm()
        move.quantity, move.picked = quantity, True
        move._action_done()
        move.move_line_ids.date = datetime(2026, 6, 30, 4) - timedelta(weeks=weeks_ago)
        return move

    def use(self, product, *weekly):
        """Ship these quantities, the last of them in the last week."""
        stock = self.warehouse.lot_stock_id
        self.move(product, sum(weekly) + 1, self.suppliers, stock, len(weekly))
        return [self.move(product, quantity, stock, self.customers, weeks_ago)
                for weeks_ago, quantity in zip(reversed(range(len(weekly))), weekly, strict=True) if quantity]

    def classes(self, *products):
        rows = {row.product_id: row for row in classes.compute(self.env, self.warehouse, DAY)}
        return [rows.get(product) for product in products]

    def test_abc_by_value_and_by_picks_differ(self):
        """One press sold once is most of the value; screws are most of the picks."""
        press, motor, screw = self.product("Press", 800), self.product("Motor", 18), self.product("Screw", 0.1)
        self.use(press, 0, 0, 1)
        self.use(motor, 0, 5, 5)
        self.use(screw, *[10] * 10)
        self.company.write({"psms_abc_a_share": 75, "psms_abc_b_share": 90})
        figures = self.classes(press, motor, screw)
        self.assertEqual([row.abc_value for row in figures], ["a", "b", "c"])
        self.assertEqual([row.abc_picks for row in figures], ["c", "b", "a"])
        self.assertEqual([row.usage_value for row in figures], [800, 180, 10])
        self.assertEqual([row.picks for row in figures], [1, 2, 10])

    def test_xyz_by_evenness(self):
        even, uneven, rare, new = (self.product(name) for name in ("Even", "Uneven", "Rare", "New"))
        self.use(even, *[10, 11, 9, 10, 10, 11, 9, 10])
        self.use(uneven, *[4, 16, 2, 18, 4, 16, 2, 18])
        self.use(rare, 20, 0, 0, 0, 0, 0, 0, 1)
        self.use(new, 10, 10)
        figures = self.classes(even, uneven, rare, new)
        self.assertEqual([row.xyz for row in figures], ["x", "y", "z", "z"])
        self.assertAlmostEqual(figures[0].variation, 0.0707, 3)

    def test_what_is_no_usage(self):
        """Counts, scrap, moves inside the warehouse and returns to vendors are none; a customer's return takes usage back."""
        product = self.product("Fan", 2)
        shipped, = self.use(product, 10)
        stock, other = self.warehouse.lot_stock_id, self.warehouse.wh_input_stock_loc_id
        self.move(product, 1, stock, other)
        self.move(product, 3, self.customers, stock, origin=shipped)
        self.move(product, 2, stock, self.suppliers)
        loss = self.env["stock.location"].search([("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1)
        self.move(product, 1, stock, loss)
        row, = self.classes(product)
        self.assertEqual((row.usage_qty, row.picks), (7, 1))

    def test_held_but_unused_is_c_and_gone_has_no_row(self):
        held, gone = self.product("Held"), self.product("Gone")
        self.move(held, 5, self.suppliers, self.warehouse.lot_stock_id)
        row, none = self.classes(held, gone)
        self.assertEqual((row.abc_value, row.abc_picks, row.xyz, row.usage_qty), ("c", "c", "z", 0))
        self.assertIsNone(none)
        self.move(held, 5, self.warehouse.lot_stock_id, self.suppliers)
        self.assertEqual(self.classes(held), [None])

    def test_class_before_stays_readable(self):
        product, other = self.product("Fan", 1), self.product("Cooker", 1)
        self.use(product, 10)
        self.classes(product)
        self.use(other, 1000)
        row, = self.classes(product)
        self.assertEqual((row.abc_value_before, row.abc_value), ("a", "c"))

    def test_statements_do_not_grow_with_the_products(self):
        for number in range(3):
            self.use(self.product(f"Part {number}"), 1)
        self.classes()
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            classes.compute(self.env, self.warehouse, DAY)
        for number in range(10):
            self.use(self.product(f"More {number}"), 1, 1)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(9):
            classes.compute(self.env, self.warehouse, DAY)

    def test_rights(self):
        keeper = new_test_user(self.env, "class_keeper", groups="psms_base.group_store_keeper")
        supervisor = new_test_user(self.env, "class_head", groups="psms_base.group_warehouse_supervisor")
        Class = self.env["psms.stock.class"]
        with self.assertRaises(AccessError):
            Class.with_user(keeper).action_compute()
        Class.with_user(supervisor).action_compute()
        self.assertIn("usage_value", Class.with_user(supervisor).fields_get())
        self.assertNotIn("usage_value", Class.with_user(keeper).fields_get())
        with self.assertRaises(AccessError):
            Class.with_user(supervisor).create({"product_id": 1})
