from odoo import models

from ..services import guard, guard_pairs, negative


class StockMove(models.Model):
    """Claims all that a batch of moves will touch in one statement, in the order that everybody keeps."""

    _inherit = "stock.move"

    def write(self, vals):
        if "quantity" in vals:
            # a quantity that is typed reserves and frees stock
            guard.enter(self.env, "stock.move.write", self._guard_pairs_of_quantity, inside=False)
        return super().write(vals)

    def _action_assign(self, force_qty=False):
        guard.claim(self.env, guard_pairs.of_free_stock(self) if force_qty else guard_pairs.of_assigned(self))
        return super()._action_assign(force_qty=force_qty)

    def _action_done(self, cancel_backorder=False):
        guard.claim(self.env, guard_pairs.of_lines(self.move_line_ids))
        with negative.watched(self.env):
            return super()._action_done(cancel_backorder=cancel_backorder)

    def _guard_pairs_of_quantity(self):
        reserved = guard_pairs.of_open_lines(self.env, [("move_id", "in", self.ids)])
        return reserved | guard_pairs.of_free_stock(self)
