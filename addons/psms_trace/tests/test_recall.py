from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.psms_trace.services import recall as service

from .common import TraceCommon


@tagged("post_install", "-at_install")
class TestRecall(TraceCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bad, cls.batch, cls.fans, cls.shipment = cls.chain()
        cls.recall = service.new(cls.env(user=cls.inspector), cls.bad, "Coil overheats")

    def lines(self):
        return {line.lot_id.name: line for line in self.recall.line_ids}

    def test_working_out_changes_nothing_in_stock(self):
        self.recall.action_analyse()
        self.assertEqual({name: line.level for name, line in self.lines().items()}, {"M1": 0, "B1": 1, "F1": 2, "F2": 2})
        self.assertFalse(any(self.recall.line_ids.mapped("blocked")))
        self.assertEqual(self.recall.state, "draft")
        self.assertEqual(self.recall.customer_ids.partner_id, self.customer)
        self.assertEqual(self.recall.delivery_ids.picking_id, self.shipment)
        self.assertEqual(self.recall.delivery_ids.quantity, 1)
        self.assertIn("Fan: F1", self.recall.customer_ids.goods)

    def test_start_blocks_and_gives_back_reservations(self):
        good = self.lot(self.motor, "M-GOOD")
        self.receive([(good, 3)])
        waiting = self.order(self.motor, 2, self.other_customer)
        self.assertEqual(waiting.move_line_ids.lot_id, self.bad)
        fan = self.order(self.fan, 1)
        self.recall.action_start()
        self.assertEqual(self.recall.state, "active")
        self.assertEqual(self.recall.blocked_count, 4)
        self.assertEqual(waiting.move_line_ids.lot_id, good, "the order got another lot")
        self.assertEqual(waiting.move_ids.quantity, 2)
        self.assertFalse(fan.move_line_ids)
        self.assertEqual(fan.state, "confirmed")
        self.assertEqual(sum(self.bad.quant_ids.mapped("reserved_quantity")), 0)
        self.assertEqual(self.recall.open_count, 0)

    def test_what_a_production_has_counted_in_stays_for_a_person(self):
        moves = self.env["stock.move"].create({
            "product_id": self.motor.id, "product_uom_qty": 1, "location_id": self.stock.id,
            "location_dest_id": self.production.id, "picking_type_id": self.warehouse.int_type_id.id,
        })
        moves._action_confirm()
        moves._action_assign()
        moves.picked = True
        self.recall.action_start()
        self.assertEqual(moves.move_line_ids.lot_id, self.bad)
        self.assertEqual(self.recall.open_count, 1)
        with self.assertRaises(UserError):
            moves._action_done()

    def test_figures_close(self):
        self.deliver([(self.bad, 2)], self.other_customer)
        self.recall.action_start()
        self.take_back([(self.bad, 1)], self.other_customer)
        self.scrap(self.bad, 1)
        line = self.lines()["M1"]
        line.invalidate_recordset()
        self.assertEqual(
            (line.qty_in, line.qty_stock, line.qty_shipped, line.qty_returned, line.qty_outside, line.qty_consumed,
             line.qty_scrapped, line.qty_difference), (10, 4, 2, 1, 1, 4, 1, 0))
        self.assertEqual(self.recall.difference_count, 0)
        self.assertEqual([self.lines()[name].qty_difference for name in ("B1", "F1", "F2")], [0, 0, 0])

    def test_a_difference_is_shown(self):
        self.env["stock.quant"]._update_available_quantity(self.motor, self.stock, 3, lot_id=self.bad)
        self.recall.action_analyse()
        self.assertEqual(self.lines()["M1"].qty_difference, -3)
        self.assertEqual(self.recall.difference_count, 1)

    def test_found_later_is_added_and_blocked(self):
        self.recall.action_start()

        late = self.lot(self.fan, "F3")
        service.lift(self.recall.line_ids.filtered(lambda line: line.lot_id == self.batch), "One more for a test")
        self.receive([(self.batch, 1)])
        self.make([(self.batch, 1)], [(late, 1)], "TRC/MO/9")
        self.recall.action_analyse()
        self.assertTrue(late.psms_blocked)
        self.assertEqual(self.recall.lot_count, 5)

    def test_bad_lots_may_change_before_the_start(self):
        self.recall.action_analyse()
        self.recall.lot_ids = self.fans[1]
        self.recall.action_analyse()
        self.assertEqual(self.recall.line_ids.lot_id, self.fans[1])
        self.assertFalse(self.recall.customer_ids or self.recall.delivery_ids)

    def test_trail_that_ends_is_told(self):
        self.make([(self.bad, 2)], [(self.screw, 9)], "TRC/MO/SCREW")
        self.recall.action_analyse()
        self.assertIn("Screw", self.recall.trail_ends)
        self.assertIn("9", self.recall.trail_ends)

    def test_number_per_company_and_evidence_stays(self):
        self.assertRegex(self.recall.name, r"^RCL/\d{4}/\d{4}$")
        self.recall.action_start()
        with self.assertRaises(UserError):
            self.recall.unlink()
        with self.assertRaises(UserError):
            self.recall.action_cancel()
        with self.assertRaises(UserError):
            self.recall.action_start()

    def test_rights(self):
        recall = self.recall.with_user(self.keeper)
        self.assertEqual(recall.reason, "Coil overheats", "everybody in the warehouse may know")
        with self.assertRaises(AccessError):
            recall.action_analyse()
        with self.assertRaises(AccessError):
            recall.reason = "Nothing"
        with self.assertRaises(AccessError):
            service.new(self.env(user=self.keeper), self.bad, "Mine")
        self.recall.with_user(self.supervisor).action_start()

    def test_state_is_not_written_by_hand(self):
        with self.assertRaises(AccessError):
            self.recall.with_user(self.inspector).state = "closed"
        self.recall.action_analyse()
        with self.assertRaises(AccessError):
            self.recall.customer_ids.with_user(self.inspector).state = "told"

    def test_empty_recall_is_refused(self):
        self.recall.lot_ids = False
        with self.assertRaises(UserError):
            self.recall.action_analyse()
