from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import StockScanCommon


@tagged("post_install", "-at_install")
class TestZone(StockScanCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone, cls.cold = cls.env["psms.stock.zone"].create([
            {"name": "Bulk", "code": "BULK", "kind": "bulk", "warehouse_id": cls.warehouse.id},
            {"name": "Cold", "code": "COLD", "kind": "cold", "warehouse_id": cls.warehouse.id},
        ])

    def test_locations_below_follow_unless_they_have_their_own(self):
        self.stock.zone_id = self.zone
        self.assertEqual(self.stock.zone_own_id, self.zone)
        self.assertEqual((self.bin_a + self.bin_b).zone_id, self.zone)
        self.bin_b.zone_id = self.cold
        self.assertEqual(self.bin_a.zone_id, self.zone)
        deep = self.env["stock.location"].create({"name": "Shelf", "location_id": self.bin_b.id})
        self.assertEqual(deep.zone_id, self.cold)
        self.bin_b.zone_id = False
        self.env.flush_all()
        self.assertEqual((self.bin_b + deep).zone_id, self.zone, "emptied, it follows the one above")
        self.assertEqual(self.zone.location_count, 4)

    def test_emptying_an_inherited_zone_changes_nothing(self):
        self.stock.zone_id = self.zone
        self.bin_a.zone_id = False
        self.env.flush_all()
        self.assertEqual(self.bin_a.zone_id, self.zone)

    def test_zone_of_another_warehouse_is_refused(self):
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        with self.assertRaises(ValidationError):
            other.lot_stock_id.zone_id = self.zone

    def test_moving_a_location_to_another_warehouse_is_refused_while_it_has_a_zone(self):
        self.bin_a.zone_id = self.zone
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "OTH"})
        with self.assertRaises(ValidationError):
            self.bin_a.location_id = other.lot_stock_id
        with self.assertRaises(ValidationError):
            self.zone.warehouse_id = other

    def test_code_is_unique_in_its_warehouse(self):
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.zone.copy({"code": "BULK"})
        self.assertNotEqual(self.zone.copy().code, "BULK")

    def test_zone_in_use_cannot_be_deleted(self):
        self.bin_a.zone_id = self.zone
        with self.assertRaises(ValidationError):
            self.zone.unlink()
        self.cold.unlink()

    def test_quants_group_and_search_by_zone(self):
        self.bin_a.zone_id = self.zone
        self.stock_up(self.fan, 5, self.bin_a)
        self.stock_up(self.fan, 3, self.bin_b)
        groups = dict(self.env["stock.quant"]._read_group(
            [("product_id", "=", self.fan.id)], ["zone_id"], ["quantity:sum"]))
        self.assertEqual(groups[self.zone], 5)
        self.assertEqual(groups[self.env["psms.stock.zone"]], 3)
        self.assertEqual(self.env["stock.quant"].search([("zone_id", "=", self.zone.id)]).location_id, self.bin_a)
        self.assertEqual(self.zone.product_count, 1)

    def test_store_keeper_reads_zones_only(self):
        zone = self.zone.with_user(self.keeper)
        self.assertEqual(zone.name, "Bulk")
        with self.assertRaises(AccessError):
            zone.name = "Mine"
