"""Quants found, read and locked together, where Odoo asks for each by itself."""

from contextvars import ContextVar
from itertools import chain

from odoo import api, models

#: ids of the quants that this transaction has locked
_LOCKED = "psms_stock.locked"
#: what was found in one call of ``_get_reserve_quantity``
_found = ContextVar("psms_stock_found", default=None)


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _get_quants_by_products_locations(self, product_ids, location_ids, extra_domain=False):
        """Whoever asks for these is about to read, lock and write them one after the other."""
        found = super()._get_quants_by_products_locations(product_ids, location_ids, extra_domain=extra_domain)
        # sudo: Odoo changes quants as superuser too
        quants = self.sudo().browse(chain.from_iterable(group._ids for group in found.values()))
        quants.fetch()
        locked = quants.try_lock_for_update(allow_referencing=True)
        # Dies with the transaction and with a savepoint that is rolled back, as the locks do.
        self.env.cr.precommit.data.setdefault(_LOCKED, set()).update(locked._ids)
        return found

    @api.private
    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        if limit == 1 and allow_referencing and {*self._ids[:1]} & self.env.cr.precommit.data.get(_LOCKED, set()):
            return self[0]
        return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)

    def _get_reserve_quantity(self, product_id, location_id, quantity, uom_id=None, lot_id=None, package_id=None,
                              owner_id=None, strict=False):
        token = _found.set({})
        try:
            return super()._get_reserve_quantity(
                product_id, location_id, quantity, uom_id=uom_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id,
                strict=strict)
        finally:
            _found.reset(token)

    def _gather(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, qty=0):
        """Odoo looks for the same quants twice to reserve: once for what is there, once for what is free of it."""
        found, search = _found.get(), super()._gather
        key = (product_id, location_id, lot_id, package_id, owner_id, strict)
        # This strategy chooses by the quantity.
        if found is None or self._get_removal_strategy(product_id, location_id) == "least_packages":
            return search(*key, qty)
        if key not in found:
            found[key] = search(*key, qty)
        return found[key]
