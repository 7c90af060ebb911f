from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PsmsEpcisExport(models.TransientModel):
    """Asks for the days whose EPCIS events are wanted."""

    _name = "psms.epcis.export"
    _description = "Export EPCIS Events"

    day_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    day_to = fields.Date(string="To", required=True, default=fields.Date.context_today)

    @api.constrains("day_from", "day_to")
    def _check_days(self):
        for export in self:
            if export.day_from > export.day_to:
                raise ValidationError(self.env._("The first day is after the last one. Exchange the two days."))

    def action_export(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url", "target": "download",
            "url": f"/psms/epcis/period?day_from={self.day_from}&day_to={self.day_to}",
        }
