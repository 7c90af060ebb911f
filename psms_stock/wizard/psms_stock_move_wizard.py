from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..services import bin_messages, bin_posting, relocate


class PsmsStockMoveWizard(models.TransientModel):
    """Goods from bins to another bin, as a real internal transfer."""

    _name = "psms.stock.move.wizard"
    _description = "Move Goods"

    line_ids = fields.One2many("psms.stock.move.wizard.line", "wizard_id", string="Goods")
    warehouse_id = fields.Many2one("stock.warehouse", string="Warehouse", compute="_compute_warehouse_id")
    location_dest_id = fields.Many2one(
        "stock.location", string="Put Into", required=True,
        domain="[('usage', '=', 'internal'), ('warehouse_id', '=', warehouse_id)]",
    )
    at_once = fields.Boolean(
        string="Already Moved", default=True, help="Post the transfer now. Otherwise it waits as an open transfer.")
    problem = fields.Text(compute="_compute_problem")
    refused = fields.Boolean(compute="_compute_problem")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "stock.quant" and "line_ids" in fields:
            quants = self.env["stock.quant"].browse(self.env.context.get("active_ids", []))
            values["line_ids"] = [
                Command.create({"quant_id": quant.id, "quantity": quant.available_quantity})
                for quant in quants if quant.location_id.usage == "internal" and quant.available_quantity > 0
            ]
        return values

    # === COMPUTE METHODS === #

    @api.depends("line_ids.quant_id")
    def _compute_warehouse_id(self):
        for wizard in self:
            wizard.warehouse_id = wizard.line_ids.quant_id.location_id.warehouse_id[:1]

    @api.depends("location_dest_id", "line_ids.quantity")
    def _compute_problem(self):
        for wizard in self:
            codes = {} if not wizard.location_dest_id else {line: wizard._obstacle(line) for line in wizard.line_ids}
            problems = [
                bin_messages.refused(self.env, code, wizard.location_dest_id, line.quant_id.product_id).message
                for line, code in codes.items() if code
            ]
            wizard.problem = "\n".join(dict.fromkeys(f"{row['what']} {row['why']}" for row in problems)) or False
            wizard.refused = any(code and wizard._obstacle(line, refused_only=True) for line, code in codes.items())

    def _obstacle(self, line, refused_only=False):
        quant = line.quant_id
        return bin_posting.obstacle(
            self.location_dest_id, quant.product_id, line.quantity, quant.lot_id.name or "",
            quant.package_id.outermost_package_id, refused_only=refused_only)

    # === ACTIONS === #

    def action_move(self):
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._(
                "There is nothing to move: what you chose is reserved for transfers or does not lie in a warehouse."))
        if self.refused:
            raise UserError(self.problem)
        parts = [(line.quant_id, line.quantity) for line in self.line_ids]
        picking = relocate.move(parts, self.location_dest_id, self.at_once)
        return {
            "type": "ir.actions.act_window", "res_model": "stock.picking", "res_id": picking.id,
            "view_mode": "form", "views": [(False, "form")],
        }


class PsmsStockMoveWizardLine(models.TransientModel):
    _name = "psms.stock.move.wizard.line"
    _description = "Move Goods: Line"

    wizard_id = fields.Many2one("psms.stock.move.wizard", required=True, index=True, ondelete="cascade")
    quant_id = fields.Many2one("stock.quant", string="Goods", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="quant_id.product_id")
    lot_id = fields.Many2one(related="quant_id.lot_id")
    package_id = fields.Many2one(related="quant_id.package_id")
    location_id = fields.Many2one(related="quant_id.location_id")
    uom_id = fields.Many2one(related="quant_id.product_uom_id", string="Unit")
    available = fields.Float(related="quant_id.available_quantity", string="Free")
    quantity = fields.Float(digits="Product Unit", required=True)
