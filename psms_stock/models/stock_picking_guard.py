from odoo import models

from ..services import bin_posting, guard, guard_pairs


class StockPicking(models.Model):
    """The doors through which people change stock: they claim before they decide anything."""

    _inherit = "stock.picking"

    def action_confirm(self):
        guard.enter(self.env, "stock.picking.action_confirm", lambda: guard_pairs.of_confirmed(self.move_ids))
        return super().action_confirm()

    def action_assign(self):
        guard.enter(self.env, "stock.picking.action_assign", lambda: guard_pairs.of_assigned(self.move_ids))
        return super().action_assign()

    def do_unreserve(self):
        guard.enter(self.env, "stock.picking.do_unreserve", self._guard_pairs_of_lines)
        return super().do_unreserve()

    def action_cancel(self):
        guard.enter(self.env, "stock.picking.action_cancel", self._guard_pairs_of_lines)
        return super().action_cancel()

    def button_validate(self):
        guard.enter(self.env, "stock.picking.button_validate", lambda: (
            guard_pairs.of_pickings(self) | bin_posting.door_pairs(self.move_line_ids)))
        return super().button_validate()

    def _guard_pairs_of_lines(self):
        return guard_pairs.of_open_lines(self.env, [("picking_id", "in", self.ids)])
