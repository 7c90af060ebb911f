from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DeliveryCarrier(models.Model):
    _inherit = "delivery.carrier"

    cutoff_hour = fields.Float(
        string="Daily Cut-off",
        help="When this carrier collects, on the clock of the plant. 0:00 leaves it to the operation type.",
    )

    @api.constrains("cutoff_hour")
    def _check_cutoff_hour(self):
        for carrier in self:
            if not 0 <= carrier.cutoff_hour < 24:
                raise ValidationError(self.env._(
                    "The cut-off of %(carrier)s must be a time between 0:00 and 23:59.", carrier=carrier.name))
