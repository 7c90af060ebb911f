from odoo import api, models

from ..services.batch import batch_of


class StockRule(models.Model):
    _inherit = "stock.rule"

    def _get_custom_move_fields(self):
        return super()._get_custom_move_fields() + ["psms_planned_order_id"]

    @api.model
    def _search_rule(self, route_ids, packaging_uom_id, product_id, warehouse_id, domain):
        """Ask once for all products with the same routes while many orders are made: see services/batch.py."""
        batch = batch_of(self.env)
        if not batch:
            return super()._search_rule(route_ids, packaging_uom_id, product_id, warehouse_id, domain)
        key = (route_ids and tuple(route_ids.ids), packaging_uom_id, product_id.route_ids, product_id.categ_id,
               warehouse_id, str(domain), self.env.company, self.env.su)
        if key not in batch.rules:
            batch.rules[key] = super()._search_rule(route_ids, packaging_uom_id, product_id, warehouse_id, domain)
        return batch.rules[key]
