"""Reserving many moves: their lines are created together at the end, where Odoo creates one after the other.

Odoo goes from move to move, looks for free stock and creates the line at once, with fourteen statements. Here a line waits
until the moves of other products have found their stock; where reservations are read meanwhile, those that wait are made first.
"""

from contextvars import ContextVar

from odoo import api, models

from ..services import guard_pairs
from . import stock_quant_bulk


class Waiting(list):
    """Values of the lines that wait in one call of ``_action_assign``."""

    #: whether a move asks for lines that shall wait
    joining = False


_waiting = ContextVar("psms_stock_waiting", default=None)


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_assign(self, force_qty=False):
        self._reserve_waiting()  # of a call that this one is part of
        seeking = self if force_qty else self.filtered(lambda move: move.state in guard_pairs.SEEKING)
        token = _waiting.set(Waiting())
        try:
            with stock_quant_bulk.at_hand(seeking):
                return super()._action_assign(force_qty=force_qty)
        finally:
            _waiting.reset(token)

    def _update_reserved_quantity(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        waiting = _waiting.get()
        if waiting is None:
            return super()._update_reserved_quantity(
                need, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)
        if any(vals["product_id"] == self.product_id.id for vals in waiting):
            self._reserve_waiting()
        waiting.joining = True
        try:
            return super()._update_reserved_quantity(
                need, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)
        finally:
            waiting.joining = False

    def _get_available_move_lines(self, assigned_moves_ids, partially_available_moves_ids):
        self._reserve_waiting()
        return super()._get_available_move_lines(assigned_moves_ids, partially_available_moves_ids)

    def _reserve_waiting(self):
        if _waiting.get():
            self.env["stock.move.line"].create([])


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        waiting = _waiting.get()
        if waiting is not None and waiting.joining:
            waiting.extend(vals_list)
            return self.browse()
        if waiting:
            first = list(waiting)
            waiting.clear()
            # As Odoo does for lines that are finished: their quants are searched once.
            # sudo: Odoo reserves as superuser too
            quants = self.env["stock.quant"].sudo()._get_quants_by_products_locations(
                self.env["product.product"].browse({vals["product_id"] for vals in first}),
                self.env["stock.location"].browse({vals["location_id"] for vals in first}))
            super(StockMoveLine, self.with_context(quants_cache=quants)).create(first)
        return super().create(vals_list)
