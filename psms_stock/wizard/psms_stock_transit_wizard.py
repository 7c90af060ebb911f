from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services import transit


class PsmsStockTransitWizard(models.TransientModel):
    """Goods from one warehouse to another: a transfer out, and a transfer in that waits for it."""

    _name = "psms.stock.transit.wizard"
    _description = "Transfer Between Warehouses"

    from_warehouse_id = fields.Many2one(
        "stock.warehouse", string="From", required=True,
        default=lambda self: self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1),
    )
    to_warehouse_id = fields.Many2one(
        "stock.warehouse", string="To", required=True,
        domain="[('id', '!=', from_warehouse_id), ('company_id', '=', company_id)]",
    )
    company_id = fields.Many2one(related="from_warehouse_id.company_id")
    date = fields.Datetime(string="Arrival", required=True, default=fields.Datetime.now)
    note = fields.Char(help="Written on both transfers.")
    line_ids = fields.One2many("psms.stock.transit.wizard.line", "wizard_id", string="Goods")

    def action_send(self):
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Nothing is to be sent. Add the products and quantities first."))
        if self.from_warehouse_id == self.to_warehouse_id:
            raise UserError(self.env._("Both warehouses are the same. To move goods inside one, use Move Goods."))
        pickings = transit.send(
            self.from_warehouse_id, self.to_warehouse_id,
            [(line.product_id, line.quantity, line.uom_id) for line in self.line_ids], self.date, self.note or "",
        )
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_picking_tree_all")
        action.update(domain=[("id", "in", pickings.ids)], context={}, views=[(False, "list"), (False, "form")])
        return action


class PsmsStockTransitWizardLine(models.TransientModel):
    _name = "psms.stock.transit.wizard.line"
    _description = "Transfer Between Warehouses: Goods"

    wizard_id = fields.Many2one("psms.stock.transit.wizard", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one(
        "product.product", string="Product", required=True, domain="[('is_storable', '=', True)]")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    quantity = fields.Float(digits="Product Unit", required=True, default=1)
    available = fields.Float(
        string="Free There", digits="Product Unit", compute="_compute_available",
        help="Lies in the warehouse that sends, and is not reserved.",
    )

    _positive_quantity = models.Constraint("CHECK (quantity > 0)", "The quantity to send must be more than 0.")

    @api.depends("product_id", "wizard_id.from_warehouse_id")
    def _compute_available(self):
        for warehouse, lines in self.grouped(lambda line: line.wizard_id.from_warehouse_id).items():
            products = lines.product_id.with_context(warehouse_id=warehouse.id)
            free = {product.id: product.free_qty for product in products}
            for line in lines:
                line.available = free.get(line.product_id.id, 0.0)
