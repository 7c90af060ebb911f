from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    psms_gs1_prefix = fields.Char(related="company_id.psms_gs1_prefix", readonly=False)
    psms_sscc_extension = fields.Selection(related="company_id.psms_sscc_extension", readonly=False, required=True)
    psms_gln = fields.Char(related="company_id.psms_gln", readonly=False)
