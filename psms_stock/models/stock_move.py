from odoo import fields, models

from ..services import bin_posting


class StockMove(models.Model):
    _inherit = "stock.move"

    pick_face_id = fields.Many2one(
        "psms.stock.pick.face", string="Fills Pick Face", index="btree_not_null", ondelete="set null", copy=True,
        readonly=True, help="Pick face that this move fills from bulk.",
    )

    def _update_reserved_quantity(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        if self.pick_face_id:
            # Filling one pick face from another would only move the gap.
            self = self.with_context(psms_from_bulk=True)
        return super()._update_reserved_quantity(
            need, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)

    def _action_done(self, cancel_backorder=False):
        bin_posting.claim_bins(self.move_line_ids)
        return super()._action_done(cancel_backorder=cancel_backorder)
