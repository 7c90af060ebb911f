from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import StockPlacesCommon


@tagged("post_install", "-at_install")
class TestZoneRules(StockPlacesCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.active = False
        cls.near, cls.far = cls.bins[0], cls.bins[1]

    def bring(self, product, quantity, location, user=None):
        """Receive goods into a bin that somebody chose, and post."""
        picking = self.receipt([(product, quantity)])
        picking.move_line_ids.location_dest_id = location
        self.post(picking, user)

    # === WHAT MAY LIE THERE === #

    def test_a_zone_without_rules_changes_nothing(self):
        self.near.storage_category_id = self.category(max_weight=1, allow_new_product="same")
        self.fan.weight = self.stranger.weight = 50
        self.bring(self.fan, 10, self.near)
        self.bring(self.stranger, 10, self.near)
        self.assertEqual(self.on_hand(self.fan, self.near), 10)

    def test_category_with_what_lies_below_it(self):
        chemicals = self.env["product.category"].create({"name": "Chemicals"})
        self.fan.categ_id = self.env["product.category"].create({"name": "Glues", "parent_id": chemicals.id})
        self.bulk.allowed_category_ids = chemicals
        self.bring(self.fan, 1, self.near)
        with self.refused("Stranger cannot be put into.*does not take products.*Choose another"):
            self.bring(self.stranger, 1, self.near)
        self.bulk.write({"allowed_category_ids": [Command.clear()], "forbidden_category_ids": [Command.set(chemicals.ids)]})
        with self.refused("does not take products"):
            self.bring(self.fan, 1, self.near)
        self.bring(self.stranger, 1, self.near)

    def test_one_product_in_a_bin(self):
        self.bulk.product_mixing = "one"
        self.bring(self.fan, 1, self.near)
        self.bring(self.fan, 1, self.near)
        with self.refused("may not be mixed"):
            self.bring(self.stranger, 1, self.near)
        self.bring(self.stranger, 1, self.far)

    def test_one_lot_in_a_bin(self):
        self.bulk.lot_mixing = "one"
        for lot, location in (("L1", self.near), ("L1", self.near), ("L2", self.far)):
            picking = self.receipt([(self.glue, 1)])
            picking.move_line_ids.write({"lot_name": lot, "location_dest_id": location.id})
            self.post(picking)
        picking = self.receipt([(self.glue, 1)])
        picking.move_line_ids.write({"lot_name": "L2", "location_dest_id": self.near.id})
        with self.refused("lots may not be mixed"):
            self.post(picking)

    def test_overfull_bin(self):
        self.bulk.check_bins = True
        self.near.storage_category_id = self.category(max_weight=100, max_volume=1)
        self.fan.weight, self.stranger.volume = 10, 0.4
        self.bring(self.fan, 10, self.near)
        with self.refused("more than 100"):
            self.bring(self.fan, 1, self.near)
        with self.refused("more than 1 "):
            self.bring(self.stranger, 3, self.near)

    def test_the_zone_as_a_whole(self):
        self.bulk.write({"check_bins": True, "max_weight": 100})
        self.fan.weight = 10
        self.bring(self.fan, 6, self.near)
        with self.refused("The zone Bulk would carry more"):
            self.bring(self.fan, 5, self.far)
        self.bring(self.fan, 4, self.far)

    def test_goods_that_make_room_in_the_same_transfer_count(self):
        self.bulk.product_mixing = "one"
        self.stock_up(self.fan, 5, self.near)
        self.stock_up(self.stranger, 5, self.bin_a)
        swap = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.int_type_id.id, "location_id": self.stock.id, "location_dest_id": self.stock.id,
            "move_ids": [Command.create({
                "product_id": product.id, "product_uom_qty": 5, "product_uom": product.uom_id.id,
                "location_id": source.id, "location_dest_id": dest.id,
            }) for product, source, dest in ((self.stranger, self.bin_a, self.near), (self.fan, self.near, self.bin_a))],
        })
        swap.action_confirm()
        swap.action_assign()
        self.post(swap)
        self.assertEqual(self.on_hand(self.stranger, self.near), 5)

    def test_a_count_says_what_lies_there(self):
        self.bulk.product_mixing = "one"
        self.stock_up(self.fan, 5, self.near)
        self.env["stock.quant"].with_context(inventory_mode=True).create({
            "product_id": self.stranger.id, "location_id": self.near.id, "inventory_quantity": 3,
        }).action_apply_inventory()
        self.assertEqual(self.on_hand(self.stranger, self.near), 3)

    # === WHO MAY ENTER === #

    def test_listed_persons_only(self):
        self.bulk.write({"entry": "listed", "entry_user_ids": [Command.set(self.boss.ids)]})
        picking = self.receipt([(self.fan, 5)])
        picking.move_line_ids.location_dest_id = self.near
        with self.refused("You may not put goods into.*Only listed persons.*Hand the transfer"):
            self.post(picking, self.keeper)
        self.post(picking, self.boss)
        out = self.delivery([(self.fan, 5)])
        with self.refused("Only listed persons"):
            self.post(out, self.keeper)
        self.bulk.entry_group_ids = self.env.ref("psms_base.group_store_keeper")
        self.post(out, self.keeper)

    def test_a_zone_nobody_may_enter_is_refused(self):
        with self.assertRaises(ValidationError):
            self.bulk.entry = "listed"

    def test_hazardous_goods_start_with_the_supervisors(self):
        zone = self.zone("hazardous", self.near)
        self.assertEqual(zone.entry, "listed")
        self.assertTrue(zone._may_enter(self.boss))
        self.assertFalse(zone._may_enter(self.keeper))
        form = Form(self.env["psms.stock.zone"].with_user(self.boss))
        form.name, form.code, form.warehouse_id, form.kind = "H", "H", self.warehouse, "hazardous"
        self.assertEqual(form.entry, "listed")

    # === NOT FOR PICKING === #

    def test_nothing_is_reserved_from_quarantine(self):
        zone = self.zone("quarantine", self.near)
        self.assertTrue(zone.block_reservation)
        self.stock_up(self.fan, 5, self.near)
        self.stock_up(self.fan, 2, self.far)
        out = self.delivery([(self.fan, 6)])
        self.assertEqual(out.move_ids.quantity, 2)
        self.assertEqual(out.move_line_ids.location_id, self.far)
        release = self.internal([(self.fan, 5)], self.near, self.bin_a)
        release.action_assign()
        self.assertEqual(release.state, "assigned", "a transfer that starts there takes from there")
        self.post(release)
        out.action_assign()
        self.assertEqual(out.move_ids.quantity, 6)

    def test_the_setting_can_be_taken_off(self):
        self.zone("quarantine", self.near).block_reservation = False
        self.stock_up(self.fan, 5, self.near)
        self.assertEqual(self.delivery([(self.fan, 5)]).state, "assigned")

    def test_a_quarantined_quant_chosen_by_hand_is_refused(self):
        self.zone("quarantine", self.near)
        self.stock_up(self.fan, 5, self.near)
        out = self.delivery([(self.fan, 5)])
        self.env["stock.move.line"].create({
            "move_id": out.move_ids.id, "picking_id": out.id, "product_id": self.fan.id, "quantity": 5,
            "location_id": self.near.id, "location_dest_id": out.location_dest_id.id,
        })
        with self.refused("not available for picking"):
            self.post(out)

    def test_scrapping_from_quarantine_goes_through(self):
        self.zone("quarantine", self.near)
        self.stock_up(self.fan, 5, self.near)
        scrap = self.env["stock.scrap"].create({
            "product_id": self.fan.id, "scrap_qty": 5, "location_id": self.near.id})
        scrap.action_validate()
        self.assertEqual(scrap.state, "done")

    # === SCAN PAGE === #

    def test_scanning_a_bin_that_is_none_says_why(self):
        self.bulk.product_mixing = "one"
        self.near.barcode, self.far.barcode = "NEAR", "FAR"
        self.stock_up(self.stranger, 1, self.near)
        picking = self.start(self.receipt([(self.fan, 2)]))
        self.accept(picking, self.fan.barcode)
        answer = self.scan(picking, "NEAR")
        self.refuse(answer, "bin_refused")
        self.assertIn("may not be mixed", answer["message"]["why"])
        self.accept(picking, "FAR")
        other = new_test_user(self.env, login="psms_other_keeper", groups="psms_base.group_store_keeper")
        self.bulk.write({"entry": "listed", "entry_user_ids": [Command.set(other.ids)]})
        picking = self.start(self.receipt([(self.fan, 1)]))
        self.accept(picking, self.fan.barcode)
        self.refuse(self.scan(picking, "FAR"), "zone_closed")

    def test_the_scan_page_shows_the_proposed_bin_with_its_reason(self):
        self.rule.active = True
        picking = self.start(self.receipt([(self.fan, 2)]))
        state = picking.with_user(self.keeper).psms_scan_state()
        self.assertEqual(state["lines"][0]["proposed"], [
            {"bin": self.near.display_name, "quantity": 2, "reason": "Nearest free bin"}])
