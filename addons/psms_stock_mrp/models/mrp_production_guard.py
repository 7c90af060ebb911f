from odoo import models

from odoo.addons.psms_stock.services import guard, guard_pairs

guard.WAYS.update({
    "mrp.consumption.warning.action_confirm": "mrp.production.button_mark_done",
    "mrp.production.backorder.action_backorder": "mrp.production.button_mark_done",
    "mrp.production.backorder.action_close_mo": "mrp.production.button_mark_done",
})


class MrpProduction(models.Model):
    """The doors of production: what is used and what is made is claimed together, in one order."""

    _inherit = "mrp.production"

    def action_confirm(self):
        guard.enter(self.env, "mrp.production.action_confirm", lambda: guard_pairs.of_confirmed(self.move_raw_ids))
        return super().action_confirm()

    def action_assign(self):
        guard.enter(self.env, "mrp.production.action_assign", lambda: guard_pairs.of_assigned(self.move_raw_ids))
        return super().action_assign()

    def button_mark_done(self):
        guard.enter(self.env, "mrp.production.button_mark_done", self._guard_pairs_of_making)
        return super().button_mark_done()

    def _post_inventory(self, cancel_backorder=False):
        # Odoo posts what is used and what is made one after the other.
        guard.claim(self.env, self._guard_pairs_of_making())
        return super()._post_inventory(cancel_backorder=cancel_backorder)

    def _guard_pairs_of_making(self):
        used = guard_pairs.of_open_lines(self.env, [("move_id", "in", self.move_raw_ids.ids)])
        made = {
            (move.product_id.id, move.location_dest_id.id) for move in self.move_finished_ids if move.product_id.is_storable}
        return used | made
