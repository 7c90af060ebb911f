from collections import defaultdict

from odoo import api, models

from ..services.batch import KEY, batch_of


class MrpBom(models.Model):
    _inherit = "mrp.bom"

    @api.model
    def _bom_find(self, products, picking_type=None, company_id=False, bom_type=False):
        """Ask once for each product while many orders are made: nobody changes a bill in between."""
        batch = batch_of(self.env)
        if not batch:
            return super()._bom_find(products, picking_type=picking_type, company_id=company_id, bom_type=bom_type)
        rest = (picking_type and picking_type.id, company_id, bom_type, self.env.su)
        key = (tuple(products.ids), *rest)
        if key not in batch.boms and products.ids and set(products.ids) <= set(batch.product_ids):
            self._psms_find_for_all(batch, rest, picking_type, company_id, bom_type)
        if key not in batch.boms:
            batch.boms[key] = super()._bom_find(
                products, picking_type=picking_type, company_id=company_id, bom_type=bom_type)
        return batch.boms[key]

    def _psms_find_for_all(self, batch, rest, picking_type, company_id, bom_type):
        """The bill of each component of the batch, by one search for all of them."""
        found = self.with_context(**{KEY: None})._bom_find(
            self.env["product.product"].browse(batch.product_ids), picking_type=picking_type, company_id=company_id,
            bom_type=bom_type)
        for product in self.env["product.product"].browse(batch.product_ids):
            answer = defaultdict(self.browse)
            if product in found:
                answer[product] = found[product]
            batch.boms[((product.id,), *rest)] = answer
