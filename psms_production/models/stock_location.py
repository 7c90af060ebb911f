from odoo import fields, models


class StockLocation(models.Model):
    _inherit = "stock.location"

    psms_plan_excluded = fields.Boolean(
        "Not Available to Planning",
        help="Goods here and in the locations below (quarantine, samples, returns to be judged) "
             "are not counted as stock by the material plan.")
