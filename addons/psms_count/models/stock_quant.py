from odoo import models
from odoo.tools import SQL

from ..services import blind, post


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "psms.count.blind"]

    _psms_blind = frozenset({
        "quantity", "available_quantity", "value",
        "inventory_quantity", "inventory_quantity_auto_apply", "inventory_diff_quantity",
    })

    def _psms_blind_ids(self):
        return SQL(
            "SELECT id FROM stock_quant WHERE (location_id, product_id) IN (%s)",
            blind.lines(self.env, SQL("l.location_id, l.product_id")))

    def _get_inventory_move_values(self, qty, location_id, location_dest_id, package_id=False, package_dest_id=False):
        """Name the count and its reason on the move that adjusts the stock."""
        values = super()._get_inventory_move_values(
            qty, location_id, location_dest_id, package_id=package_id, package_dest_id=package_dest_id)
        if line := post.line_of(self):
            values["psms_count_line_id"] = line.id
            values["inventory_name"] = " · ".join(part for part in (line.count_id.name, line.reason_id.name) if part)
        return values
