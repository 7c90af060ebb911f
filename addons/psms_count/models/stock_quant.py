from odoo import models

from ..services import post


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _get_inventory_move_values(self, qty, location_id, location_dest_id, package_id=False, package_dest_id=False):
        """Name the count and its reason on the move that adjusts the stock."""
        values = super()._get_inventory_move_values(
            qty, location_id, location_dest_id, package_id=package_id, package_dest_id=package_dest_id)
        if line := post.line_of(self):
            values["psms_count_line_id"] = line.id
            values["inventory_name"] = " · ".join(part for part in (line.count_id.name, line.reason_id.name) if part)
        return values
