from odoo import fields, models

from ..services.batch import batch_of


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    psms_planned_order_ids = fields.One2many(
        "psms.planned.order", "production_id", "Planned Orders", readonly=True, copy=False)

    def _get_move_raw_values(self, product, product_uom_qty, product_uom, operation_id=False, bom_line=False):
        """Ask for what the plan asked for: the expected scrap on top of the bill's quantity."""
        if bom_line and bom_line.psms_scrap:
            product_uom_qty = product_uom.round(
                product_uom_qty / (1.0 - bom_line.psms_scrap), rounding_method="UP")
        return super()._get_move_raw_values(
            product, product_uom_qty, product_uom, operation_id=operation_id, bom_line=bom_line)

    def action_psms_pegging(self):
        """Show which orders this production serves, and what serves it, by the pegs of the current plan."""
        action = self.env["ir.actions.client"]._for_xml_id("psms_production.psms_pegging_action")
        return {**action, "params": {"peg_model": self._name, "peg_records": self.ids}}

    def _compute_move_raw_ids(self):
        """Create the components of all orders together where many are made: see services/batch.py."""
        batch = batch_of(self.env)
        if not batch:
            return super()._compute_move_raw_ids()
        with batch.collect(self.env["stock.move"]):
            return super()._compute_move_raw_ids()

    def _compute_move_finished_ids(self):
        """As the components."""
        batch = batch_of(self.env)
        if not batch:
            return super()._compute_move_finished_ids()
        with batch.collect(self.env["stock.move"]):
            return super()._compute_move_finished_ids()
