"""Quants found, read and locked together, where Odoo asks for each by itself."""

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain

from odoo import api, models

#: ids of the quants that this transaction has locked
_LOCKED = "psms_stock.locked"
#: of more quants of a product PostgreSQL finds the right ones faster
AT_HAND = 100

#: quants of a reservation that runs: ``{(product, location): quants of the product there and elsewhere}``
_at_hand = ContextVar("psms_stock_at_hand", default=None)


@contextmanager
def at_hand(moves):
    """Read the stock for these moves with one query: Odoo searches for each of them, twice, and then reads."""
    moves = moves.filtered(lambda move: not move._should_bypass_reservation())
    # sudo: Odoo reserves as superuser too
    quants = moves.env["stock.quant"].sudo()
    if moves:
        quants = quants.search(
            [("product_id", "in", moves.product_id.ids), ("location_id", "child_of", moves.location_id.ids)])
        quants.fetch()
    by_product = quants.grouped("product_id")
    token = _at_hand.set({
        (product, location): found
        for product, location in {(move.product_id, move.location_id) for move in moves}
        if len(found := by_product.get(product, quants.browse())) <= AT_HAND
    })
    try:
        yield
    finally:
        _at_hand.reset(token)


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _gather(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, qty=0):
        quants = (_at_hand.get() or {}).get((product_id, location_id))
        if quants is not None and not strict and self.env.su:
            strategy = self._get_removal_strategy(product_id, location_id)
            order = self._get_removal_strategy_order(strategy)
            # One strategy has an order of its own, another one chooses by the quantity.
            if order and strategy != "least_packages":
                domain = self._get_gather_domain(product_id, location_id, lot_id, package_id, owner_id, strict)
                quants = quants.with_env(self.env).filtered_domain(domain).sorted(order)
                return quants.sorted(lambda quant: not quant.lot_id)
        return super()._gather(product_id, location_id, lot_id, package_id, owner_id, strict, qty)

    @api.model_create_multi
    def create(self, vals_list):
        (_at_hand.get() or {}).clear()
        return super().create(vals_list)

    def unlink(self):
        (_at_hand.get() or {}).clear()
        return super().unlink()

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
