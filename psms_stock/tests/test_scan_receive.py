from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import StockScanCommon


@tagged("post_install", "-at_install")
class TestScanReceive(StockScanCommon):

    def test_receive_everything_and_validate(self):
        picking = self.start(self.receipt([(self.fan, 8), (self.glue, 5), (self.cooker, 2)]))
        self.accept(picking, "6901234567892")
        self.accept(picking, "BOX-6")
        self.assertEqual(self.done(picking, self.fan), 7, "a packaging's barcode stands for its content")
        answer = self.accept(picking, "GLUE")
        self.assertEqual(answer["state"]["expect"], "lot")
        self.accept(picking, "LOT-1")
        self.accept(picking, "LOT-1")
        answer = self.step(picking, "set", quantity=5, seen=2)
        self.assertTrue(answer["ok"], answer["message"])
        self.accept(picking, "COOKER")
        self.accept(picking, "SN-1")
        answer = self.accept(picking, "SN-2")
        self.assertFalse(answer["state"]["complete"], "one fan is missing")
        answer = self.accept(picking, "6901234567892")
        self.assertEqual(answer["state"]["expect"], "validate")
        answer = self.step(picking, "validate")
        self.assertEqual(answer["message"]["code"], "validated", answer)
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.backorder_ids)
        lots = self.env["stock.lot"].search([("product_id", "in", (self.glue + self.cooker).ids)])
        self.assertEqual(sorted(lots.mapped("name")), ["LOT-1", "SN-1", "SN-2"])
        self.assertEqual(
            self.env["stock.quant"]._get_available_quantity(self.glue, self.stock), 5)

    def test_bin_first_then_what_goes_into_it(self):
        picking = self.start(self.receipt([(self.fan, 3)]))
        self.accept(picking, "BIN-A")
        self.accept(picking, "6901234567892")
        self.accept(picking, "BIN-B")
        self.accept(picking, "6901234567892")
        by_bin = {line.location_dest_id: line.quantity for line in picking.move_line_ids if line.picked}
        self.assertEqual(by_bin, {self.bin_a: 1, self.bin_b: 1})

    def test_bin_after_what_was_counted(self):
        picking = self.start(self.receipt([(self.fan, 3), (self.glue, 1)]))
        self.accept(picking, "6901234567892")
        self.accept(picking, "GLUE")
        self.accept(picking, "L7")
        answer = self.accept(picking, "BIN-B")
        self.assertEqual(answer["message"]["code"], "placed")
        self.assertEqual(picking.move_line_ids.filtered("picked").location_dest_id, self.bin_b)
        self.accept(picking, "6901234567892")
        self.step(picking, "undo")
        self.step(picking, "undo")  # the placement
        self.assertEqual(picking.move_line_ids.filtered("picked").location_dest_id, self.stock)
        self.assertEqual(self.done(picking, self.fan), 1)

    def test_same_key_counts_once(self):
        picking = self.start(self.receipt([(self.fan, 8)]))
        first = self.scan(picking, "6901234567892", key="lost-answer")
        self.pending = {}
        again = self.scan(picking, "6901234567892", key="lost-answer")
        self.assertEqual(first, again)
        self.assertEqual(self.done(picking, self.fan), 1)
        with self.assertRaises(UserError):
            self.scan(picking, "BOX-6", key="lost-answer")

    def test_repeated_validate_answers_the_same(self):
        picking = self.start(self.receipt([(self.fan, 1)]))
        self.accept(picking, "6901234567892")
        pending = self.pending
        first = self.step(picking, "validate", key="v")
        self.pending = pending
        self.assertEqual(self.step(picking, "validate", key="v"), first)

    def test_backorder_is_asked_then_kept(self):
        picking = self.start(self.receipt([(self.fan, 8), (self.glue, 2)]))
        self.accept(picking, "BOX-6")
        answer = self.step(picking, "validate")
        self.assertEqual(answer["ask"], "backorder")
        self.assertEqual(picking.state, "assigned")
        answer = self.step(picking, "validate", backorder="keep")
        self.assertTrue(answer["ok"], answer["message"])
        self.assertEqual(picking.state, "done")
        self.assertEqual({move.product_id: move.product_uom_qty for move in picking.backorder_ids.move_ids},
                         {self.fan: 2, self.glue: 2})

    def test_backorder_dropped(self):
        picking = self.start(self.receipt([(self.fan, 8)]))
        self.accept(picking, "BOX-6")
        self.step(picking, "validate", backorder="drop")
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.backorder_ids)
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.fan, self.stock), 6)

    def test_set_lowers_and_raises(self):
        picking = self.start(self.receipt([(self.fan, 50)]))
        self.accept(picking, "6901234567892")
        self.step(picking, "set", quantity=40, seen=1)
        self.assertEqual(self.done(picking, self.fan), 40)
        self.step(picking, "set", quantity=12, seen=40)
        self.assertEqual(self.done(picking, self.fan), 12)
        self.assertEqual(sum(picking.move_line_ids.mapped("quantity")), 50, "the rest waits again")
        self.step(picking, "set", quantity=0, seen=12)
        self.assertEqual(self.done(picking, self.fan), 0)

    def test_undo_takes_back_own_scans_only(self):
        picking = self.start(self.receipt([(self.fan, 8)]))
        self.accept(picking, "6901234567892")
        other = new_test_user(self.env, login="psms_other", groups="psms_base.group_store_keeper")
        self.refuse(self.step(picking, "undo", user=other), "nothing_to_undo")
        answer = self.step(picking, "undo")
        self.assertTrue(answer["ok"], answer["message"])
        self.assertEqual(self.done(picking, self.fan), 0)
        self.assertEqual(sum(picking.move_line_ids.mapped("quantity")), 8)

    def test_units_of_the_order_line(self):
        picking = self.start(self.receipt([]))
        picking.move_ids = [(0, 0, {
            "product_id": self.fan.id, "product_uom_qty": 2, "product_uom": self.box.id,
            "location_id": picking.location_id.id, "location_dest_id": picking.location_dest_id.id,
        })]
        picking.action_confirm()
        self.accept(picking, "6901234567892")
        answer = self.step(picking, "set", quantity=12, seen=1)
        self.assertTrue(answer["state"]["complete"], answer["message"])
        self.step(picking, "validate")
        self.assertEqual(picking.state, "done")
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.fan, self.stock), 12)

    def test_role_is_checked_on_the_server(self):
        picking = self.receipt([(self.fan, 1)])
        stocker = new_test_user(self.env, login="psms_stocker", groups="stock.group_stock_user")
        for call in (
            lambda: picking.with_user(stocker).psms_scan({"key": "x", "op": "undo"}),
            lambda: picking.with_user(stocker).psms_scan_state(),
            lambda: picking.with_user(stocker).psms_scan_queue(),
            lambda: picking.with_user(stocker).psms_scan_find("Fan"),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_queue_and_find(self):
        receipt, delivery = self.receipt([(self.fan, 1)]), self.delivery([(self.stranger, 1)])
        receipt.origin = "P-TEST-77"
        queue = self.env["stock.picking"].with_user(self.keeper).psms_scan_queue(self.warehouse.in_type_id.id)
        self.assertEqual([row["id"] for row in queue["transfers"]], receipt.ids)
        self.assertNotIn(delivery.id, [row["id"] for row in queue["transfers"]], "nothing is reserved for it")
        find = self.env["stock.picking"].with_user(self.keeper).psms_scan_find
        for code in (receipt.name, "P-TEST-77", "6901234567892"):
            self.assertEqual([row["id"] for row in find(code)["transfers"]], receipt.ids, code)
        self.assertEqual(find("STRANGER")["message"]["code"], "no_transfer")
        self.assertEqual(find("")["message"]["code"], "empty_code")
