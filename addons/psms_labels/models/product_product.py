from odoo import api, fields, models

from odoo.addons.psms_stock.services import code_parser


class ProductProduct(models.Model):
    _inherit = "product.product"

    psms_barcode_note = fields.Char(
        "Remark on the Barcode", compute="_compute_psms_barcode_note",
        help="Tells when a barcode looks like an article number but has a wrong check digit.")

    @api.depends("barcode")
    def _compute_psms_barcode_note(self):
        for product in self:
            reading = code_parser.parse(product.barcode or "")
            wrong = "check_digit" in reading.errors and len(reading.text) != 18
            product.psms_barcode_note = self.env._(
                "The barcode has the length of an article number (GTIN), but its last digit does not fit. "
                "Compare it with the goods; a number of your own is better given another length.",
            ) if wrong else False

    def action_psms_print_labels(self):
        """Open the printing of labels for these products."""
        return self.env["psms.label.print"]._open("product", self)
