from odoo import api, fields, models


class PsmsLabelPrintLine(models.TransientModel):
    """One label to print and how often."""

    _name = "psms.label.print.line"
    _description = "Label to Print"

    print_id = fields.Many2one("psms.label.print", "Print", required=True, index=True, ondelete="cascade")
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    lot_id = fields.Many2one("stock.lot", "Lot or Serial Number", readonly=True)
    package_id = fields.Many2one("stock.package", "Package", readonly=True)
    location_id = fields.Many2one("stock.location", "Location", readonly=True)
    name = fields.Char("Label", compute="_compute_name")
    quantity = fields.Float("Quantity on the Label", digits="Product Unit", help="Printed on the label; 0 leaves it out.")
    copies = fields.Integer(default=1)

    @api.depends("product_id", "lot_id", "package_id", "location_id")
    def _compute_name(self):
        for line in self:
            if line.lot_id:
                line.name = f"{line.lot_id.product_id.display_name}, {line.lot_id.name}"
            else:
                line.name = (line.product_id or line.package_id or line.location_id).display_name
