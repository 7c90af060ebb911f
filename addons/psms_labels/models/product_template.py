from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    psms_barcode_note = fields.Char(related="product_variant_ids.psms_barcode_note")

    def action_psms_print_labels(self):
        """Open the printing of labels for the products' variants."""
        return self.env["psms.label.print"]._open("product", self.product_variant_ids)
