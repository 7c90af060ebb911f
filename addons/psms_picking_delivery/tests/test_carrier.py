from datetime import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.psms_picking.tests.common import PickingCommon

#: Wednesday, ten in the morning in Shanghai
NOW = datetime(2031, 3, 5, 2, 0)


@tagged("post_install", "-at_install")
class TestCarrier(PickingCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stock_up(cls.bolt, 100, cls.a1)
        product = cls.env["product.product"].create({"name": "Freight", "type": "service"})
        cls.parcel, cls.truck = cls.env["delivery.carrier"].create([
            {"name": "Parcel", "product_id": product.id, "cutoff_hour": 11},
            {"name": "Truck", "product_id": product.id},
        ])
        cls.kind.cutoff_hour = 17

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time(NOW))
        self.by_truck = self.delivery([(self.bolt, 1)], carrier_id=self.truck.id, scheduled_date=fields.Datetime.now())
        self.by_parcel = self.delivery([(self.bolt, 1)], carrier_id=self.parcel.id, scheduled_date=fields.Datetime.now())

    def wizard(self, **values):
        return self.env["psms.wave.release"].with_user(self.keeper).create(
            {"rule_id": False, "picking_type_id": self.kind.id, **values})

    def test_cutoff_of_the_carrier_before_that_of_the_operation_type(self):
        self.assertEqual(self.by_parcel.ship_by, datetime(2031, 3, 5, 3, 0))
        self.assertEqual(self.by_truck.ship_by, datetime(2031, 3, 5, 9, 0))
        with self.assertRaises(ValidationError):
            self.parcel.cutoff_hour = 24

    def test_a_store_keeper_may_open_a_transfer(self):
        """Odoo's form asks which carriers go to the address, and lets salespeople alone read their zip codes."""
        self.parcel.zip_prefix_ids = self.env["delivery.zip.prefix"].create({"name": "528"})
        self.assertEqual(self.by_truck.with_user(self.keeper).allowed_carrier_ids & (self.parcel + self.truck), self.truck)

    def test_the_parcels_leave_first(self):
        wizard = self.wizard(group_carrier=True)
        self.assertEqual([line.picking_ids for line in wizard.line_ids], [self.by_parcel, self.by_truck])
        self.assertEqual(len(self.wizard().line_ids), 1)

    def test_only_one_carrier(self):
        self.assertEqual(self.wizard(carrier_ids=[Command.set(self.truck.ids)]).line_ids.picking_ids, self.by_truck)

    def test_a_rule_keeps_the_carriers(self):
        rule = self.env["psms.release.rule"].create({
            "name": "Trucks", "picking_type_id": self.kind.id, "carrier_ids": [Command.set(self.truck.ids)]})
        wizard = self.env["psms.wave.release"].with_context(default_rule_id=rule.id).create({})
        self.assertEqual(wizard.carrier_ids, self.truck)

    def test_carrier_on_the_shipping_mark(self):
        self.by_truck.move_line_ids._put_in_pack(package_type_id=self.carton.id)
        (mark,) = self.env["psms.document.shipping_mark"]._document_values(self.by_truck)["marks"]
        self.assertIn("Truck", [text for _label, text in mark["rows"]])
