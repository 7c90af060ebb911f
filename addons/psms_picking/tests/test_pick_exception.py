from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from ..services import pick_exception
from .common import PickingCommon


@tagged("post_install", "-at_install")
class TestPickException(PickingCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse.pick_supervisor_id = cls.supervisor
        cls.stock_up(cls.bolt, 6, cls.a1)
        cls.picking = cls.delivery([(cls.bolt, 6)])
        cls.line = cls.picking.move_line_ids

    def report(self, missing=2, kind="short", line=None, **values):
        line = (line or self.line).with_user(self.keeper)
        found = pick_exception.alternatives(line, missing)
        return pick_exception.report(
            line, kind, missing, takes=[(item.quant, item.take) for item in found], **values)

    def test_short_is_taken_from_another_bin(self):
        self.stock_up(self.bolt, 5, self.b1)
        row = self.report(2, note="Two boxes empty")
        self.assertEqual(
            (row.state, row.quantity, row.expected_quantity, row.rebooked_quantity, row.short_quantity), ("open", 2, 6, 2, 0))
        self.assertEqual((row.location_id, row.product_id, row.user_id), (self.a1, self.bolt, self.keeper))
        by_bin = {line.location_id: line.quantity for line in self.picking.move_line_ids}
        self.assertEqual(by_bin, {self.a1: 4, self.b1: 2})
        self.assertEqual(self.picking.move_ids.state, "assigned")
        self.reserved_in_step()

    def test_nothing_else_leaves_a_backorder(self):
        row = self.report(2)
        self.assertEqual((row.rebooked_quantity, row.short_quantity), (0, 2))
        self.assertEqual(self.picking.move_ids.state, "partially_available")
        self.picking.move_ids.picked = True
        wizard = self.picking.button_validate()
        Form.from_action(self.env, wizard).save().process()
        self.assertEqual(self.picking.state, "done")
        backorder = self.picking.backorder_ids
        self.assertEqual(backorder.move_ids.product_uom_qty, 2)
        backorder.action_assign()
        self.assertFalse(backorder.move_ids.quantity, "what the books still hold in that bin is reserved for nobody")
        row.with_user(self.supervisor).write({"resolution": "found"})
        row.with_user(self.supervisor).action_solve()
        backorder.action_assign()
        self.assertEqual(backorder.move_ids.quantity, 2)

    def test_the_whole_line_and_another_lot(self):
        first = self.stock_up(self.glue, 3, self.a1, "FIRST", expiration_date=fields.Datetime.now().replace(year=2050))
        second = self.stock_up(self.glue, 9, self.a1, "SECOND", expiration_date=fields.Datetime.now().replace(year=2051))
        picking = self.delivery([(self.glue, 3)])
        self.assertEqual(picking.move_line_ids.lot_id, first)
        row = self.report(3, "damaged", line=picking.move_line_ids)
        self.assertEqual(picking.move_line_ids.lot_id, second)
        self.assertEqual((row.lot_id, row.kind, row.rebooked_quantity), (first, "damaged", 3))
        later = self.delivery([(self.glue, 8)])
        self.assertEqual(later.move_line_ids.lot_id, second, "the lot that was reported stays where it is")
        self.reserved_in_step()

    def test_the_tote_stays_the_same(self):
        tote = self.env["stock.package"].create({"package_type_id": self.tote.id})
        self.line.result_package_id = tote
        self.stock_up(self.bolt, 5, self.b1)
        self.report(2)
        self.assertEqual(self.picking.move_line_ids.result_package_id, tote)
        self.assertEqual([line.result_package_id for line in self.picking.move_line_ids], [tote, tote])

    def test_the_supervisor_is_told_and_the_bin_is_due_for_a_count(self):
        row = self.report(1)
        activity = row.activity_ids
        self.assertEqual(activity.user_id, self.supervisor)
        self.assertIn("Bolt", activity.summary)
        quant = self.env["stock.quant"].search([("product_id", "=", self.bolt.id), ("location_id", "=", self.a1.id)])
        self.assertEqual(quant.inventory_date, fields.Date.context_today(row))
        self.assertEqual(self.picking.pick_exception_count, 1)
        row.with_user(self.supervisor).resolution = "corrected"
        row.with_user(self.supervisor).action_solve()
        self.assertFalse(row.activity_ids)
        self.assertEqual((row.state, row.solved_by_id), ("solved", self.supervisor))

    def test_without_a_chosen_one_some_supervisor_is_told(self):
        self.warehouse.pick_supervisor_id = False
        told = self.report(1).activity_ids.user_id
        self.assertTrue(told.has_group("psms_base.group_warehouse_supervisor"))

    def test_refusals(self):
        for missing in (0, -1, 7):
            with self.assertRaisesRegex(UserError, "Enter how many are missing"):
                pick_exception.report(self.line.with_user(self.keeper), "short", missing)
        stranger = new_test_user(self.env, login="pick_stranger", groups="base.group_user")
        with self.assertRaises(AccessError):
            pick_exception.report(self.line.with_user(stranger), "short", 1)
        row = self.report(1)
        with self.assertRaisesRegex(UserError, "choose a resolution"):
            row.with_user(self.supervisor).action_solve()
        with self.assertRaises(AccessError):
            row.with_user(self.keeper).write({"state": "solved"})
        with self.assertRaises(AccessError):
            row.with_user(self.supervisor).unlink()
        self.picking.move_ids.picked = True
        self.picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self.picking.state, "done")
        with self.assertRaisesRegex(UserError, "Nothing is reserved on this line"):
            pick_exception.report(self.line.with_user(self.keeper), "short", 1)

    def test_by_the_dialog(self):
        self.stock_up(self.bolt, 1, self.b1)
        self.stock_up(self.bolt, 9, self.b2)
        batch = self.env["stock.picking.batch"].create(
            {"picking_type_id": self.kind.id, "picking_ids": [Command.set(self.picking.ids)]})
        action = self.line.with_user(self.keeper).action_report_exception()
        form = Form(self.env["psms.pick.exception.report"].with_user(self.keeper).with_context(**action["context"]))
        self.assertEqual(form.quantity, 6, "most often nothing is there")
        form.kind = "place"
        form.quantity = 4
        form.found_location_id = self.b3
        takes = form.save().alternative_ids
        self.assertEqual([(row.location_id, row.take_quantity) for row in takes], [(self.b1, 1), (self.b2, 3)])
        takes.report_id.action_report()
        row = self.env["psms.pick.exception"].search([("picking_id", "=", self.picking.id)])
        self.assertEqual((row.kind, row.found_location_id, row.batch_id, row.rebooked_quantity), ("place", self.b3, batch, 4))
        self.assertEqual(batch.pick_exception_count, 1)
        self.reserved_in_step()
