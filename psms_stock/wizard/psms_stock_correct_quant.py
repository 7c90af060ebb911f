from odoo import fields, models

from ..services import stock_correction


class PsmsStockCorrectQuant(models.TransientModel):
    """Correct one line of stock with a reason."""

    _name = "psms.stock.correct.quant"
    _description = "Correct Stock"

    quant_id = fields.Many2one("stock.quant", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(related="quant_id.product_id")
    location_id = fields.Many2one(related="quant_id.location_id")
    lot_id = fields.Many2one(related="quant_id.lot_id", string="Lot/Serial Number")
    uom_name = fields.Char(related="quant_id.product_uom_id.name")
    on_hand = fields.Float(related="quant_id.quantity", string="On Hand")
    tracking = fields.Selection(related="quant_id.tracking")
    what = fields.Selection(
        [("quantity", "The quantity is wrong"), ("lot", "The lot is wrong")], string="What Is Wrong?",
        required=True, default="quantity",
    )
    quantity = fields.Float(string="Really There", digits="Product Unit")
    lot_quantity = fields.Float(string="Quantity of the Other Lot", digits="Product Unit")
    new_lot_id = fields.Many2one("stock.lot", string="Right Lot/Serial Number", domain="[('product_id', '=', product_id)]")
    reason = fields.Text(help="Goes into the book of corrections.")

    def action_apply(self):
        """Make the correction; it is recorded."""
        self.ensure_one()
        if self.what == "quantity":
            stock_correction.set_quantity(self.quant_id, self.quantity, self.reason)
        else:
            stock_correction.change_lot(self.quant_id, self.new_lot_id, self.lot_quantity, self.reason)
        return {"type": "ir.actions.act_window_close"}
