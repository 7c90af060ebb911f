from odoo import api, fields, models

from ..services import lot_rules


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    pick_zone_id = fields.Many2one(related="location_id.zone_id", string="Zone")

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
