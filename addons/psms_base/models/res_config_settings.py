from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .psms_request import MINIMUM_DAYS


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    psms_tz = fields.Selection(related="company_id.psms_tz", readonly=False)
    psms_document_lang_id = fields.Many2one(related="company_id.psms_document_lang_id", readonly=False)
    psms_document_paper = fields.Selection(related="company_id.psms_document_paper", readonly=False, required=True)
    psms_request_days = fields.Integer(
        string="Keep requests for (days)", config_parameter="psms_base.request_days", default=MINIMUM_DAYS,
    )
    psms_outbox_alarm_minutes = fields.Integer(
        string="Outbox alarm after (minutes)", config_parameter="psms_base.outbox_alarm_minutes", default=15,
    )

    @api.constrains("psms_request_days", "psms_outbox_alarm_minutes")
    def _check_psms_limits(self):
        for settings in self:
            if settings.psms_request_days < MINIMUM_DAYS:
                raise ValidationError(self.env._(
                    "Keep requests for at least %(days)s days: a device that was away so long still "
                    "repeats what it could not send.", days=MINIMUM_DAYS,
                ))
            if settings.psms_outbox_alarm_minutes < 1:
                raise ValidationError(self.env._("The outbox alarm needs at least 1 minute."))
