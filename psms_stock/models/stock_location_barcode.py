from odoo import models

from ..services import unique


class StockLocation(models.Model):
    _inherit = "stock.location"

    # Odoo's own constraint on (barcode, company_id) lets locations without a company share a barcode.
    _psms_barcode_uniq = unique.UniqueWhenClean(
        "(barcode) WHERE company_id IS NULL AND barcode <> ''",
        lambda env, _diagnostics: env._(
            "There is already a location with this barcode. A scan would not know which one is meant. "
            "Choose another barcode."),
    )
