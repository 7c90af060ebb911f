from odoo.fields import Command
from odoo.tests import tagged

from ..services.age_refresh import refresh
from .common import AgeCommon


@tagged("post_install", "-at_install")
class TestAgeRules(AgeCommon):
    """What the age of a piece is, case by case."""

    def test_moves_inside_and_between_warehouses_keep_the_age(self):
        self.receive(self.part, 10, 100)
        self.move(self.part, 10, self.stock, self.bin_a, 60)
        self.move(self.part, 4, self.bin_a, self.transit, 40)
        self.assert_ages(self.part, {self.bin_a: {100: 6}, self.transit: {100: 4}})
        self.move(self.part, 4, self.transit, self.far, 20)
        self.assert_ages(self.part, {self.bin_a: {100: 6}, self.far: {100: 4}})
        self.assert_ages(self.part, {self.stock: {100: 10}}, ago=70)

    def test_receipt_tells_its_vendor(self):
        self.receive(self.part, 10, 100)
        self.move(self.part, 10, self.stock, self.far, 60)
        refresh(self.env)
        piece = self.report().search([("product_id", "=", self.part.id)])
        self.assertEqual((piece.vendor_id, piece.kind, piece.age), (self.vendor, "buy", 100))

    def test_pieces_found_are_born_on_that_day(self):
        self.move(self.part, 3, self.lost, self.stock, 12)
        self.assert_ages(self.part, {self.stock: {12: 3}})
        self.assertEqual(self.report().search([("product_id", "=", self.part.id)]).kind, "count")

    def test_made_pieces_are_born_on_that_day(self):
        self.receive(self.part, 10, 100)
        self.move(self.part, 10, self.stock, self.works, 30)
        self.move(self.glue, 5, self.works, self.stock, 30, lot="L1")
        self.assert_ages(self.glue, {(self.stock, "L1"): {30: 5}})

    def test_lots_are_told_apart(self):
        self.receive(self.glue, 5, 100, lot="L1")
        self.receive(self.glue, 5, 50, lot="L2")
        self.move(self.glue, 2, self.stock, self.customer, 10, lot="L2")
        self.assert_ages(self.glue, {(self.stock, "L1"): {100: 5}, (self.stock, "L2"): {50: 3}})

    def test_customer_return_keeps_the_age(self):
        self.receive(self.part, 10, 100)
        shipped = self.move(self.part, 6, self.stock, self.customer, 60)
        self.move(self.part, 2, self.customer, self.bin_b, 30, origin=shipped)
        self.assert_ages(self.part, {self.stock: {100: 4}, self.bin_b: {100: 2}})

    def test_second_return_after_a_refresh_brings_back_the_rest(self):
        self.receive(self.part, 2, 100)
        self.receive(self.part, 2, 90)
        shipped = self.move(self.part, 4, self.stock, self.customer, 60)
        self.move(self.part, 3, self.customer, self.bin_b, 30, origin=shipped)
        self.assert_ages(self.part, {self.bin_b: {100: 2, 90: 1}})
        self.move(self.part, 2, self.customer, self.bin_a, 20, origin=shipped)
        self.assert_ages(self.part, {self.bin_b: {100: 2, 90: 1}, self.bin_a: {90: 1, 20: 1}})

    def test_return_without_its_delivery_is_born_on_that_day(self):
        self.move(self.part, 2, self.customer, self.stock, 30)
        self.assert_ages(self.part, {self.stock: {30: 2}})

    def test_negative_stock_is_filled_first(self):
        self.move(self.part, 4, self.stock, self.customer, 40)
        self.assert_ages(self.part, {self.stock: {40: -4}})
        self.receive(self.part, 10, 30)
        self.assert_ages(self.part, {self.stock: {30: 6}})
        self.assert_ages(self.part, {self.stock: {40: -4}}, ago=35)
        self.assert_sums_to_stock(self.part)

    def test_packages_are_heaps_of_their_own(self):
        pack = self.env["stock.package"].create({"name": "AGE-1"})
        self.receive(self.part, 5, 80)
        self.receive(self.part, 5, 60, packages=(None, pack))
        self.move(self.part, 3, self.stock, self.customer, 10, packages=(pack, None))
        self.assert_ages(self.part, {self.stock: {80: 5, 60: 2}})
        self.assert_sums_to_stock(self.part)

    def test_rework_keeps_the_age(self):
        self.receive(self.part, 10, 100)
        used = self.move(self.part, 4, self.stock, self.works, 30)
        made = self.move(self.part, 4, self.works, self.bin_a, 30)
        made.move_line_ids.consume_line_ids = used.move_line_ids
        self.assert_ages(self.part, {self.stock: {100: 6}, self.bin_a: {100: 4}})

    def test_repack_under_the_same_lot_name_keeps_the_age_even_of_late_bookings(self):
        can = self.env["product.product"].create({"name": "Age glue, in cans", "is_storable": True, "tracking": "lot"})
        self.receive(self.glue, 10, 50, lot="L1")
        used = self.move(self.glue, 10, self.stock, self.works, 30, lot="L1")
        made = self.move(can, 100, self.works, self.stock, 30, lot="L1")
        made.move_line_ids.consume_line_ids = used.move_line_ids
        self.assert_ages(can, {(self.stock, "L1"): {50: 100}})
        # Half of what was repacked turns out to be older.
        self.receive(self.glue, 5, 80, lot="L1")
        self.assert_ages(can, {(self.stock, "L1"): {80: 50, 50: 50}})

    def test_unbuild_gives_the_components_their_age_back(self):
        if "mrp.production" not in self.env:
            self.skipTest("mrp is not installed")
        table = self.env["product.product"].create({"name": "Age table", "is_storable": True})
        bill = self.env["mrp.bom"].create({
            "product_tmpl_id": table.product_tmpl_id.id,
            "bom_line_ids": [Command.create({"product_id": self.part.id, "product_qty": 4})]})
        self.receive(self.part, 10, 100)
        order = self.env["mrp.production"].create({
            "product_id": table.id, "product_qty": 2, "bom_id": bill.id, "picking_type_id": self.plant.manu_type_id.id})
        order.action_confirm()
        order.action_assign()
        order.qty_producing = 2
        order._set_qty_producing()
        order.button_mark_done()
        self.assertEqual(order.state, "done")
        self.assert_ages(table, {self.stock: {0: 2}})
        self.env["mrp.unbuild"].create({
            "mo_id": order.id, "product_id": table.id, "product_qty": 1, "product_uom_id": table.uom_id.id,
            "location_id": self.stock.id, "location_dest_id": self.bin_a.id}).action_unbuild()
        self.assert_ages(self.part, {self.stock: {100: 2}, self.bin_a: {100: 4}})
        self.assert_ages(table, {self.stock: {0: 1}})

    def test_day_is_that_of_the_plant(self):
        self.company.psms_tz = "Asia/Shanghai"
        self.receive(self.part, 1, 10, hour=20)  # four in the morning of the next day
        self.assert_ages(self.part, {self.stock: {9: 1}})

    def test_other_time_zone_counts_all_days_anew(self):
        self.receive(self.part, 1, 10, hour=20)
        self.assert_ages(self.part, {self.stock: {10: 1}})
        self.company.psms_tz = "Asia/Shanghai"
        self.assert_ages(self.part, {self.stock: {9: 1}})
