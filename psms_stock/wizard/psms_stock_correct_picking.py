from odoo import fields, models
from odoo.exceptions import UserError


class PsmsStockCorrectPicking(models.TransientModel):
    """Correct a done transfer: when it was, and how much was moved."""

    _name = "psms.stock.correct.picking"
    _description = "Correct Done Transfer"

    picking_id = fields.Many2one("stock.picking", string="Transfer", required=True, readonly=True, ondelete="cascade")
    date_done = fields.Datetime(string="Date of Transfer", help="Only earlier than it is, and not in a closed period.")
    line_ids = fields.One2many("psms.stock.correct.picking.line", "wizard_id", string="Moved")
    reason = fields.Text(help="Goes into the book of corrections.")

    def action_apply(self):
        """Write what differs, by Odoo's own correction of done lines; it is recorded."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say in a few words why: the correction is recorded with its reason."))
        picking = self.picking_id.with_context(correction_reason=self.reason)
        for line in self.line_ids:
            moved = line.move_line_id
            if moved.product_uom_id.compare(moved.quantity, line.quantity):
                moved.with_context(correction_reason=self.reason).quantity = line.quantity
        if self.date_done and self.date_done != picking.date_done:
            picking.date_done = self.date_done
        return {"type": "ir.actions.act_window_close"}


class PsmsStockCorrectPickingLine(models.TransientModel):
    """A done line and what it should have been."""

    _name = "psms.stock.correct.picking.line"
    _description = "Done Line to Correct"

    wizard_id = fields.Many2one("psms.stock.correct.picking", required=True, ondelete="cascade", index=True)
    move_line_id = fields.Many2one("stock.move.line", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(related="move_line_id.product_id")
    lot_id = fields.Many2one(related="move_line_id.lot_id")
    location_dest_id = fields.Many2one(related="move_line_id.location_dest_id")
    uom_id = fields.Many2one(related="move_line_id.product_uom_id")
    done = fields.Float(related="move_line_id.quantity", string="Recorded")
    quantity = fields.Float(string="Really Moved", digits="Product Unit")
