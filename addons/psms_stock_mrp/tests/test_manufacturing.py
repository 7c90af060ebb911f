from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user


class TestManufacturing(TransactionCase):
    """An operator finishes orders as before, and writes nothing of what they moved."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.operator = new_test_user(
            cls.env, login="psms_stock_mrp_operator", groups="psms_base.group_operator,mrp.group_mrp_user,stock.group_stock_user")
        cls.stock = cls.env["stock.warehouse"].search([("company_id", "=", cls.env.company.id)], limit=1).lot_stock_id
        cls.steel, cls.frame = cls.env["product.product"].create([
            {"name": "Steel", "is_storable": True}, {"name": "Frame", "is_storable": True}])
        bom = cls.env["mrp.bom"].create({
            "product_tmpl_id": cls.frame.product_tmpl_id.id,
            "bom_line_ids": [Command.create({"product_id": cls.steel.id, "product_qty": 2})],
        })
        cls.env["stock.quant"]._update_available_quantity(cls.steel, cls.stock, 20)
        cls.order = cls.env["mrp.production"].create({"product_id": cls.frame.id, "product_qty": 3, "bom_id": bom.id})
        cls.order.action_confirm()
        cls.order.action_assign()

    def finish(self):
        order = self.order.with_user(self.operator)
        order.qty_producing = 3
        order.move_raw_ids.write({"quantity": 6, "picked": True})
        order.button_mark_done()
        return order

    def test_operator_finishes_and_unbuilds(self):
        order = self.finish()
        self.assertEqual((order.state, self.frame.qty_available, self.steel.qty_available), ("done", 3, 14))
        unbuild = self.env["mrp.unbuild"].with_user(self.operator).create(
            {"product_id": self.frame.id, "mo_id": order.id, "product_qty": 1})
        unbuild.action_unbuild()
        self.assertEqual((self.frame.qty_available, self.steel.qty_available), (2, 16))

    def test_operator_does_not_rewrite(self):
        order = self.finish()
        line = order.move_finished_ids.move_line_ids
        for record, values in (
            (order.move_finished_ids, {"quantity": 1}), (order.move_raw_ids, {"date": "2020-01-01 00:00:00"}),
            (line, {"quantity": 1}), (line, {"consume_line_ids": [Command.clear()]}),
            (order, {"date_finished": "2020-01-01 00:00:00"}),
            (order, {"state": "confirmed"}), (order, {"product_qty": 9}), (order, {"qty_producing": 1}),
            (order, {"move_raw_ids": [Command.update(order.move_raw_ids.id, {"quantity": 1})]}),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                record.write(values)
        self.assertEqual(self.frame.qty_available, 3)

    def test_state_of_an_open_order_is_not_written(self):
        for state in ("done", "cancel"):
            with self.assertRaises(UserError):
                self.order.with_user(self.operator).state = state

    def test_earlier_date_is_recorded(self):
        """One row for the order and one for what was made, whatever Odoo writes on the way."""
        order = self.finish()
        supervisor = new_test_user(
            self.env, login="psms_stock_mrp_chief", groups="psms_base.group_warehouse_supervisor,mrp.group_mrp_manager")
        self.env.flush_all()
        last = self.env["psms.stock.correction"].search([], limit=1).id or 0
        order.with_user(supervisor).date_finished = fields.Datetime.subtract(order.date_finished, days=1)
        self.env.flush_all()
        rows = self.env["psms.stock.correction"].search([("id", ">", last)])
        self.assertEqual(
            sorted((row.action, row.model, row.user_id) for row in rows),
            [("backdate", "mrp.production", supervisor), ("backdate", "stock.move", supervisor)])
        self.assertEqual(order.move_finished_ids.date, order.date_finished)

    def test_release_is_recorded(self):
        last = self.env["psms.stock.correction"].search([], limit=1).id or 0
        self.order.with_user(self.operator).do_unreserve()
        rows = self.env["psms.stock.correction"].search([("id", ">", last)])
        self.assertEqual((rows.action, rows.model, rows.user_id), ("release", "mrp.production", self.operator))
        self.assertIn("Steel", rows.before)

    def test_kits_among_others_are_taken_apart(self):
        """The kit's components take its place; one query answers for all moves."""
        kit, chair, *plain = self.env["product.product"].create([
            {"name": f"Part {number}", "is_storable": True} for number in range(12)])
        self.env["mrp.bom"].create({
            "product_tmpl_id": kit.product_tmpl_id.id, "type": "phantom",
            "bom_line_ids": [Command.create({"product_id": chair.id, "product_qty": 4})],
        })
        customers = self.env.ref("stock.stock_location_customers")

        def moves(products):
            found = self.env["stock.move"].create([{
                "product_id": product.id, "product_uom_qty": 2, "location_id": self.stock.id,
                "location_dest_id": customers.id, "picking_type_id": self.stock.warehouse_id.out_type_id.id,
            } for product in products])
            self.env.flush_all()
            self.env.invalidate_all()
            return found

        def cost(found):
            before = self.env.cr.sql_log_count
            self.assertEqual(found.action_explode(), found)
            return self.env.cr.sql_log_count - before

        self.assertEqual(cost(moves(plain[:2])), cost(moves(plain)))
        mixed = moves([plain[0], kit, plain[1]])
        exploded = mixed.action_explode()
        self.assertEqual([(move.product_id, move.product_uom_qty) for move in exploded],
                         [(plain[0], 2), (plain[1], 2), (chair, 8)])
        self.assertFalse(mixed[1].exists())
