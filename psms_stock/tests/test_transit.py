from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import StockPlacesCommon


@tagged("post_install", "-at_install")
class TestTransit(StockPlacesCommon):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["stock.warehouse"].create({"name": "Centre", "code": "CTR"})
        cls.stock_up(cls.fan, 100, cls.bins[0])

    def send(self, quantity=10, user=None, product=None, **values):
        wizard = self.env["psms.stock.transit.wizard"].with_user(user or self.boss).create({
            "from_warehouse_id": self.warehouse.id, "to_warehouse_id": self.other.id,
            "date": fields.Datetime.now() - timedelta(days=1),
            "line_ids": [Command.create({"product_id": (product or self.fan).id, "quantity": quantity})], **values,
        })
        return self.env["stock.picking"].search(wizard.action_send()["domain"], order="id")

    def under_way(self, product=None):
        self.env.flush_all()
        return self.env["psms.stock.transit"].search([("product_id", "=", (product or self.fan).id)])

    def test_two_transfers_that_belong_together(self):
        pickings = self.send()
        self.assertEqual(len(pickings), 2)
        out = pickings.filtered(lambda picking: picking.location_id.warehouse_id == self.warehouse)
        receipt = pickings - out
        self.assertEqual(out.state, "assigned")
        self.assertEqual((receipt.state, receipt.location_dest_id), ("waiting", self.other.lot_stock_id))
        self.assertEqual(out.move_ids.move_dest_ids, receipt.move_ids)
        self.assertFalse(self.under_way())
        self.post(out)
        row = self.under_way()
        self.assertEqual((row.quantity, row.state, row.from_warehouse_id, row.to_warehouse_id),
                         (10, "late", self.warehouse, self.other), "expected yesterday")
        self.assertEqual((row.out_picking_id, row.in_picking_id), (out, receipt))
        self.assertEqual(receipt.state, "assigned")
        self.post(receipt)
        self.assertFalse(self.under_way())
        self.assertEqual(self.on_hand(self.fan, self.other.lot_stock_id), 10)

    def test_expected_later_is_not_late(self):
        pickings = self.send(date=fields.Datetime.now() + timedelta(days=3))
        self.post(pickings.filtered(lambda picking: picking.state == "assigned"))
        self.assertEqual(self.under_way().state, "under_way")

    def test_a_shortage_stays_in_transit_until_somebody_acts(self):
        out, receipt = self.send().sorted(lambda picking: picking.state != "assigned")
        self.post(out)
        receipt.move_ids.quantity = 7
        receipt.move_ids.picked = True
        receipt.with_context(skip_backorder=True).button_validate()
        row = self.under_way()
        self.assertEqual((row.quantity, row.state), (3, "late"))
        self.assertEqual(row.in_picking_id, receipt.backorder_ids)
        receipt.backorder_ids.action_cancel()
        row = self.under_way()
        self.assertEqual((row.quantity, row.state, row.to_warehouse_id), (3, "missing", self.other))

    def test_several_shipments_of_a_product(self):
        first, second = [], []
        for found, quantity in ((first, 10), (second, 4)):
            out, receipt = self.send(quantity).sorted(lambda picking: picking.state != "assigned")
            self.post(out)
            found += [out, receipt]
        self.assertEqual(self.under_way().mapped("quantity"), [10, 4])
        self.post(first[1])
        row = self.under_way()
        self.assertEqual((row.quantity, row.out_picking_id), (4, second[0]))

    def test_lots_keep_apart(self):
        for name, quantity in (("L1", 3), ("L2", 4)):
            self.stock_up(self.glue, quantity, self.bins[1], name)
        out = self.send(7, product=self.glue).filtered(lambda picking: picking.state == "assigned")
        self.post(out)
        self.assertEqual({(row.lot_id.name, row.quantity) for row in self.under_way(self.glue)}, {("L1", 3), ("L2", 4)})

    def test_a_keeper_sends_where_a_route_exists(self):
        with self.refused("A warehouse supervisor must make the first transfer"):
            self.send(user=self.keeper)
        self.other.resupply_wh_ids = self.warehouse
        self.assertEqual(len(self.send(user=self.keeper)), 2)

    def test_nothing_and_nowhere_are_refused(self):
        with self.refused("Both warehouses are the same"):
            self.send(to_warehouse_id=self.warehouse.id)
        with self.refused("Nothing is to be sent"):
            self.send(line_ids=[])

    def test_free_quantity_of_the_sending_warehouse(self):
        wizard = self.env["psms.stock.transit.wizard"].create({
            "from_warehouse_id": self.warehouse.id, "to_warehouse_id": self.other.id,
            "line_ids": [Command.create({"product_id": self.fan.id, "quantity": 1})],
        })
        self.assertEqual(wizard.line_ids.available, 100)
