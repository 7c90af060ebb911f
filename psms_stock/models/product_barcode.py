from odoo import api, fields, models

from ..services import unique


class ProductProduct(models.Model):
    _inherit = "product.product"

    # A column of its own: the company is kept by the template, archived products do not count, and it is
    # written after Odoo's own check, which has the better words when nobody races.
    barcode_key = fields.Char(string="Unique Barcode", compute="_compute_barcode_key", store=True, copy=False)

    _psms_barcode_uniq = unique.UniqueWhenClean(
        "(barcode_key)",
        lambda env, _diagnostics: env._(
            "This barcode already belongs to another product. A scan would not know which one is meant. "
            "Clear it there or choose another one."),
    )

    @api.depends("barcode", "active", "company_id")
    def _compute_barcode_key(self):
        for product in self:
            counts = product.active and product.barcode
            product.barcode_key = f"{product.company_id.id or 0}/{product.barcode}" if counts else False

    @api.model_create_multi
    def create(self, vals_list):
        unique.claim(self.env, "barcode", [vals.get("barcode") for vals in vals_list], "product.product.create")
        return super().create(vals_list)

    def write(self, vals):
        if "barcode" in vals:
            unique.claim(self.env, "barcode", [vals["barcode"]], "product.product.write")
        elif "company_id" in vals or "active" in vals:
            unique.claim(self.env, "barcode", self.mapped("barcode"))
        return super().write(vals)


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def write(self, vals):
        if "company_id" in vals or vals.get("active"):
            unique.claim(self.env, "barcode", self.with_context(active_test=False).product_variant_ids.mapped("barcode"))
        return super().write(vals)


class ProductUom(models.Model):
    _inherit = "product.uom"

    @api.model_create_multi
    def create(self, vals_list):
        unique.claim(self.env, "barcode", [vals.get("barcode") for vals in vals_list])
        return super().create(vals_list)

    def write(self, vals):
        if "barcode" in vals:
            unique.claim(self.env, "barcode", [vals["barcode"]])
        return super().write(vals)
