from odoo import models

from odoo.addons.psms_stock.services import guard, guard_pairs


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_confirm(self):
        # The deliveries of the order reserve at the end of a long transaction: better to wait at its beginning.
        guard.enter(self.env, "sale.order.action_confirm", self._guard_pairs, inside=False)
        return super().action_confirm()

    def _guard_pairs(self):
        """The free stock of what the lines sell, in the warehouses that deliver it."""
        lines = self.order_line.filtered("product_id.is_storable")
        return guard_pairs.of_free_places(
            self.env, {(line.product_id, line.warehouse_id.lot_stock_id) for line in lines if line.warehouse_id})
