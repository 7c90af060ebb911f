import time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import StockPlacesCommon


@tagged("post_install", "-at_install")
class TestBins(StockPlacesCommon):

    def wizard(self, **values):
        return self.env["psms.stock.bin.wizard"].with_user(self.boss).create({
            "warehouse_id": self.warehouse.id, "location_id": self.stock.id, "aisles": "A-B", "racks": "1-3", "levels": "1-2",
            "positions": "", **values,
        })

    def made(self, action):
        return self.env["stock.location"].search(action["domain"])

    def test_bins_from_a_pattern(self):
        bins = self.made(self.wizard(zone_id=self.bulk.id, storage_category_id=self.category(max_weight=5).id).action_make())
        self.assertEqual(len(bins), 12)
        names = bins.sorted("walk_order").mapped("name")
        self.assertEqual(names, [
            "A-01-1", "A-01-2", "A-02-1", "A-02-2", "A-03-1", "A-03-2",
            "B-03-1", "B-03-2", "B-02-1", "B-02-2", "B-01-1", "B-01-2",
        ])
        one = bins.filtered(lambda row: row.name == "B-03-1")
        self.assertEqual((one.aisle, one.rack, one.level, one.position), ("B", "3", "1", ""))
        self.assertEqual((one.barcode, one.walk_order, one.zone_id), ("SCN-B-03-1", 130, self.bulk))
        self.assertEqual(one.storage_category_id.max_weight, 5)
        self.assertEqual(min(bins.mapped("walk_order")), 70, "after R-6, the last bin so far")

    def test_preview_counts_and_names(self):
        form = Form(self.env["psms.stock.bin.wizard"].with_user(self.boss))
        form.warehouse_id = self.warehouse
        form.aisles, form.racks, form.levels = "A-F", "01-12", "1-5"
        self.assertEqual(form.bin_count, 360)
        self.assertEqual(form.first_names, "A-01-1, A-01-2, A-01-3")
        self.assertEqual(form.last_names, "F-12-3, F-12-4, F-12-5")
        self.assertFalse(form.problem)
        form.aisles = "F-A"
        self.assertIn("runs backwards", form.problem)
        form.aisles, form.name_template = "A-F", "{rack}"
        self.assertIn("{aisle}", form.problem)

    def test_clashes_are_refused_as_a_whole(self):
        self.wizard().action_make()
        again = self.wizard(aisles="A-C")
        self.assertIn("A-01-1", again.problem)
        before = self.env["stock.location"].search_count([])
        with self.refused("Nothing was made, because 24 .*Change the ranges"):
            again.action_make()
        self.assertEqual(self.env["stock.location"].search_count([]), before)

    def test_barcode_of_another_place_is_a_clash(self):
        self.bin_a.barcode = "SCN-A-01-1"
        with self.refused("SCN-A-01-1"):
            self.wizard().action_make()

    def test_store_keepers_make_no_bins(self):
        with self.assertRaises(AccessError):
            self.env["psms.stock.bin.wizard"].with_user(self.keeper).create({"warehouse_id": self.warehouse.id})

    def test_renumbering_the_walk(self):
        bins = self.made(self.wizard().action_make())
        self.env["psms.stock.walk.wizard"].with_user(self.boss).with_context(
            active_model="stock.location", active_ids=bins.ids,
        ).create({"walk_scheme": "one_way", "walk_start": 1, "walk_step": 1}).action_renumber()
        self.assertEqual(bins.sorted("walk_order")[6:8].mapped("name"), ["B-01-1", "B-01-2"])
        self.assertEqual(max(bins.mapped("walk_order")), 12)

    def test_cost_per_bin_does_not_grow(self):
        few, started = self.cost("1-10"), time.monotonic()
        many = self.cost("11-60")
        self.assertLess((many - few) / (50 * 4 * 2 - 10 * 4 * 2), 1.0, (few, many))
        self.assertLess(time.monotonic() - started, 30)

    def cost(self, racks):
        wizard = self.wizard(racks=racks, levels="1-4")
        before = self.env.cr.sql_log_count
        wizard.action_make()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
