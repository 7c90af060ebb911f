from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from ..services import pack
from .common import PickingCommon


@tagged("post_install", "-at_install")
class TestPack(PickingCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_up(cls.bolt, 20, cls.a1)
        cls.stock_up(cls.nut, 20, cls.b1)
        cls.picking = cls.delivery([(cls.bolt, 10), (cls.nut, 4)])

    def station(self, action=None):
        action = action or self.picking.with_user(self.keeper).action_psms_pack()
        return self.env["psms.pack"].with_user(self.keeper).browse(action["res_id"])

    def fill(self, station, *quantities):
        for line, quantity in zip(station.line_ids, quantities, strict=True):
            line.quantity = quantity
        station.package_type_id = self.carton
        return station

    def test_two_cartons(self):
        station = self.fill(self.station(), 6, 4)
        self.assertAlmostEqual(station.computed_weight, 6 * 2 + 4 * 0.5 + 0.4)
        station.weighed = 14.5
        self.assertFalse(station.warning)
        station = self.station(station.action_close_carton())
        self.assertEqual([(line.product_id, line.quantity) for line in station.line_ids], [(self.bolt, 4)])
        first = station.carton_ids
        self.assertEqual((first.package_id.shipping_weight, first.package_id.package_type_id), (14.5, self.carton))
        self.assertAlmostEqual(first.computed_weight, 14.4)
        self.assertEqual(self.picking.pack_state, "partial")
        station = self.station(station.action_close_carton())
        self.assertTrue(station.done)
        self.assertEqual(self.picking.pack_state, "done")
        self.assertEqual(len(self.picking.move_line_ids.result_package_id), 2)
        bolts = self.picking.move_line_ids.filtered(lambda line: line.product_id == self.bolt)
        self.assertEqual(sum(bolts.mapped("quantity")), 10)
        self.assertEqual(self.picking.move_ids.mapped("state"), ["assigned", "assigned"])
        self.reserved_in_step()

    def test_picked_lines_stay_picked_when_they_are_divided(self):
        self.picking.move_line_ids.picked = True
        self.fill(self.station(), 6, 0).action_close_carton()
        self.assertEqual(set(self.picking.move_line_ids.mapped("picked")), {True})
        self.reserved_in_step()

    def test_weight_warnings(self):
        station = self.fill(self.station(), 6, 4)
        station.weighed = 16
        self.assertIn("5 % off", station.warning)
        station.write({"weighed": 14.4})
        self.assertFalse(station.warning)
        station.line_ids[0].quantity = 10
        self.carton.max_weight = 20
        station.weighed = 22.4
        self.assertIn("too heavy", station.warning)

    def test_refusals(self):
        with self.assertRaisesRegex(UserError, "Nothing goes into this carton"):
            self.fill(self.station(), 0, 0).action_close_carton()
        with self.assertRaisesRegex(UserError, "Only 10.0 Units of .*Bolt are left"):
            self.fill(self.station(), 11, 0).action_close_carton()
        stale = self.fill(self.station(), 10, 0)
        self.fill(self.station(), 10, 0).action_close_carton()
        with self.assertRaisesRegex(UserError, "packed or moved by somebody else"):
            stale.action_close_carton()

    def test_a_carton_can_be_opened_again(self):
        station = self.station(self.fill(self.station(), 6, 4).action_close_carton())
        package = station.carton_ids.package_id
        station = self.station(station.carton_ids.action_open_carton())
        self.assertFalse(station.carton_ids)
        self.assertFalse(package.exists())
        self.assertEqual(self.picking.pack_state, "none")
        self.reserved_in_step()

    def test_checked_at_validation_where_the_operation_type_says_so(self):
        self.kind.require_packing = True
        self.picking.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "are in no package"):
            self.picking.button_validate()
        station = self.fill(self.station(), 10, 4)
        station.weighed = 30
        station.action_close_carton()
        self.assertEqual(len(pack.problems(self.picking)), 1)
        with self.assertRaisesRegex(UserError, "weighs 30.000 instead of the computed 22.400"):
            self.picking.button_validate()
        self.picking.move_line_ids.result_package_id.shipping_weight = 22.5
        self.picking.button_validate()
        self.assertEqual(self.picking.state, "done")

    def test_by_the_form(self):
        station = self.station()
        with Form(station) as form:
            form.package_type_id = self.carton
            with form.line_ids.edit(0) as line:
                line.quantity = 5
            self.assertAlmostEqual(form.computed_weight, 5 * 2 + 4 * 0.5 + 0.4)
            form.weighed = 99
            self.assertTrue(form.warning)
