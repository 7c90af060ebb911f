from odoo import api, models

from ..services import unique


class StockPackage(models.Model):
    _inherit = "stock.package"

    _psms_name_uniq = unique.UniqueWhenClean(
        "(name)",
        lambda env, _diagnostics: env._(
            "There is already a package with this number. A scan would not know which one is meant. "
            "Choose another number, or use the package that is there."),
    )

    @api.model_create_multi
    def create(self, vals_list):
        # Odoo writes the next number into the values that it was given: one dict for many packages would give all one number.
        return super().create([dict(vals) for vals in vals_list])
