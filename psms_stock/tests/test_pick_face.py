from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..services import pick_face
from .common import StockPlacesCommon


@tagged("post_install", "-at_install")
class TestPickFace(StockPlacesCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.active = False
        cls.face_zone = cls.zone("pick_face", cls.bin_a)
        cls.face = cls.env["psms.stock.pick.face"].create(
            {"product_id": cls.fan.id, "location_id": cls.bin_a.id, "min_qty": 10, "max_qty": 40})

    def need(self, face=None):
        face = face or self.face
        face.invalidate_recordset()
        return face.state, face.to_move

    def test_entering_one_shows_what_lies_there(self):
        self.stock_up(self.fan, 7, self.bin_b)
        self.assertEqual(
            self.env["psms.stock.pick.face"].new({}).company_id, self.env.company, "bins of this company can be chosen")
        form = Form(self.env["psms.stock.pick.face"])
        self.assertEqual((form.state, form.on_hand), ("fine", 0))
        form.product_id = self.fan
        form.location_id = self.bin_b
        form.min_qty = 10
        form.max_qty = 20
        self.assertEqual((form.on_hand, form.to_move, form.state), (7, 0, "short"))
        self.assertEqual(form.save().state, "short")

    def test_below_the_minimum_it_is_filled_up(self):
        self.stock_up(self.fan, 100, self.bins[0])
        self.stock_up(self.fan, 10, self.bin_a)
        self.assertEqual(self.need(), ("fine", 0))
        self.stock_up(self.fan, -1, self.bin_a)
        self.assertEqual(self.need(), ("low", 31))
        picking = pick_face.fill(self.face)
        line = picking.move_line_ids
        self.assertEqual((line.location_id, line.location_dest_id, line.quantity), (self.bins[0], self.bin_a, 31))
        self.assertEqual(picking.picking_type_id, self.warehouse.int_type_id)
        self.assertEqual(picking.state, "assigned")
        self.assertEqual(self.need(), ("coming", 0))
        self.assertFalse(pick_face.fill(self.face), "nothing twice")
        self.post(picking)
        self.assertEqual(self.on_hand(self.fan, self.bin_a), 40)
        self.assertEqual(self.need(), ("fine", 0))

    def test_what_is_reserved_for_orders_is_as_good_as_gone(self):
        self.stock_up(self.fan, 30, self.bin_a)
        self.delivery([(self.fan, 25)])
        self.stock_up(self.fan, 100, self.bins[0])
        self.assertEqual(self.need(), ("low", 10), "the bin still holds 30 of 40")
        self.assertEqual((self.face.on_hand, self.face.reserved, self.face.in_bulk), (30, 25, 100))

    def test_oldest_goods_first_and_never_from_another_pick_face(self):
        old = self.stock_up(self.glue, 20, self.bins[4], "OLD")
        new = self.stock_up(self.glue, 20, self.bins[0], "NEW")
        self.env["stock.quant"].search([("lot_id", "=", old.id)]).in_date = fields.Datetime.now() - timedelta(days=90)
        self.bin_b.zone_id = self.face_zone
        self.stock_up(self.glue, 50, self.bin_b, "FACE")
        face = self.face.copy({"product_id": self.glue.id, "max_qty": 25})
        picking = pick_face.fill(face)
        self.assertEqual(
            {(line.lot_id, line.quantity) for line in picking.move_line_ids}, {(old, 20), (new, 5)})
        picking.do_unreserve()
        picking.action_assign()
        self.assertNotIn(self.bin_b, picking.move_line_ids.location_id, "also when somebody reserves again")

    def test_first_to_expire_when_the_strategy_says_so(self):
        fefo = self.env["product.removal"].search([("method", "=", "fefo")])
        if not fefo:
            self.skipTest("needs expiration dates")
        self.glue.categ_id = self.env["product.category"].create({"name": "Fefo", "removal_strategy_id": fefo.id})
        self.glue.use_expiration_date = True
        late = self.stock_up(self.glue, 20, self.bins[0], "LATE")
        soon = self.stock_up(self.glue, 20, self.bins[4], "SOON")
        late.removal_date = fields.Datetime.now() + timedelta(days=90)
        soon.removal_date = fields.Datetime.now() + timedelta(days=9)
        picking = pick_face.fill(self.face.copy({"product_id": self.glue.id, "max_qty": 15, "min_qty": 1}))
        self.assertEqual(picking.move_line_ids.lot_id, soon)

    def test_bulk_is_shared_and_steps_are_kept(self):
        self.stock_up(self.fan, 50, self.bins[0])
        self.bin_b.zone_id = self.face_zone
        second = self.face.copy({"location_id": self.bin_b.id})
        self.assertEqual((self.need(), self.need(second)), (("low", 40), ("low", 40)))
        both = self.face + second
        self.assertEqual([need.to_move for need in pick_face.needs(both).values()], [40, 10])
        both.multiple = 12
        self.assertEqual([need.to_move for need in pick_face.needs(both).values()], [36, 12])
        picking = pick_face.fill(both)
        self.assertEqual(picking.move_ids.mapped("product_uom_qty"), [36, 12])
        self.assertEqual(picking.state, "assigned")

    def test_nothing_in_bulk(self):
        self.assertEqual(self.need(), ("short", 0))
        with self.refused("Nothing to move"):
            self.face.action_fill()
        self.assertIn(self.face, self.env["psms.stock.pick.face"].search([("state", "=", "short")]))
        self.assertNotIn(self.face, self.env["psms.stock.pick.face"].search([("state", "in", ["fine", "low"])]))

    def test_a_named_bulk_location_is_the_only_source(self):
        self.stock_up(self.fan, 50, self.bin_b)
        self.stock_up(self.fan, 7, self.bins[2])
        self.face.source_id = self.rack
        self.assertEqual(self.need(), ("short", 7))
        picking = pick_face.fill(self.face)
        self.assertEqual(picking.move_line_ids.location_id, self.bins[2])
        self.assertEqual(picking.location_id, self.rack)
        with self.assertRaises(ValidationError):
            self.face.source_id = self.bin_a

    def test_quarantine_fills_nothing(self):
        self.zone("quarantine", self.bins[0])
        self.stock_up(self.fan, 50, self.bins[0])
        self.assertEqual(self.need(), ("short", 0))

    def test_unreserved_moves_are_not_made_twice(self):
        self.stock_up(self.fan, 100, self.bins[0])
        picking = pick_face.fill(self.face)
        picking.do_unreserve()
        self.assertEqual(self.need(), ("coming", 0))
        picking.action_cancel()
        self.assertEqual(self.need(), ("low", 40))

    def test_keeper_fills_by_button_and_cron_fills_every_warehouse(self):
        self.stock_up(self.fan, 100, self.bins[0])
        action = self.face.with_user(self.keeper).action_fill()
        self.assertEqual(self.env["stock.picking"].browse(action["res_id"]).move_ids.pick_face_id, self.face)
        self.env["stock.picking"].browse(action["res_id"]).action_cancel()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=60) as progress:
            self.env["psms.stock.pick.face"]._cron_fill()
        self.assertTrue(progress.called)
        self.assertEqual(self.face.move_ids.filtered(lambda move: move.state == "assigned").product_uom_qty, 40)

    def test_queries_do_not_grow_with_the_number_of_pick_faces(self):
        products = self.env["product.product"].create([{"name": f"P{n}", "is_storable": True} for n in range(40)])
        faces = self.face.create([
            {"product_id": product.id, "location_id": self.bin_b.id, "min_qty": 1, "max_qty": 5} for product in products])
        self.env.flush_all()
        counts = []
        for batch in (faces[:5], faces):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            pick_face.needs(batch)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)

    def test_refuses_impossible_quantities(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.face.copy({"product_id": self.glue.id, "min_qty": 50}).flush_recordset()


@tagged("post_install", "-at_install")
class TestRelocate(StockPlacesCommon):

    def wizard(self, quants, **values):
        Wizard = self.env["psms.stock.move.wizard"].with_user(self.keeper).with_context(
            active_model="stock.quant", active_ids=quants.ids)
        return Wizard.create({"location_dest_id": self.bins[0].id, **values})

    def quants(self, *products):
        return self.env["stock.quant"].search([
            ("product_id", "in", [product.id for product in products]), ("location_id", "child_of", self.stock.id)])

    def test_moves_exactly_these_goods_by_a_real_transfer(self):
        self.stock_up(self.fan, 5, self.bin_a)
        lot = self.stock_up(self.glue, 8, self.bin_b, "L1")
        self.stock_up(self.glue, 8, self.bin_b, "L0")
        quants = self.quants(self.fan) + self.quants(self.glue).filtered(lambda quant: quant.lot_id == lot)
        action = self.wizard(quants).action_move()
        picking = self.env["stock.picking"].browse(action["res_id"])
        self.assertEqual((picking.state, picking.picking_type_id), ("done", self.warehouse.int_type_id))
        self.assertEqual(picking.move_line_ids.lot_id, lot)
        self.assertEqual(self.on_hand(self.fan, self.bins[0]), 5)
        self.assertEqual(self.on_hand(self.glue, self.bins[0]), 8)
        self.reserved_in_step(self.bin_a, self.bin_b, self.bins[0])

    def test_can_wait_as_an_open_transfer(self):
        self.stock_up(self.fan, 5, self.bin_a)
        action = self.wizard(self.quants(self.fan), at_once=False).action_move()
        picking = self.env["stock.picking"].browse(action["res_id"])
        self.assertEqual(picking.state, "assigned")
        self.assertEqual((picking.move_ids.product_uom_qty, picking.move_ids.quantity), (5, 5))
        self.reserved_in_step(self.bin_a)

    def test_reserved_goods_stay(self):
        self.stock_up(self.fan, 5, self.bin_a)
        self.delivery([(self.fan, 3)])
        wizard = self.wizard(self.quants(self.fan))
        self.assertEqual(wizard.line_ids.quantity, 2)
        wizard.line_ids.quantity = 4
        with self.refused("Only 2 are free there"):
            wizard.action_move()

    def test_rules_are_shown_before_and_refuse(self):
        self.bulk.product_mixing = "one"
        self.stock_up(self.stranger, 1, self.bins[0])
        self.stock_up(self.fan, 5, self.bin_a)
        wizard = self.wizard(self.quants(self.fan))
        self.assertIn("may not be mixed", wizard.problem)
        with self.refused("may not be mixed"):
            wizard.action_move()
        wizard.location_dest_id = self.bins[1]
        self.assertFalse(wizard.problem)
        wizard.action_move()
