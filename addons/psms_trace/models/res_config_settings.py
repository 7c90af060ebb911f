from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    psms_trace_possible = fields.Integer(related="company_id.psms_trace_possible", readonly=False)
    psms_epcis_namespace = fields.Char(related="company_id.psms_epcis_namespace", readonly=False)
    psms_epcis_form = fields.Selection(related="company_id.psms_epcis_form", readonly=False, required=True)
