from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from ..services import classes
from .common import StockPlacesCommon


@tagged("post_install", "-at_install")
class TestPutaway(StockPlacesCommon):

    def assert_placed(self, picking, expected):
        self.assertEqual(self.placed(picking), expected)

    def test_free_bin_nearest_to_the_door(self):
        picking = self.receipt([(self.fan, 5)])
        self.assert_placed(picking, [("R-1", 5, "nearest")])

    def test_two_products_do_not_share_while_bins_are_free(self):
        picking = self.receipt([(self.fan, 5), (self.stranger, 5)])
        self.assert_placed(picking, [("R-1", 5, "nearest"), ("R-2", 5, "nearest")])

    def test_what_another_open_receipt_brings_counts(self):
        self.bins.storage_category_id = self.category(max_pallets=0, max_weight=10)
        self.fan.weight = 2
        self.assert_placed(self.receipt([(self.fan, 5)]), [("R-1", 5, "nearest")])
        self.assert_placed(self.receipt([(self.fan, 5)]), [("R-2", 5, "nearest")])

    def test_same_product_before_a_nearer_free_bin(self):
        self.stock_up(self.fan, 1, self.bins[3])
        self.assert_placed(self.receipt([(self.fan, 5)]), [("R-4", 5, "same_product")])

    def test_same_lot_before_the_same_product(self):
        self.stock_up(self.glue, 1, self.bins[1], "L1")
        self.stock_up(self.glue, 1, self.bins[4], "L2")
        lot = self.env["stock.lot"].search([("name", "=", "L2"), ("product_id", "=", self.glue.id)])
        picking = self.internal([(self.glue, 3)], self.bin_a, self.stock)
        self.env["stock.quant"]._update_available_quantity(self.glue, self.bin_a, 3, lot_id=lot)
        picking.action_assign()
        self.assert_placed(picking, [("R-5", 3, "same_lot")])

    def test_class_a_near_the_door_and_c_away_from_it(self):
        for abc, expected in (("a", ("R-1", 1, "class_a")), ("b", ("R-3", 1, "class_b")), ("c", ("R-5", 1, "class_c"))):
            with patch.object(classes, "class_of", lambda env, products, wh, abc=abc: dict.fromkeys(products.ids, abc)):
                picking = self.receipt([(self.fan, 1)])
            self.assert_placed(picking, [expected])
            picking.action_cancel()

    def test_class_is_read_from_the_classes_of_the_warehouse(self):
        self.env["psms.stock.class"].create({
            "product_id": self.fan.id, "warehouse_id": self.warehouse.id, "abc_value": "a", "abc_picks": "c", "xyz": "x",
            "computed_on": "2026-01-01", "company_id": self.company.id,
        })
        self.assert_placed(self.receipt([(self.fan, 1)]), [("R-5", 1, "class_c")])

    def test_zone_that_names_the_category_comes_first(self):
        chemicals = self.env["product.category"].create({"name": "Chemicals"})
        self.fan.categ_id = self.env["product.category"].create({"name": "Glues", "parent_id": chemicals.id})
        self.zone("cold", self.bins[5], allowed_category_ids=[Command.set(chemicals.ids)])
        picking = self.receipt([(self.fan, 1), (self.stranger, 1)])
        self.assert_placed(picking, [("R-6", 1, "zone"), ("R-1", 1, "nearest")])

    def test_zones_that_goods_only_pass_get_nothing(self):
        self.zone("quarantine", self.bins[0])
        self.zone("shipping", self.bins[1])
        self.assert_placed(self.receipt([(self.fan, 1)]), [("R-3", 1, "nearest")])
        self.rule.location_out_id = self.bins[0]
        self.assert_placed(self.receipt([(self.stranger, 1)]), [("R-1", 1, "nearest")])

    def test_quantity_larger_than_a_bin_is_split(self):
        self.bins.storage_category_id = self.category(
            max_weight=0, capacity_ids=[Command.create({"product_id": self.fan.id, "quantity": 4})])
        picking = self.receipt([(self.fan, 10)])
        self.assert_placed(picking, [("R-1", 4, "nearest"), ("R-2", 4, "nearest"), ("R-3", 2, "nearest")])
        self.assertEqual(picking.move_ids.quantity, 10)
        self.assertEqual(picking.state, "assigned")
        self.post(picking)
        self.assertEqual([self.on_hand(self.fan, place) for place in self.bins[:4]], [4, 4, 2, 0])

    def test_a_bin_that_takes_everything_is_better_than_two(self):
        self.bins.storage_category_id = self.category(max_weight=100)
        self.fan.weight = 10
        self.stock_up(self.fan, 8, self.bins[0])
        self.assert_placed(self.receipt([(self.fan, 5)]), [("R-2", 5, "nearest")])
        self.assert_placed(self.receipt([(self.fan, 2)]), [("R-1", 2, "same_product")])

    def test_splitting_a_reserved_line_keeps_the_reservation(self):
        self.bins.storage_category_id = self.category(
            max_weight=0, capacity_ids=[Command.create({"product_id": self.fan.id, "quantity": 4})])
        self.stock_up(self.fan, 6, self.bin_a)
        picking = self.internal([(self.fan, 6)], self.bin_a, self.stock)
        picking.action_assign()
        self.assert_placed(picking, [("R-1", 4, "nearest"), ("R-2", 2, "nearest")])
        self.reserved_in_step(self.bin_a)
        self.post(picking)

    def test_no_room_says_so_and_stays_at_the_door(self):
        self.bins.storage_category_id = self.category(
            max_weight=0, capacity_ids=[Command.create({"product_id": self.fan.id, "quantity": 1})])
        picking = self.receipt([(self.fan, 8)])
        self.assertEqual(self.placed(picking)[-1], (self.stock.name, 2, "none"))
        self.assertEqual(len(picking.move_line_ids), 7)

    def test_beside_other_products_only_when_nothing_is_free(self):
        for place in self.bins:
            self.stock_up(self.stranger, 1, place)
        self.assert_placed(self.receipt([(self.fan, 1)]), [("R-1", 1, "shared")])
        self.bulk.product_mixing = "one"
        self.assert_placed(self.receipt([(self.fan, 1)]), [(self.stock.name, 1, "none")])

    def test_pick_face_is_left_to_its_product(self):
        self.env["psms.stock.pick.face"].create(
            {"product_id": self.stranger.id, "location_id": self.bins[0].id, "min_qty": 1, "max_qty": 5})
        picking = self.receipt([(self.fan, 1), (self.stranger, 1)])
        self.assert_placed(picking, [("R-2", 1, "nearest"), ("R-1", 1, "nearest")])

    def test_pallet_goes_in_as_a_whole(self):
        kind = self.env["stock.package.type"].create({"name": "Pallet"})
        self.bins.storage_category_id = self.category(max_weight=100, max_pallets=1)
        self.fan.weight = 1
        picking = self.receipt([(self.fan, 60), (self.stranger, 3)])
        self.stock_up(self.stranger, 1, self.bins[0])
        for _pallet in range(2):
            lines = picking.move_line_ids.filtered(lambda line: not line.result_package_id)
            package = self.env["stock.package"].create({"package_type_id": kind.id})
            lines[:1].result_package_id = package
        picking.move_line_ids._apply_putaway_strategy()
        self.assertEqual(len(picking.move_line_ids.location_dest_id), 2)
        self.post(picking)
        other = self.env["stock.package"].create({"package_type_id": kind.id})
        third = self.receipt([(self.fan, 10)])
        third.move_line_ids.result_package_id = other
        third.move_line_ids._apply_putaway_strategy()
        self.assertNotIn(third.move_line_ids.location_dest_id, picking.move_line_ids.location_dest_id)

    def test_a_person_may_choose_another_bin_and_is_told_when_it_is_none(self):
        self.bulk.product_mixing = "one"
        self.stock_up(self.stranger, 1, self.bins[1])
        picking = self.receipt([(self.fan, 5)])
        line = picking.move_line_ids
        line.location_dest_id = self.bins[2]
        self.assertFalse(line.putaway_reason, "chosen, not proposed")
        line.location_dest_id = self.bins[1]
        with self.refused("may not be mixed"):
            self.post(picking)

    def test_a_chosen_bin_survives_the_next_check_of_availability(self):
        picking = self.receipt([(self.fan, 5)])
        picking.move_line_ids.location_dest_id = self.bins[4]
        picking.move_ids.product_uom_qty = 8
        picking.action_assign()
        self.assertIn(self.bins[4], picking.move_line_ids.location_dest_id)

    def test_odoo_methods_respect_zone_rules(self):
        self.rule.write({"sublocation": "closest_location", "storage_category_id": self.category(max_weight=1).id})
        self.bins.storage_category_id = self.rule.storage_category_id
        other = self.env["product.category"].create({"name": "Other"})
        self.bulk.forbidden_category_ids = self.fan.categ_id or other
        self.fan.categ_id = self.bulk.forbidden_category_ids
        self.assert_placed(self.receipt([(self.fan, 1)]), [(self.stock.name, 1, False)])

    def test_rule_of_odoo_for_a_product_goes_first(self):
        self.env["stock.putaway.rule"].create({
            "location_in_id": self.stock.id, "location_out_id": self.bin_b.id, "product_id": self.fan.id,
            "company_id": self.company.id,
        })
        self.assert_placed(self.receipt([(self.fan, 1), (self.stranger, 1)]), [("Bin B", 1, False), ("R-1", 1, "nearest")])

    def test_queries_of_odoo_methods_do_not_grow_with_the_full_bins(self):
        category = self.category(max_weight=10)
        self.fan.weight = 10
        self.rule.write({"sublocation": "closest_location", "storage_category_id": category.id})
        bins = self.env["stock.location"].create([
            {"name": f"S-{number:02}", "location_id": self.rack.id, "storage_category_id": category.id} for number in range(40)])

        def cost(full):
            for location in bins[:full]:
                self.env["stock.quant"]._update_available_quantity(self.stranger, location, 1)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = self.stock._get_putaway_strategy(self.fan, quantity=1)
            self.assertEqual(found.name, f"S-{full:02}")
            return self.env.cr.sql_log_count - before

        self.stranger.weight = 5
        few, many = cost(2), cost(30)
        self.assertLessEqual(many, few)

    def test_queries_of_a_long_receipt(self):
        """What a receipt of many lines costs over one of few, per line."""
        products = self.env["product.product"].create([
            {"name": f"Part {number}", "is_storable": True} for number in range(60)])
        self.env["stock.location"].create([
            {"name": f"S-{number:03}", "location_id": self.rack.id, "walk_order": 1000 + number} for number in range(80)])

        def cost(count, offset):
            picking = self._transfer(
                self.warehouse.in_type_id, self.env.ref("stock.stock_location_suppliers"), self.stock,
                [(product, 2) for product in products[offset:offset + count]])
            lines = picking.move_line_ids
            lines.location_dest_id = self.stock
            self.env.flush_all()
            self.env.invalidate_all()
            lines = lines.browse(lines.ids)
            before = self.env.cr.sql_log_count
            lines._apply_putaway_strategy()
            self.env.flush_all()
            self.assertEqual(len(lines.location_dest_id), count)
            return self.env.cr.sql_log_count - before

        cost(2, 0)
        few, many = cost(5, 2), cost(45, 10)
        self.assertLess((many - few) / 40, 0.5, (few, many))
