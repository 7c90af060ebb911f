from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestOrdersReceived(TransactionCase):

    def test_a_store_keeper_receives_an_order(self):
        """The order follows its transfers, found from their side, also where the person may not see orders there."""
        product = self.env["product.product"].create({"name": "Motor", "is_storable": True})
        order = self.env["purchase.order"].create({
            "partner_id": self.env["res.partner"].create({"name": "Haiyun Motors"}).id,
            "order_line": [Command.create({"product_id": product.id, "product_qty": 3, "price_unit": 1})],
        })
        order.button_confirm()
        receipt = order.picking_ids
        self.assertEqual((receipt.purchase_order_ids, order.receipt_status), (order, "pending"))
        keeper = new_test_user(self.env, login="psms_receiver", groups="psms_base.group_store_keeper")
        receipt.with_user(keeper).button_validate()
        self.assertEqual((receipt.state, order.receipt_status, order.order_line.qty_received), ("done", "full", 3))
        self.assertNotIn("purchase_order_ids", receipt.with_user(keeper).read()[0])
