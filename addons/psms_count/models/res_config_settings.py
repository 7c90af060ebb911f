from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    psms_count_currency_id = fields.Many2one(related="company_id.currency_id", string="Currency of Counts")
    psms_count_tolerance_percent = fields.Float(related="company_id.psms_count_tolerance_percent", readonly=False)
    psms_count_tolerance_quantity = fields.Float(related="company_id.psms_count_tolerance_quantity", readonly=False)
    psms_count_tolerance_value = fields.Monetary(
        related="company_id.psms_count_tolerance_value", readonly=False, currency_field="psms_count_currency_id")
    psms_count_keeper_limit = fields.Monetary(
        related="company_id.psms_count_keeper_limit", readonly=False, currency_field="psms_count_currency_id")
    psms_count_manager_limit = fields.Monetary(
        related="company_id.psms_count_manager_limit", readonly=False, currency_field="psms_count_currency_id")
    psms_count_reason_required = fields.Boolean(related="company_id.psms_count_reason_required", readonly=False)
    psms_count_recheck_days = fields.Integer(related="company_id.psms_count_recheck_days", readonly=False)
