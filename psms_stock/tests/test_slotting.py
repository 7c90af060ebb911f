from datetime import date, datetime

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.psms_stock.services import slotting

DAY = date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestSlotting(TransactionCase):
    """An aisle of five bins, the first at the door; goods that lie there and are picked a given number of times."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env["stock.warehouse"].create({"name": "Slot plant", "code": "SLT"})
        cls.bins = cls.env["stock.location"].create([
            {"name": f"A-{number}", "location_id": cls.warehouse.lot_stock_id.id, "walk_order": 10 * number}
            for number in range(1, 6)])
        cls.supervisor = new_test_user(cls.env, "slot_head", groups="psms_base.group_warehouse_supervisor")

    def goods(self, name, place, picks, left=5, **values):
        """A product that was picked so many times from the bin at this place, and of which some is left there."""
        product = self.env["product.product"].create({"name": name, "is_storable": True, **values})
        self.move(product, picks + left, self.env.ref("stock.stock_location_suppliers"), self.bins[place - 1])
        for _pick in range(picks):
            self.move(product, 1, self.bins[place - 1], self.env.ref("stock.stock_location_customers"))
        return product

    def move(self, product, quantity, source, dest):
        move = self.env["stock.move"].create({
            "product_id": product.id, "product_uom_qty": quantity, "product_uom": product.uom_id.id,
            "location_id": source.id, "location_dest_id": dest.id})
        move._action_confirm()
        move.quantity, move.picked = quantity, True
        move._action_done()
        move.move_line_ids.date = datetime(2026, 6, 1)

    def advice(self):
        return slotting.advise(self.env, self.warehouse, DAY)

    def test_nearest_empty_bin(self):
        fan = self.goods("Fan", 4, picks=10)
        advice, = self.advice()
        self.assertEqual((advice.product_id, advice.location_id, advice.location_dest_id),
                         (fan.id, self.bins[3].id, self.bins[0].id))
        self.assertEqual((advice.saving, advice.swap_product_id, advice.quantity), (10 * (40 - 10), 0, 5))

    def test_exchange_with_what_is_picked_less(self):
        fan, slow = self.goods("Fan", 5, picks=9), self.goods("Slow", 1, picks=2)
        self.bins[1:4].active = False
        advice, = self.advice()
        self.assertEqual((advice.product_id, advice.swap_product_id), (fan.id, slow.id))
        self.assertEqual(advice.saving, (9 - 2) * (50 - 10))

    def test_nothing_where_order_is_right(self):
        self.bins[2:].active = False
        self.goods("Fan", 1, picks=9)
        self.goods("Slow", 2, picks=2)
        self.assertFalse(self.advice())

    def test_rules_of_the_bin_are_respected(self):
        """The first bin is in a zone for another category."""
        category = self.env["product.category"].create({"name": "Chemicals"})
        zone = self.env["psms.stock.zone"].create({
            "name": "Faces", "code": "F", "kind": "pick_face", "warehouse_id": self.warehouse.id,
            "allowed_category_ids": category.ids})
        self.bins[0].zone_id = zone
        fan = self.goods("Fan", 4, picks=10)
        advice, = self.advice()
        self.assertEqual((advice.product_id, advice.location_dest_id), (fan.id, self.bins[1].id))

    def test_a_bin_is_used_once(self):
        much, less = self.goods("Much", 5, picks=20), self.goods("Less", 4, picks=10)
        places = {row.product_id: row.location_dest_id for row in self.advice()}
        self.assertEqual(places[much.id], self.bins[0].id)
        self.assertNotEqual(places.get(less.id), self.bins[0].id)

    def test_follow_and_ignore(self):
        fan = self.goods("Fan", 4, picks=10)
        Advice = self.env["psms.stock.slotting"].with_user(self.supervisor)
        row = Advice.browse(Advice._advise(self.warehouse, DAY).ids)
        self.assertIn("10 times", row.reason)
        row.action_move()
        self.assertEqual((row.state, row.picking_id.move_ids.quantity), ("moved", 5))
        row.picking_id.button_validate()
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(fan, self.bins[0]), 5)
        other = self.goods("Other", 5, picks=3)
        row = Advice.browse(Advice._advise(self.warehouse, DAY).ids)
        self.assertEqual(row.product_id, other)
        row.action_ignore()
        self.assertFalse(Advice._advise(self.warehouse, DAY))

    def test_rights(self):
        keeper = new_test_user(self.env, "slot_keeper", groups="psms_base.group_store_keeper")
        self.goods("Fan", 4, picks=10)
        row = self.env["psms.stock.slotting"]._advise(self.warehouse, DAY).with_user(keeper)
        for action in (row.action_compute, row.action_move, row.action_ignore):
            with self.assertRaises(AccessError):
                action()
