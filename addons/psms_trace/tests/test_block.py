from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.psms_trace.services import block

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestBlock(TraceCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bad, cls.good = cls.lot(cls.motor, "BAD"), cls.lot(cls.motor, "GOOD")
        cls.receive([(cls.bad, 10), (cls.good, 4)])

    def block(self, lots=None, user=None):
        return block.block((lots or self.bad).with_user(user or self.inspector), "Coil overheats")

    def test_reservation_passes_over_a_blocked_lot(self):
        self.block()
        picking = self.order(self.motor, 6)
        self.assertEqual(picking.move_line_ids.lot_id, self.good)
        self.assertEqual(picking.move_ids.quantity, 4)
        self.assertEqual(self.available(self.motor), 0)
        self.assertEqual(self.bad.product_qty, 10, "it is still there")

    def test_blocked_is_on_hand_but_not_free(self):
        motor = self.motor.with_context(warehouse_id=self.warehouse.id)
        self.assertEqual((motor.qty_available, motor.free_qty, motor.virtual_available), (14, 14, 14))
        self.block()
        motor.invalidate_recordset()
        self.assertEqual((motor.qty_available, motor.free_qty, motor.virtual_available), (14, 4, 4))
        of_lot = motor._compute_quantities_dict(self.bad.id, None, None)[motor.id]
        self.assertEqual((of_lot["qty_available"], of_lot["free_qty"]), (10, 0))

    def test_delivery_is_refused_with_reason(self):
        picking = self.delivery([(self.bad, 2)])
        self.assertEqual(picking.move_line_ids.lot_id, self.bad)
        self.block()
        picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "BAD is blocked .Coil overheats.*" + picking.name):
            picking.button_validate()

    def test_consumption_is_refused(self):
        self.block()
        with self.assertRaisesRegex(UserError, "neither delivered nor consumed"):
            self.make([(self.bad, 1)], [(self.lot(self.board, "NEW"), 1)])

    def test_ways_out_for_bad_goods(self):
        """Moved about by hand, scrapped, sent back to the vendor, counted: all that a blocked lot may still do."""
        self.block()
        self.move([(self.bad, 5)], self.stock, self.quarantine)
        self.scrap(self.bad, 1)
        back = self._transfer(self.warehouse.out_type_id, self.stock, self.suppliers, [(self.bad, 4)], self.vendor)
        self._done(back)
        self.take_back([(self.bad, 1)])  # customers may bring more
        self.assertEqual(self.bad.product_qty, 6)

    def test_lifted_it_can_be_sold(self):
        self.block()
        block.lift(self.bad.with_user(self.supervisor), "Measured, within limits")
        self.assertFalse(self.bad.psms_blocked or self.bad.psms_block_reason)
        self.assertEqual(self.order(self.motor, 14).move_ids.quantity, 14)

    def test_reserved_when_blocked_stays_in_step(self):
        picking = self.order(self.motor, 12)
        self.block()
        quants = self.bad.quant_ids.filtered(lambda quant: quant.location_id == self.stock)
        reserved = sum(picking.move_line_ids.filtered(lambda line: line.lot_id == self.bad).mapped("quantity"))
        self.assertEqual(quants.reserved_quantity, reserved)
        picking.do_unreserve()
        self.assertEqual(quants.reserved_quantity, 0, "what was reserved can be given back")

    def test_rights(self):
        with self.assertRaises(AccessError):
            self.block(user=self.keeper)
        with self.assertRaises(AccessError):
            self.bad.with_user(self.keeper).action_psms_block()
        for values in ({"psms_blocked": True}, {"psms_block_reason": "Mine"}):
            with self.assertRaises(AccessError):
                self.bad.with_user(self.supervisor).write(values)
        with self.assertRaises(AccessError):
            self.env["stock.lot"].with_user(self.supervisor).create(
                {"name": "X", "product_id": self.motor.id, "psms_blocked": True})
        self.block()
        with self.assertRaises(AccessError):
            self.bad.with_user(self.supervisor).psms_blocked = False

    def test_reason_is_asked_and_kept(self):
        with self.assertRaises(UserError):
            block.block(self.bad.with_user(self.inspector), "  ")
        self.block()
        self.assertEqual((self.bad.psms_block_reason, self.bad.psms_blocked_by_id), ("Coil overheats", self.inspector))
        rows = self.env["psms.stock.correction"].search([("model", "=", "stock.lot"), ("res_id", "=", self.bad.id)])
        self.assertEqual(rows.mapped("action"), ["lot_block"])
        self.assertEqual((rows.reason, rows.user_id), ("Coil overheats", self.inspector))

    def test_wizard_blocks_and_lifts(self):
        for action, blocked in (("block", True), ("lift", False)):
            opened = getattr(self.bad.with_user(self.inspector), f"action_psms_{action}")()
            form = Form(self.env(user=self.inspector)["psms.lot.block"].with_context(**opened["context"]))
            form.reason = "Because"
            form.save().action_confirm()
            self.assertEqual(self.bad.psms_blocked, blocked)
