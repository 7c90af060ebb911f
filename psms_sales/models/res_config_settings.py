from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    psms_repurchase_days = fields.Integer(related="company_id.psms_repurchase_days", readonly=False)
