from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    psms_negative_stock = fields.Selection(related="company_id.psms_negative_stock", readonly=False)
    psms_gs1_prefix = fields.Char(related="company_id.psms_gs1_prefix", readonly=False)
    psms_gln = fields.Char(related="company_id.psms_gln", readonly=False)
    psms_class_days = fields.Integer(related="company_id.psms_class_days", readonly=False)
    psms_abc_a_share = fields.Float(related="company_id.psms_abc_a_share", readonly=False)
    psms_abc_b_share = fields.Float(related="company_id.psms_abc_b_share", readonly=False)
    psms_xyz_x = fields.Float(related="company_id.psms_xyz_x", readonly=False)
    psms_xyz_y = fields.Float(related="company_id.psms_xyz_y", readonly=False)
