from odoo import fields, models

from ..services import enter


class PsmsCountFound(models.TransientModel):
    """Add goods that lie in a bin and are not in the list of the count."""

    _name = "psms.count.found"
    _description = "Found Goods"

    count_id = fields.Many2one("psms.count", "Count", required=True, ondelete="cascade")
    warehouse_id = fields.Many2one(related="count_id.warehouse_id")
    location_id = fields.Many2one(
        "stock.location", "Bin", required=True,
        domain="[('warehouse_id', '=', warehouse_id), ('usage', 'in', ('internal', 'transit'))]")
    product_id = fields.Many2one("product.product", "Product", required=True, domain="[('is_storable', '=', True)]")
    tracking = fields.Selection(related="product_id.tracking")
    lot_name = fields.Char("Lot/Serial Number", help="As it stands on the goods; a number that nobody knows is made.")
    package_id = fields.Many2one("stock.package", "Package")
    owner_id = fields.Many2one("res.partner", "Owner", help="Only of goods that belong to somebody else.")
    quantity = fields.Float(required=True, digits="Product Unit", default=1)
    uom_id = fields.Many2one(related="product_id.uom_id")

    def action_add(self):
        self.ensure_one()
        enter.found(self.count_id, self.location_id, self.product_id, self.quantity, lot_name=self.lot_name,
                    package=self.package_id, owner=self.owner_id)
        return {"type": "ir.actions.act_window_close"}
