from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.psms_stock.tests.common_guard import GuardRaceCommon


@tagged("post_install", "-at_install")
class TestOrderDoors(GuardRaceCommon):
    """Orders for the last piece, confirmed at once."""

    def orders(self, product_id):
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            env["stock.picking.type"].browse(self.out_type_id).reservation_method = "at_confirm"
            partner = env["res.partner"].create({"name": "Scarce goods for two"})
            orders = env["sale.order"].create([{
                "partner_id": partner.id, "warehouse_id": self.warehouse_id,
                "order_line": [Command.create({"product_id": product_id, "product_uom_qty": 1})],
            } for _number in range(2)])
            self.addCleanup(self.forget, orders.ids)
            return orders.ids

    def forget(self, order_ids):
        """Called before the goods are taken away: orders go, their deliveries stay for that."""
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            orders = env["sale.order"].browse(order_ids)
            self.picking_ids += orders.picking_ids.ids
            orders.picking_ids.action_cancel()
            cr.execute("UPDATE stock_move SET sale_line_id = NULL WHERE product_id = ANY(%s)", [self.product_ids])
            orders._action_cancel()
            orders.unlink()

    def test_second_order_waits_and_finds_nothing(self):
        product_id = self.make_product(1)
        orders = self.orders(product_id)
        first = self.open_env()
        first["sale.order"].browse(orders[0]).action_confirm()
        with patch("odoo.service.model.time.sleep") as sleep:
            second = self.request("sale.order", "action_confirm", [orders[1]])
            self.assertTrue(second.waits())
            first.cr.commit()
            second.done()
        sleep.assert_not_called()
        self.assertEqual(self.quants(product_id), [(1, 1)])
        states = self.rows(SQL(
            "SELECT picking.state FROM stock_picking picking JOIN sale_order o ON o.id = picking.sale_id "
            "WHERE o.id = ANY(%s) ORDER BY o.id", orders))
        self.assertEqual(states, [("assigned",), ("confirmed",)])
