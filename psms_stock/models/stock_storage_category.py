from odoo import fields, models


class StockStorageCategory(models.Model):
    _inherit = "stock.storage.category"

    max_volume = fields.Float(
        string="Max Volume", digits="Volume", help="Volume that a bin holds; 0 is no limit.")
    max_pallets = fields.Integer(
        string="Max Pallets", help="Number of pallets (outermost packages) that a bin holds; 0 is no limit.")
    volume_uom_name = fields.Char(string="Volume unit", compute="_compute_volume_uom_name")

    _positive_room = models.Constraint(
        "CHECK (max_volume >= 0 AND max_pallets >= 0)",
        "A limit cannot be negative. Enter 0 for no limit.",
    )

    def _compute_volume_uom_name(self):
        self.volume_uom_name = self.env["product.template"]._get_volume_uom_name_from_ir_config_parameter()
