from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import StockScanCommon


class StockTruthCommon(StockScanCommon):
    """Stock that came in by a receipt, and people who may correct it or not.

    * ``supervisor``: user with the role warehouse supervisor, ``clerk``: Odoo's Inventory/User without a role of PSMS
    * ``received(product, quantity, lot_name)``: a done receipt of it into ``stock``
    * ``on_hand(product)``; ``rows(action)``: corrections recorded since the test began
    * ``refused()``: context manager, the write inside is refused in words
    * ``moved()``: stock of the products of this class equals what was moved (INV01)
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supervisor = new_test_user(
            cls.env, login="psms_supervisor", groups="psms_base.group_warehouse_supervisor", company_id=cls.company.id)
        cls.clerk = new_test_user(cls.env, login="psms_clerk", groups="stock.group_stock_user", company_id=cls.company.id)
        cls.before = cls.env["psms.stock.correction"].search([], limit=1).id or 0

    @classmethod
    def received(cls, product, quantity, lot_name=None):
        picking = cls.receipt([(product, quantity)])
        line = picking.move_ids.move_line_ids
        if not line:
            picking.move_ids.quantity = quantity
            line = picking.move_ids.move_line_ids
        if lot_name:
            line.lot_name = lot_name
        picking.move_ids.picked = True
        picking._action_done()
        return picking

    def on_hand(self, product):
        quants = self.env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id", "child_of", self.stock.id)])
        return sum(quants.mapped("quantity"))

    def rows(self, action):
        return self.env["psms.stock.correction"].search([("id", ">", self.before), ("action", "=", action)])

    def refused(self):
        # AccessError, which the access rights of Odoo raise, is a UserError too
        return self.assertRaises(UserError)

    def moved(self, *products):
        for product in products:
            lines = self.env["stock.move.line"].search([("product_id", "=", product.id), ("state", "=", "done")])
            for location in (lines.location_id | lines.location_dest_id):
                quants = self.env["stock.quant"].search(
                    [("product_id", "=", product.id), ("location_id", "=", location.id)])
                came = sum(lines.filtered(lambda line, at=location: line.location_dest_id == at).mapped("quantity_product_uom"))
                left = sum(lines.filtered(lambda line, at=location: line.location_id == at).mapped("quantity_product_uom"))
                self.assertAlmostEqual(sum(quants.mapped("quantity")), came - left, msg=location.display_name)
