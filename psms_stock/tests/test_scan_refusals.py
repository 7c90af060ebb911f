from odoo.tests import tagged

from .common import StockScanCommon


@tagged("post_install", "-at_install")
class TestScanRefusals(StockScanCommon):
    """Each refusal says what, why and what to do, and leaves nothing behind."""

    def test_codes_that_are_refused(self):
        self.env["stock.package"].create({"name": "PACK-9"})
        self.env["product.product"].create([
            {"name": name, "is_storable": True, "default_code": "TWIN"} for name in ("Twin 1", "Twin 2")])
        picking = self.receipt([(self.fan, 2)])
        table = [
            ("", "empty_code"),
            ("   ", "empty_code"),
            ("x" * 1025, "unreadable_code"),
            ("a\x00b", "unreadable_code"),
            ("\u202eabc", "unreadable_code"),
            (None, "bad_request"),
            (6901234567892, "bad_request"),
            ("6901234567893", "wrong_check_digit"),
            ("NOBODY-KNOWS", "unknown_code"),
            ("%' OR 1=1 --", "unknown_code"),
            ("690123", "unknown_code"),
            ("STRANGER", "wrong_product"),
            ("PACK-9", "package_code"),
            ("TWIN", "ambiguous_code"),
            ("BOX-6", "too_much"),
        ]
        for code, reason in table:
            with self.subTest(code=code):
                self.start(picking)
                self.refuse(self.scan(picking, code), reason)
                self.assertEqual(self.done(picking, self.fan), 0)
        self.assertFalse(picking.psms_scan_ids)

    def test_quantities_that_are_refused(self):
        picking = self.start(self.receipt([(self.fan, 5)]))
        self.accept(picking, "6901234567892")
        for quantity, reason in [
            (1e300, "bad_quantity"), (float("nan"), "bad_quantity"), (float("inf"), "bad_quantity"),
            (-1, "bad_quantity"), (None, "bad_quantity"), ("5", "bad_quantity"), (True, "bad_quantity"),
            ([5], "bad_quantity"), (1.23456, "bad_quantity"), (6, "too_much"),
        ]:
            with self.subTest(quantity=quantity):
                self.refuse(self.step(picking, "set", quantity=quantity, seen=1), reason)
                self.assertEqual(self.done(picking, self.fan), 1)
        self.refuse(self.step(picking, "set", quantity=3, seen=2), "quantity_moved_on")

    def test_steps_that_are_refused(self):
        picking = self.start(self.receipt([(self.fan, 5)]))
        self.refuse(self.step(picking, "validate"), "nothing_counted")
        self.refuse(self.step(picking, "undo"), "nothing_to_undo")
        self.refuse(self.step(picking, "explode"), "bad_request")
        self.refuse(self.step(picking, "set", quantity=1, seen=0), "bad_request")
        self.accept(picking, "6901234567892")
        self.refuse(self.step(picking, "validate", backorder="burn"), "bad_request")

    def test_garbage_in_pending_is_ignored(self):
        picking = self.receipt([(self.fan, 5)])
        for pending in ("x", [1], {"product_id": "1", "location_id": -3, "lot_name": 7}, {"product_id": 2**40},
                        {"product_id": True}, None):
            self.pending = pending
            self.assertTrue(self.scan(picking, "6901234567892")["ok"])
            self.step(picking, "undo")

    def test_lots_that_are_refused(self):
        self.stranger.tracking = "lot"
        stranger_lot = self.env["stock.lot"].create({"name": "S-LOT", "product_id": self.stranger.id})
        picking = self.start(self.receipt([(self.glue, 5), (self.cooker, 3)]))
        self.refuse(self.scan(picking, "NEW-LOT"), "product_first")
        self.accept(picking, "GLUE")
        self.refuse(self.step(picking, "set", quantity=3, seen=0), "product_first")
        self.refuse(self.scan(picking, stranger_lot.name), "wrong_lot")
        self.accept(picking, "L-1")
        self.refuse(self.scan(picking, "L-2"), "product_first")
        self.accept(picking, "COOKER")
        self.accept(picking, "SN-1")
        self.refuse(self.scan(picking, "SN-1"), "serial_twice")
        self.refuse(self.step(picking, "set", quantity=2, seen=1), "serial_is_one")
        self.stock_up(self.cooker, 1, self.bin_a, "SN-OLD")
        self.refuse(self.scan(picking, "SN-OLD"), "serial_in_stock")
        self.assertEqual(self.done(picking, self.cooker), 1)

    def test_operation_type_forbids_new_lots(self):
        self.warehouse.in_type_id.write({"use_create_lots": False, "use_existing_lots": True})
        self.env["stock.lot"].create({"name": "KNOWN", "product_id": self.glue.id})
        picking = self.start(self.receipt([(self.glue, 5)]))
        self.accept(picking, "GLUE")
        self.refuse(self.scan(picking, "UNKNOWN"), "lot_unknown")
        self.accept(picking, "KNOWN")

    def test_operation_type_without_lots_counts_pieces(self):
        self.warehouse.in_type_id.write({"use_create_lots": False, "use_existing_lots": False})
        picking = self.start(self.receipt([(self.glue, 2)]))
        self.accept(picking, "GLUE")
        self.assertEqual(self.done(picking, self.glue), 1)

    def test_bins_that_are_refused(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        other.lot_stock_id.barcode = "OTHER-STOCK"
        self.warehouse.view_location_id.barcode = "SCN-VIEW"
        picking = self.start(self.receipt([(self.fan, 2)]))
        self.refuse(self.scan(picking, "OTHER-STOCK"), "bin_not_allowed")
        self.refuse(self.scan(picking, "SCN-VIEW"), "not_a_bin")
        self.stock_up(self.fan, 2, self.bin_a)
        picking = self.start(self.delivery([(self.fan, 2)]))
        answer = self.scan(picking, "OTHER-STOCK")
        self.refuse(answer, "bin_not_allowed")
        self.assertIn("SCN/Stock", answer["message"]["why"])

    def test_transfer_that_is_closed(self):
        picking = self.start(self.receipt([(self.fan, 1)]))
        self.accept(picking, "6901234567892")
        self.step(picking, "validate")
        answer = self.scan(picking, "6901234567892")
        self.refuse(answer, "already_done")
        self.assertIn(self.keeper.name, answer["message"]["what"])
        self.assertEqual(answer["state"]["expect"], "closed")
        cancelled = self.receipt([(self.fan, 1)])
        cancelled.action_cancel()
        self.refuse(self.scan(cancelled, "6901234567892"), "not_open")

    def test_done_by_other_in_the_form(self):
        picking = self.start(self.receipt([(self.fan, 1)]))
        picking.button_validate()
        self.refuse(self.scan(picking, "6901234567892"), "already_done")

    def test_line_changed_in_the_form_cannot_be_undone(self):
        picking = self.start(self.receipt([(self.fan, 8)]))
        self.accept(picking, "BOX-6")
        picking.move_line_ids.filtered("picked").quantity = 2
        self.refuse(self.step(picking, "undo"), "cannot_undo")
        self.refuse(self.step(picking, "set", quantity=1, seen=2), "counted_elsewhere")

    def test_another_transfers_name_opens_it(self):
        picking, other = self.receipt([(self.fan, 1)]), self.receipt([(self.fan, 1)])
        self.start(picking)
        self.assertEqual(self.scan(picking, other.name)["open_id"], other.id)
