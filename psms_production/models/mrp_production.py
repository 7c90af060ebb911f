from odoo import fields, models


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
