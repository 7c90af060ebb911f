"""Quants found, read and locked together, where Odoo asks for each by itself."""

from contextlib import contextmanager
from contextvars import ContextVar
from itertools import chain
from typing import NamedTuple

from odoo import api, models

#: ids of the quants that this transaction has locked
_LOCKED = "psms_stock.locked"
#: removal strategies that choose by the quantity or sort by something else than fields
OWN_ORDER = ("least_packages", "closest")
#: of more quants of a product PostgreSQL finds the right ones faster
AT_HAND = 100


class AtHand(NamedTuple):
    """The quants of a reservation that runs."""

    stock: dict  # {(product, location): quants of the product there and elsewhere}
    answers: dict  # what was found for each question: Odoo asks twice

    def forget(self):
        self.stock.clear()
        self.answers.clear()


_at_hand = ContextVar("psms_stock_at_hand", default=None)


def _known():
    return _at_hand.get() or AtHand({}, {})


@contextmanager
def at_hand(moves):
    """Read the stock for these moves with one query: Odoo searches for each of them, twice, and then reads."""
    moves = moves.filtered(lambda move: not move._should_bypass_reservation())
    # sudo: Odoo reserves as superuser too
    quants = moves.env["stock.quant"].sudo()
    if moves:
        quants = quants.search_fetch(
            [("product_id", "in", moves.product_id.ids), ("location_id", "child_of", moves.location_id.ids)])
    by_product = quants.grouped("product_id")
    token = _at_hand.set(AtHand({
        (product, location): found
        for product, location in {(move.product_id, move.location_id) for move in moves}
        if len(found := by_product.get(product, quants.browse())) <= AT_HAND
    }, {}))
    try:
        yield
    finally:
        _at_hand.reset(token)


class StockQuant(models.Model):
    _inherit = "stock.quant"

    def _gather(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, qty=0):
        known = _known()
        quants = known.stock.get((product_id, location_id))
        if quants is not None and not strict and self.env.su:
            question = (self.env, product_id, location_id, lot_id, package_id, owner_id)
            if question not in known.answers:
                known.answers[question] = self._gather_at_hand(quants, *question[1:])
            if (found := known.answers[question]) is not None:
                return found
        cache = self.env.context.get("quants_cache")
        if strict and cache is not None and self._get_removal_strategy(product_id, location_id) not in OWN_ORDER:
            # Odoo finds the same, after it has worked out a search that it does not need.
            return self.concat(*(
                cache[product_id.id, location_id.id, lot, package_id.id, owner_id.id]
                for lot in ([lot_id.id, False] if lot_id else [False])))
        return super()._gather(product_id, location_id, lot_id, package_id, owner_id, strict, qty)

    def _gather_at_hand(self, quants, product_id, location_id, lot_id, package_id, owner_id):
        """Choose among quants as ``_gather`` does, or return None."""
        strategy = self._get_removal_strategy(product_id, location_id)
        if strategy in OWN_ORDER:
            return None
        domain = self._get_gather_domain(product_id, location_id, lot_id, package_id, owner_id, strict=False)
        quants = quants.with_env(self.env).filtered_domain(domain).sorted(
            self._get_removal_strategy_order(strategy))
        return quants.sorted(lambda quant: not quant.lot_id)

    @api.model_create_multi
    def create(self, vals_list):
        _known().forget()
        return super().create(vals_list)

    def write(self, vals):
        _known().answers.clear()
        return super().write(vals)

    def unlink(self):
        _known().forget()
        return super().unlink()

    def _get_quants_by_products_locations(self, product_ids, location_ids, extra_domain=False):
        """Whoever asks for these is about to read, lock and write them one after the other."""
        found = super()._get_quants_by_products_locations(product_ids, location_ids, extra_domain=extra_domain)
        # sudo: Odoo changes quants as superuser too
        quants = self.sudo().browse(chain.from_iterable(group._ids for group in found.values()))
        quants.mapped("quantity")  # reads all of them that were not read yet
        locked = quants.try_lock_for_update(allow_referencing=True)
        # Dies with the transaction and with a savepoint that is rolled back, as the locks do.
        self.env.cr.precommit.data.setdefault(_LOCKED, set()).update(locked._ids)
        return found

    @api.private
    def try_lock_for_update(self, *, allow_referencing=False, limit=None):
        if limit == 1 and allow_referencing and {*self._ids[:1]} & self.env.cr.precommit.data.get(_LOCKED, set()):
            return self[0]
        return super().try_lock_for_update(allow_referencing=allow_referencing, limit=limit)
