from odoo.tests import HttpCase, tagged

from .common import StockScanCommon


@tagged("post_install", "-at_install")
class TestScanTour(StockScanCommon, HttpCase):

    def test_receive_by_wedge_scanner(self):
        """A store keeper chooses the receipt, scans product, lot and bin, and validates, on the page."""
        picking = self.receipt([(self.fan, 2), (self.glue, 1)])
        picking.origin = "TOUR-RECEIPT"
        self.start_tour("/odoo/psms-scan", "psms_stock_receive", login="psms_keeper")
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.backorder_ids)
        quants = self.env["stock.quant"].search([("location_id", "=", self.bin_a.id)])
        self.assertEqual({quant.product_id: quant.quantity for quant in quants}, {self.fan: 2, self.glue: 1})
        self.assertEqual(quants.lot_id.name, "TOUR-LOT")
