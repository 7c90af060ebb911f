from odoo import api, fields, models
from odoo.exceptions import ValidationError


class StockPickingType(models.Model):
    _inherit = "stock.picking.type"

    cutoff_hour = fields.Float(
        string="Daily Cut-off",
        help="Time of the day by which what is scheduled for that day must have left, on the clock of the plant. "
             "0:00 means the end of the day.",
    )
    require_packing = fields.Boolean(
        string="Check Packing",
        help="Transfers can only be validated when everything picked is in a package, and each package that was "
             "weighed is within the tolerance of the computed weight.",
    )

    pack_tolerance = fields.Float(
        string="Weight Tolerance (%)", default=5.0,
        help="A package that weighs more or less than this beside its computed weight gets a warning.")

    @api.constrains("cutoff_hour")
    def _check_cutoff_hour(self):
        for kind in self:
            if not 0 <= kind.cutoff_hour < 24:
                raise ValidationError(self.env._(
                    "The cut-off of %(kind)s must be a time between 0:00 and 23:59.", kind=kind.display_name))
