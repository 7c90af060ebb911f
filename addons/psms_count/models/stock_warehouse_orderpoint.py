from odoo import models
from odoo.tools import SQL

from ..services import blind


class StockWarehouseOrderpoint(models.Model):
    _name = "stock.warehouse.orderpoint"
    _inherit = ["stock.warehouse.orderpoint", "psms.count.blind"]

    _psms_blind = frozenset({"qty_on_hand", "qty_forecast", "qty_to_order", "qty_to_order_computed"})

    def _psms_blind_ids(self):
        return SQL(
            "SELECT id FROM stock_warehouse_orderpoint WHERE product_id IN (%s)",
            blind.lines(self.env, SQL("l.product_id")))
