from odoo import api, fields, models

from ..services import lot_rules


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    pick_zone_id = fields.Many2one(related="location_id.zone_id", string="Zone")
    pick_bin = fields.Char(
        string="Bin", compute="_compute_pick_bin", help="The bin as a picker reads it: without the warehouse before it.")

    @api.depends("location_id.complete_name", "location_id.warehouse_id.lot_stock_id.complete_name")
    def _compute_pick_bin(self):
        for line in self:
            above = f"{line.location_id.warehouse_id.lot_stock_id.complete_name}/"
            line.pick_bin = (line.location_id.complete_name or "").removeprefix(above)

    @api.constrains("lot_id", "picked")
    def _check_lot_rules(self):
        lot_rules.check(self.filtered(lambda line: line.picked and line.state not in ("done", "cancel")))

    def _action_done(self):
        # A rule or a block may be younger than the picking.
        lot_rules.check(self)
        return super()._action_done()

    # === ACTIONS === #

    def action_toggle_picked(self):
        """Tick a line of the pick path, or take the tick back."""
        for line in self:
            line.picked = not line.picked

    def action_report_exception(self):
        """Ask what is wrong with this line."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_picking.action_psms_pick_exception_report")
        action["context"] = {"default_line_id": self.id}
        return action
