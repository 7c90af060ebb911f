from odoo.tests import tagged

from odoo.addons.psms_production.tests.common import PlanCommon
from odoo.addons.psms_trace.services import block


@tagged("post_install", "-at_install")
class TestBlockedStock(PlanCommon):

    def test_blocked_stock_is_bought_again(self):
        motor = self.bought("Motor", tracking="lot")
        lot = self.env["stock.lot"].create({"name": "M1", "product_id": motor.id})
        self.env["stock.quant"]._update_available_quantity(motor, self.warehouse.lot_stock_id, 40, lot_id=lot)
        self.sell(motor, 30, days=20)
        self.plan()
        self.assertFalse(self.planned(motor))
        block.block(lot, "Coil overheats")
        self.plan()
        self.assertEqual(self.planned(motor).quantity, 30)
        block.lift(lot, "Measured")
        self.plan()
        self.assertFalse(self.planned(motor))
