from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    psms_sscc_extension = fields.Selection(related="company_id.psms_sscc_extension", readonly=False, required=True)
