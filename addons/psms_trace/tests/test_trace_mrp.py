from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tests import tagged

from odoo.addons.psms_trace.services import block, epcis
from odoo.addons.psms_trace.services import recall as service

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestTraceMrp(TraceCommon):
    """Through Odoo's own manufacturing, where it is installed."""

    def setUp(self):
        super().setUp()
        if "mrp.production" not in self.env:
            self.skipTest("Odoo's Manufacturing is not installed")
        self.bill = self.env["mrp.bom"].create({
            "product_tmpl_id": self.board.product_tmpl_id.id, "product_qty": 1,
            "bom_line_ids": [
                Command.create({"product_id": self.motor.id, "product_qty": 2}),
                Command.create({"product_id": self.screw.id, "product_qty": 4}),
            ],
        })
        self.bad = self.lot(self.motor, "M1")
        self.receive([(self.bad, 10), (self.screw, 50)])

    def produce(self, lot_name, quantity):
        order = self.env["mrp.production"].create({
            "product_id": self.board.id, "product_qty": quantity, "bom_id": self.bill.id,
            "picking_type_id": self.warehouse.manu_type_id.id,
        })
        order.action_confirm()
        order.action_assign()
        order.lot_producing_ids = [Command.set(self.lot(self.board, lot_name).ids)]
        order.qty_producing = quantity
        return order

    def finish(self, order):
        order.move_raw_ids.picked = True
        order.button_mark_done()
        self.assertEqual(order.state, "done")

    def test_production_order_stands_in_the_tree(self):
        order = self.produce("B1", 2)
        self.finish(order)
        board = self.lot(self.board, "B1")
        self.deliver([(board, 1)])
        self.assertEqual(self.down(self.bad), [
            (0, "lot", "M1", None), (1, "consumed", "", 4), (2, "lot", "B1", 2), (3, "shipped", "", 1), (3, "stock", "", 1),
            (1, "stock", "", 6)])
        self.assertEqual(self.up(board), [
            (0, "lot", "B1", None), (1, "made", "", 2), (2, "lot", "M1", 4), (3, "received", "", 10),
            (2, "untracked", "Screw", 8)])
        below = self.env["psms.trace"].level([{"lot": self.bad.id}], False)[f"lot:{self.bad.id}"]["nodes"]
        self.assertEqual(below[0]["document"], {"model": "mrp.production", "id": order.id, "name": order.name})

    def test_through_semi_finished_goods_without_lot(self):
        """Motors go into a frame that nobody numbers, the frame into a board."""
        frame = self.env["product.product"].create({"name": "Frame", "is_storable": True})
        bill = self.env["mrp.bom"].create({
            "product_tmpl_id": frame.product_tmpl_id.id, "product_qty": 1,
            "bom_line_ids": [Command.create({"product_id": self.motor.id, "product_qty": 2})],
        })
        order = self.env["mrp.production"].create({
            "product_id": frame.id, "product_qty": 3, "bom_id": bill.id, "picking_type_id": self.warehouse.manu_type_id.id})
        order.action_confirm()
        order.action_assign()
        order.qty_producing = 3
        self.finish(order)
        self.bill.bom_line_ids = [Command.clear(), Command.create({"product_id": frame.id, "product_qty": 1})]
        self.finish(self.produce("B1", 1))
        self.assertEqual(self.down(self.bad)[1:], [
            (1, "consumed", "", 6), (2, "untracked", "Frame", 3), (3, "consumed", "", 1), (4, "lot", "B1", 1),
            (5, "stock", "", 1), (3, "stock", "", 2), (1, "stock", "", 4)])
        recall = service.new(self.env(user=self.inspector), self.bad, "Coil overheats")
        recall.action_analyse()
        self.assertEqual(recall.possible_ids.lot_id.name, "B1")
        self.assertTrue(recall.possible_ids.likely)

    def test_taken_apart_again(self):
        order = self.produce("B1", 2)
        self.finish(order)
        unbuild = self.env["mrp.unbuild"].create({
            "mo_id": order.id, "product_id": self.board.id, "product_qty": 2, "lot_id": self.lot(self.board, "B1").id,
            "location_id": self.stock.id, "location_dest_id": self.stock.id,
        })
        unbuild.action_unbuild()
        board = self.lot(self.board, "B1")
        self.assertIn((1, "consumed", "", 2), self.down(board))
        self.assertIn((2, "lot", "M1", 4), self.down(board))
        recall = service.new(self.env(user=self.inspector), self.bad, "Coil overheats")
        recall.action_analyse()
        self.assertEqual(recall.line_ids.mapped("qty_difference"), [0, 0])
        document = epcis.document(self.env, self.company, Domain("lot_id", "=", board.id))
        self.assertEqual(
            [event["bizStep"] for event in document["epcisBody"]["eventList"]], ["commissioning", "disassembling"])

    def test_production_in_progress_waits_for_a_person(self):
        order = self.produce("B1", 2)
        order.move_raw_ids.picked = True
        other = self.produce("B2", 1)
        other.move_raw_ids.picked = False
        recall = service.new(self.env(user=self.inspector), self.bad, "Coil overheats")
        recall.action_start()
        self.assertIn(self.bad, order.move_raw_ids.move_line_ids.lot_id)
        self.assertNotIn(self.bad, other.move_raw_ids.move_line_ids.lot_id)
        self.assertEqual(recall.open_count, 1)
        with self.assertRaisesRegex(UserError, f"M1 is blocked.*{order.name}"):
            order.button_mark_done()
        block.lift(self.bad.with_user(self.inspector), "Measured")
        self.finish(order)
