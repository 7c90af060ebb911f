from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command

from ..services import correction, posting
from .common_truth import StockTruthCommon


class TestProtection(StockTruthCommon):
    """No door lets a person write what Odoo alone should write; Odoo's own flows work as before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.done = cls.received(cls.fan, 10)
        cls.line = cls.done.move_line_ids
        cls.quant = cls.env["stock.quant"].search([("product_id", "=", cls.fan.id), ("location_id", "=", cls.stock.id)])

    def test_quant_is_not_written(self):
        quant = self.quant.with_user(self.keeper)
        for values in ({"quantity": 999}, {"reserved_quantity": 5}, {"in_date": "2020-01-01"}, {"location_id": self.bin_a.id}):
            with self.refused():
                quant.write(values)
            with self.refused():
                quant.with_context(inventory_mode=True, psms_allowed=True, posting=True).write(values)
            with self.refused():
                quant.web_save(values, {})
        with self.refused():
            quant.create({"product_id": self.fan.id, "location_id": self.bin_a.id, "quantity": 7})
        with self.refused():
            quant.create({"product_id": self.fan.id, "location_id": self.bin_a.id, "reserved_quantity": 7})
        with self.refused():
            quant.unlink()
        self.assertEqual(self.on_hand(self.fan), 10)
        self.moved(self.fan)

    def test_quant_is_not_imported(self):
        result = self.env["stock.quant"].with_user(self.keeper).load(
            ["product_id/.id", "location_id/.id", "quantity"], [[str(self.fan.id), str(self.bin_a.id), "55"]])
        self.assertFalse(result["ids"])
        self.assertEqual(self.on_hand(self.fan), 10)

    def test_quantity_written_by_others_becomes_an_adjustment(self):
        """Odoo lets its Inventory user write a quantity; here a move and a row stand behind it."""
        self.quant.with_user(self.clerk).write({"quantity": 12})
        self.env["stock.quant"].with_user(self.clerk).create(
            {"product_id": self.fan.id, "location_id": self.bin_a.id, "quantity": 3})
        self.assertEqual(self.on_hand(self.fan), 15)
        self.moved(self.fan)
        self.assertEqual(len(self.rows("adjustment")), 2)

    def test_done_move_is_not_written(self):
        move = self.done.move_ids.with_user(self.keeper)
        for values in (
            {"value": 1e9}, {"quantity": 3}, {"date": "2020-01-01 00:00:00"}, {"state": "assigned"}, {"state": "cancel"},
            {"location_dest_id": self.bin_a.id}, {"product_id": self.glue.id}, {"is_in": False}, {"price_unit": 7},
            {"move_line_ids": [Command.update(self.line.id, {"quantity": 3})]},
            {"move_line_ids": [Command.update(self.line.id, {"quantity_product_uom": 3})]},
            {"move_line_ids": [Command.delete(self.line.id)]},
            {"picked": False},
        ):
            with self.subTest(values=values), self.refused():
                move.write(values)
        with self.refused():
            move.unlink()
        self.assertEqual((move.quantity, self.on_hand(self.fan)), (10, 10))

    def test_done_line_is_not_written(self):
        line = self.line.with_user(self.keeper)
        for values in (
            {"quantity": 3}, {"quantity_product_uom": 3}, {"state": "draft"}, {"date": "2020-01-01 00:00:00"},
            {"location_dest_id": self.bin_a.id}, {"product_id": self.glue.id}, {"quantity": 3, "picked": False},
        ):
            with self.subTest(values=values), self.refused():
                line.write(values)
        with self.refused():
            line.unlink()
        with self.refused():
            line.create({"move_id": self.done.move_ids.id, "product_id": self.fan.id, "quantity": 4,
                         "location_id": line.location_id.id, "location_dest_id": self.stock.id})
        with self.refused():
            line.create({"picking_id": self.done.id, "product_id": self.fan.id, "quantity": 4})
        self.assertEqual(self.on_hand(self.fan), 10)

    def test_done_transfer_is_not_written(self):
        picking = self.done.with_user(self.keeper)
        for values in (
            {"date_done": "2020-01-01 00:00:00"}, {"state": "assigned"}, {"location_dest_id": self.bin_a.id},
            {"move_ids": [Command.update(self.done.move_ids.id, {"quantity": 3})]},
            {"move_line_ids": [Command.update(self.line.id, {"quantity": 3})]},
            {"move_ids": [Command.create({"product_id": self.fan.id, "product_uom_qty": 2, "quantity": 2,
                                          "location_id": picking.location_id.id, "location_dest_id": self.stock.id})]},
        ):
            with self.subTest(values=values), self.refused():
                picking.write(values)
            with self.subTest(values=values), self.refused():
                picking.web_save(values, {})
        with self.refused():
            picking.unlink()

    def test_nothing_is_created_done(self):
        values = {"product_id": self.fan.id, "product_uom_qty": 5, "quantity": 5, "location_id": self.done.location_id.id,
                  "location_dest_id": self.stock.id}
        moves, lines = self.env["stock.move"].with_user(self.keeper), self.env["stock.move.line"].with_user(self.keeper)
        for state in ("done", "cancel"):
            with self.refused():
                moves.create({**values, "state": state})
        with self.refused():
            moves.create({**values, "value": 100})
        with self.refused():
            moves.create({**values, "picking_id": self.done.id})
        with self.refused():
            lines.create({"product_id": self.fan.id, "quantity": 5, "state": "done",
                          "location_id": self.done.location_id.id, "location_dest_id": self.stock.id})
        open_receipt = self.receipt([(self.fan, 5)])
        with self.refused():
            open_receipt.with_user(self.keeper).move_ids.write({"quantity": 5, "state": "done"})
        with self.refused():
            open_receipt.with_user(self.keeper).write({"state": "done"})

    def test_keeper_does_not_adjust(self):
        quant = self.quant.with_user(self.keeper).with_context(inventory_mode=True)
        quant.inventory_quantity = 8  # a count
        with self.refused():
            quant.action_apply_inventory()
        self.assertEqual(self.on_hand(self.fan), 10)
        with correction.documented():
            quant.action_apply_inventory()  # as a service that keeps its own document
        self.assertEqual(self.on_hand(self.fan), 8)
        self.assertFalse(self.rows("adjustment"))

    def test_keeper_works_as_before(self):
        """Receive, reserve, deliver in part, return, scrap, move: Odoo's own flows, as the user."""
        keeper = self.keeper
        receipt = self.receipt([(self.fan, 6)]).with_user(keeper)
        receipt.move_ids.quantity = 4
        receipt.move_ids.picked = True
        receipt.with_context(skip_backorder=True).button_validate()
        self.assertEqual((receipt.state, receipt.backorder_ids.move_ids.product_uom_qty), ("done", 2))
        receipt.backorder_ids.action_cancel()
        delivery = self.delivery([(self.fan, 3)]).with_user(keeper)
        delivery.do_unreserve()
        delivery.action_assign()
        delivery.button_validate()
        self.assertEqual(delivery.state, "done")
        wizard = self.env["stock.return.picking"].with_user(keeper).with_context(
            active_id=delivery.id, active_model="stock.picking").create({"picking_id": delivery.id})
        wizard.product_return_moves.quantity = 1
        returned = self.env["stock.picking"].with_user(keeper).browse(wizard.action_create_returns()["res_id"])
        returned.button_validate()
        self.env["stock.scrap"].with_user(keeper).create(
            {"product_id": self.fan.id, "scrap_qty": 1, "location_id": self.stock.id}).action_validate()
        self.assertEqual(self.on_hand(self.fan), 10 + 4 - 3 + 1 - 1)
        self.moved(self.fan)

    def test_supervisor_edits_what_is_done(self):
        self.done.with_user(self.supervisor).move_ids.write(
            {"move_line_ids": [Command.update(self.line.id, {"quantity": 7})]})
        self.assertEqual(self.on_hand(self.fan), 7)
        self.moved(self.fan)
        [row] = self.rows("done_quantity")
        self.assertEqual((row.user_id, row.record_name), (self.supervisor, f"{self.done.name} · {self.line.display_name}"))
        self.assertIn("10", row.before)
        self.assertIn("7", row.after)
        self.done.move_ids.with_user(self.supervisor).quantity = 9
        self.assertEqual(self.on_hand(self.fan), 9)
        for values in ({"state": "draft"}, {"quantity_product_uom": 3}, {"date": "2020-01-01 00:00:00"}):
            with self.refused():
                self.line.with_user(self.supervisor).write(values)
        with self.refused():
            self.done.move_ids.with_user(self.supervisor).write({"value": 4})

    def test_backdating(self):
        picking = self.done.with_user(self.supervisor)
        earlier = fields.Datetime.now() - timedelta(days=3)
        with self.refused():
            picking.date_done = fields.Datetime.now() + timedelta(days=1)
        picking.date_done = earlier
        self.assertEqual(self.done.move_ids.date, earlier.replace(microsecond=0))
        self.assertEqual(self.line.date, earlier.replace(microsecond=0))
        self.assertEqual(len(self.rows("backdate")), 1)
        self.company.sudo().fiscalyear_lock_date = fields.Date.today() - timedelta(days=5)
        with self.refused():
            picking.date_done = fields.Datetime.now() - timedelta(days=20)

    def test_release_is_recorded(self):
        delivery = self.delivery([(self.fan, 3)])
        delivery.with_user(self.keeper).do_unreserve()
        [row] = self.rows("release")
        self.assertIn("Fan", row.before)
        self.assertEqual((row.user_id, row.door), (self.keeper, "program"))

    def test_book_is_append_only(self):
        row = correction.record(self.env, self.fan, "rename", {"barcode": "1"}, {"barcode": "2"}, "because")
        with self.refused():
            row.sudo().write({"reason": "other"})
        with self.refused():
            row.sudo().unlink()
        with self.assertRaises(AccessError):
            row.with_user(self.supervisor).create({"record_name": "x"})
        with self.assertRaises(AccessError):
            row.with_user(self.keeper).read(["reason"])
        self.assertIn("Barcode: 1 → 2", row.change)

    def test_row_outlives_its_user(self):
        visitor = self.env["res.users"].create({"name": "Short Stay", "login": "short_stay"})
        row = correction.record(self.env(user=visitor), self.fan, "rename", {}, {"barcode": "2"})
        visitor.unlink()
        self.assertEqual((row.exists(), bool(row.user_id), row.user_name), (row, False, "Short Stay (short_stay)"))

    def test_mark_ends_with_its_block(self):
        env = self.env(user=self.keeper)
        self.assertFalse(posting.is_allowed(env))
        with self.assertRaises(ZeroDivisionError), posting.allowed():
            self.assertTrue(posting.is_allowed(env))
            raise ZeroDivisionError
        self.assertFalse(posting.is_allowed(env))
