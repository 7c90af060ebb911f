from odoo import api, fields, models

from ..services.batch import batch_of


class StockMove(models.Model):
    _inherit = "stock.move"

    psms_planned_order_id = fields.Many2one(
        "psms.planned.order", "Planned Order", readonly=True, copy=False,
        index="btree_not_null", ondelete="set null",
        help="The planned transfer between warehouses that this move was released from.")

    # What follows is for the release of many production orders alone: see services/batch.py.

    @api.model_create_multi
    def create(self, vals_list):
        batch = batch_of(self.env)
        if batch and batch.take(self, vals_list):
            return self.browse()
        return super().create(vals_list)

    def write(self, vals):
        batch = batch_of(self.env)
        if batch and "state" in vals:  # reservation is over and its lines are read next
            batch.create_waiting(self.env["stock.move.line"])
        return super().write(vals)

    def _action_assign(self, force_qty=False):
        batch = batch_of(self.env)
        if not batch:
            return super()._action_assign(force_qty=force_qty)
        with batch.collect(self.env["stock.move.line"]):
            return super()._action_assign(force_qty=force_qty)

    def _update_reserved_quantity(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        batch = batch_of(self.env)
        if batch and self.product_id in batch.reserved:  # what waits has to be taken off the stock first
            batch.create_waiting(self.env["stock.move.line"])
        taken = super()._update_reserved_quantity(
            need, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)
        if batch and taken:
            batch.reserved.add(self.product_id)
        return taken

    def _trigger_scheduler(self):
        """Look once for the products that have a reordering rule at all, instead of once for each move."""
        if not batch_of(self.env):
            return super()._trigger_scheduler()
        products = self.env["stock.warehouse.orderpoint"].search(
            [("product_id", "in", self.product_id.ids), ("trigger", "=", "auto")]).product_id
        return super(StockMove, self.filtered(lambda move: move.product_id in products))._trigger_scheduler()
