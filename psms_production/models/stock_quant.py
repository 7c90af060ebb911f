from odoo import api, models
from odoo.tools import SQL

from ..services.batch import batch_of


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model
    def _plan_condition(self):
        """What stock a plan may use, as a condition on the row ``q``; goods of somebody else serve nobody's demand."""
        return SQL("q.owner_id IS NULL")

    # What follows is for the release of many production orders alone: see services/batch.py.

    def _gather(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, qty=0):
        """Look once for the stock of each product: reserving changes what is free of it, not which quants there are."""
        batch = batch_of(self.env)
        own = {"lot_id": lot_id, "package_id": package_id, "owner_id": owner_id, "strict": strict, "qty": qty}
        # This strategy chooses by the quantity that is still free.
        if not batch or self._get_removal_strategy(product_id, location_id) == "least_packages":
            return super()._gather(product_id, location_id, **own)
        key = (product_id.id, location_id.id, *(record and record.id for record in (lot_id, package_id, owner_id)),
               strict, self.env.su)
        if key not in batch.quants:
            batch.quants[key] = super()._gather(product_id, location_id, **own)
        return batch.quants[key].with_env(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        self._psms_forget()
        return super().create(vals_list)

    def unlink(self):
        self._psms_forget()
        return super().unlink()

    def _psms_forget(self):
        batch = batch_of(self.env)
        if batch:
            batch.quants.clear()
