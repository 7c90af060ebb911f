from odoo.tests import tagged

from .common import StockScanCommon


@tagged("post_install", "-at_install")
class TestScanPick(StockScanCommon):

    def test_pick_reserved_lot(self):
        self.stock_up(self.glue, 10, self.bin_a, "OLD")
        picking = self.start(self.delivery([(self.glue, 4)]))
        self.accept(picking, "OLD")
        answer = self.step(picking, "set", quantity=4, seen=1)
        self.assertEqual(answer["message"]["level"], "success")
        self.reserved_in_step(self.bin_a)
        self.step(picking, "validate")
        self.assertEqual(picking.state, "done")
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.glue, self.bin_a), 6)

    def test_pick_another_free_lot_moves_the_reservation(self):
        old = self.stock_up(self.glue, 5, self.bin_a, "OLD")
        new = self.stock_up(self.glue, 5, self.bin_b, "NEW")
        picking = self.start(self.delivery([(self.glue, 5)]))
        self.assertEqual(picking.move_line_ids.lot_id, old)
        self.accept(picking, "BIN-B")
        answer = self.accept(picking, "NEW")
        self.assertEqual(answer["message"]["level"], "warning", "another lot than reserved is said")
        self.assertEqual(self.done(picking, self.glue), 1)
        self.assertEqual(sum(picking.move_line_ids.mapped("quantity")), 5)
        self.reserved_in_step(self.bin_a, self.bin_b)
        self.assertEqual(picking.move_line_ids.filtered("picked").lot_id, new)

    def test_lot_reserved_for_others_is_refused(self):
        self.stock_up(self.glue, 2, self.bin_a, "OURS")
        picking = self.start(self.delivery([(self.glue, 2)]))
        self.stock_up(self.glue, 2, self.bin_a, "THEIRS")
        other = self.delivery([(self.glue, 2)])
        self.assertEqual(other.move_line_ids.lot_id.name, "THEIRS")
        answer = self.scan(picking, "THEIRS")
        self.refuse(answer, "wrong_lot")
        self.assertIn("OURS", answer["message"]["todo"])
        self.assertEqual(self.done(picking, self.glue), 0)
        self.reserved_in_step(self.bin_a)

    def test_several_bins_want_the_bin_first(self):
        self.stock_up(self.fan, 2, self.bin_a)
        self.stock_up(self.fan, 2, self.bin_b)
        picking = self.start(self.delivery([(self.fan, 4)]))
        self.assertEqual(picking.with_user(self.keeper).psms_scan_state()["expect"], "bin")
        self.refuse(self.scan(picking, "6901234567892"), "bin_first")
        self.accept(picking, "BIN-A")
        self.accept(picking, "6901234567892")
        self.step(picking, "set", quantity=2, seen=1)
        self.refuse(self.scan(picking, "6901234567892"), "not_enough")
        self.accept(picking, "BIN-B")
        self.accept(picking, "6901234567892")
        answer = self.accept(picking, "6901234567892")
        self.assertTrue(answer["state"]["complete"])
        self.reserved_in_step(self.bin_a, self.bin_b)

    def test_serials_one_by_one(self):
        for serial in ("S1", "S2", "S3"):
            self.stock_up(self.cooker, 1, self.bin_a, serial)
        picking = self.start(self.delivery([(self.cooker, 2)]))
        self.accept(picking, "S3")
        self.refuse(self.scan(picking, "S3"), "serial_twice")
        self.accept(picking, "S1")
        self.refuse(self.scan(picking, "S2"), "too_much")
        self.step(picking, "validate")
        self.assertEqual(sorted(picking.move_line_ids.lot_id.mapped("name")), ["S1", "S3"])
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.cooker, self.bin_a), 1)

    def test_undo_gives_the_reservation_back(self):
        self.stock_up(self.glue, 5, self.bin_a, "OLD")
        picking = self.start(self.delivery([(self.glue, 3)]))
        self.accept(picking, "OLD")
        self.step(picking, "undo")
        self.assertEqual(self.done(picking, self.glue), 0)
        self.assertEqual(picking.state, "assigned")
        self.reserved_in_step(self.bin_a)

    def test_pick_without_reservation_takes_what_is_free(self):
        picking = self.start(self.delivery([(self.fan, 2)]))
        self.assertEqual(picking.state, "confirmed")
        self.refuse(self.scan(picking, "6901234567892"), "not_enough")
        self.stock_up(self.fan, 2, self.bin_a)
        answer = self.step(picking, "assign")
        self.assertFalse(answer["state"]["can_assign"])
        self.accept(picking, "6901234567892")

    def test_internal_transfer_from_bin_to_bin(self):
        self.stock_up(self.fan, 4, self.bin_a)
        picking = self.start(self._transfer(self.warehouse.int_type_id, self.stock, self.stock, [(self.fan, 4)]))
        picking.action_assign()
        self.accept(picking, "BIN-A")
        self.accept(picking, "6901234567892")
        self.step(picking, "set", quantity=4, seen=1)
        self.assertEqual(self.accept(picking, "BIN-B")["message"]["code"], "placed")
        self.step(picking, "validate")
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.fan, self.bin_b), 4)
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.fan, self.bin_a), 0)

    def test_lines_in_walking_order(self):
        (self.bin_a | self.bin_b).walk_order = 20
        last = self.env["stock.location"].create({"name": "A loose heap", "location_id": self.stock.id})
        first = self.env["stock.location"].create(
            {"name": "Z", "location_id": self.stock.id, "walk_order": 10, "barcode": "BIN-Z"})
        nuts, bolts, rod = self.env["product.product"].create([
            {"name": name, "is_storable": True, "barcode": name} for name in ("NUTS", "BOLTS", "ROD")])
        self.stock_up(nuts, 3, last)
        self.stock_up(self.fan, 1, self.bin_b)
        self.stock_up(self.fan, 1, self.bin_a)
        self.stock_up(bolts, 3, first)
        picking = self.start(self.delivery([(rod, 1), (nuts, 3), (self.fan, 2), (bolts, 3)]))

        def order(state):
            return [line["product_id"] for line in state["lines"]]

        state = picking.with_user(self.keeper).psms_scan_state()
        self.assertEqual(
            order(state), [bolts.id, self.fan.id, nuts.id, rod.id],
            "by walking order; then bins that have none; last what nothing is reserved of")
        self.assertEqual(
            [place.split(" · ")[0] for place in state["lines"][1]["where"]],
            [self.bin_a.display_name, self.bin_b.display_name], "bins of one product too")
        self.accept(picking, "BIN-Z")
        answer = self.accept(picking, "BOLTS")
        self.assertEqual(order(answer["state"])[0], bolts.id, "what is at hand first")
        answer = self.step(picking, "set", quantity=3, seen=1)
        self.assertEqual(order(answer["state"]), [self.fan.id, nuts.id, rod.id, bolts.id], "what is done at the end")

    def test_received_lines_follow_the_bins_proposed(self):
        picking = self.start(self.receipt([(self.fan, 1), (self.cooker, 1)]))
        self.bin_a.walk_order, self.bin_b.walk_order = 30, 40
        lines = picking.move_line_ids
        lines.filtered(lambda line: line.product_id == self.fan).location_dest_id = self.bin_b
        lines.filtered(lambda line: line.product_id == self.cooker).location_dest_id = self.bin_a
        state = picking.with_user(self.keeper).psms_scan_state()
        self.assertEqual([line["product_id"] for line in state["lines"]], [self.cooker.id, self.fan.id])

    def test_two_order_lines_of_one_product(self):
        self.stock_up(self.fan, 6, self.bin_a)
        picking = self.start(self.delivery([(self.fan, 2), (self.fan, 4)]))
        self.accept(picking, "BOX-6")
        self.assertTrue(picking.with_user(self.keeper).psms_scan_state()["complete"])
        self.assertEqual(self.step(picking, "validate")["message"]["code"], "validated")
        self.assertFalse(picking.backorder_ids)
