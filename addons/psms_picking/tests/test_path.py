from odoo.fields import Command
from odoo.tests import tagged

from .common import PickingCommon


@tagged("post_install", "-at_install")
class TestPath(PickingCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_up(cls.bolt, 5, cls.b3)
        cls.stock_up(cls.nut, 5, cls.a2)
        cls.first = cls.delivery([(cls.bolt, 2), (cls.nut, 1)])
        cls.second = cls.delivery([(cls.bolt, 1), (cls.nut, 2)], cls.south)
        cls.batch = cls.make_batch(cls.first | cls.second)
        cls.batch.action_confirm()

    @classmethod
    def make_batch(cls, pickings):
        return cls.env["stock.picking.batch"].create(
            {"picking_type_id": cls.kind.id, "picking_ids": [Command.set(pickings.ids)]})

    def test_bins_by_name_until_they_are_numbered(self):
        self.assertEqual([line.location_id.name for line in self.batch.path_line_ids], ["A2", "A2", "B3", "B3"])
        self.assertEqual([line.location_id.name for line in self.first.path_line_ids], ["A2", "B3"])

    def test_way_before_and_after(self):
        """Documents: B3, A2, B3, A2; walking: A2, A2, B3, B3; from the first bin and back to it."""
        bins = self.env["stock.location"].search(
            [("warehouse_id", "=", self.warehouse.id), ("usage", "=", "internal")], order="complete_name").ids
        a2, b3 = bins.index(self.a2.id), bins.index(self.b3.id)
        self.assertEqual(self.batch.route_before, b3 + 3 * (b3 - a2) + a2)
        self.assertEqual(self.batch.route_after, 2 * b3)
        self.assertAlmostEqual(self.batch.route_saving, 1 - self.batch.route_after / self.batch.route_before)
        self.assertGreater(self.batch.route_saving, 0)

    def test_numbered_bins_with_coordinates(self):
        """B3 stands before A2 on the way; two aisles 3 m apart, racks of 2 m: depths 1, 3 and 5 m."""
        self.warehouse.write({"pick_aisle_pitch": 3, "pick_rack_width": 2})
        for number, (location, aisle, rack) in enumerate((
                (self.b3, "B", "3"), (self.a2, "A", "2"), (self.a1, "A", "10")), start=1):
            location.write({"walk_order": 10 * number, "aisle": aisle, "rack": rack})
        self.batch.invalidate_recordset()
        self.assertEqual([line.pick_bin for line in self.batch.path_line_ids], ["B3", "B3", "A2", "A2"])
        self.assertEqual(self.batch.route_unit, "m")
        # aisles A and B, racks 2, 3 and 10: B3 at 3 m, A2 at 1 m
        there, over = 3 + 3, 3 + 1 + 3
        self.assertEqual(self.batch.route_before, there + 3 * over + 1)
        self.assertEqual(self.batch.route_after, there + over + 1)

    def test_bins_off_the_way_come_last(self):
        self.b3.walk_order = 5
        self.batch.invalidate_recordset()
        self.assertEqual([line.location_id.name for line in self.batch.path_line_ids], ["B3", "B3", "A2", "A2"])
        self.assertEqual(self.batch.route_unit, "bins passed")

    def test_ticking_lines_shows_progress(self):
        self.assertEqual((self.batch.pick_line_count, self.batch.pick_progress), (4, 0))
        line = self.batch.path_line_ids[0].with_user(self.keeper)
        for progress in (25, 0):
            line.action_toggle_picked()
            self.batch.invalidate_recordset()
            self.assertEqual(self.batch.pick_progress, progress)

    def test_a_list_of_batches_costs_the_same_for_any_number(self):
        batches = self.batch
        for _number in range(6):
            batches |= self.make_batch(self.delivery([(self.nut, 0.1)]))
        fields = ["route_before", "route_after", "route_saving", "pick_progress", "pick_exception_count"]
        self.statements(lambda: batches.read(fields))
        self.assertEqual(
            self.statements(lambda: batches.read(fields)), self.statements(lambda: batches[:1].read(fields)))
