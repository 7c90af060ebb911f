from odoo import models

from ..services import unique


class StockPackage(models.Model):
    _inherit = "stock.package"

    _psms_name_uniq = unique.UniqueWhenClean(
        "(name)",
        lambda env, _diagnostics: env._(
            "There is already a package with this number. A scan would not know which one is meant. "
            "Choose another number, or use the package that is there."),
    )
