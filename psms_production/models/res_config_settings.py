from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    psms_planning_active = fields.Boolean(related="company_id.psms_planning_active", readonly=False)
    psms_plan_horizon_days = fields.Integer(related="company_id.psms_plan_horizon_days", readonly=False)
    psms_plan_drafts = fields.Boolean(related="company_id.psms_plan_drafts", readonly=False)
    psms_scenario_keep_days = fields.Integer(related="company_id.psms_scenario_keep_days", readonly=False)
    psms_plan_defer_days = fields.Integer(related="company_id.psms_plan_defer_days", readonly=False)
    psms_plan_keep = fields.Integer(related="company_id.psms_plan_keep", readonly=False)
    psms_forecast_back_weeks = fields.Integer(related="company_id.psms_forecast_back_weeks", readonly=False)
    psms_forecast_forward_weeks = fields.Integer(related="company_id.psms_forecast_forward_weeks", readonly=False)
    psms_release_window = fields.Selection(related="company_id.psms_release_window", readonly=False)
