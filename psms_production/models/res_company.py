from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_planning_active = fields.Boolean(
        "Plan Materials with PSMS",
        help="Odoo's reordering cron then leaves planned products alone. "
             "Switched on by the first plan of the company.")
    psms_plan_horizon_days = fields.Integer(
        "Planning Horizon", default=365,
        help="Days from today that the material plan looks ahead. Later demand is counted and left out.")
    psms_plan_drafts = fields.Boolean(
        "Count Drafts as Supply", default=True,
        help="Requests for quotation and draft manufacturing orders count as open supply. "
             "What was released from a plan always counts.")
    psms_plan_keep = fields.Integer(
        "Plans to Keep", default=10,
        help="Older plans are deleted every night, except for what was released from them.")
    psms_plan_defer_days = fields.Integer(
        "Advise to Defer From", default=5,
        help="An open order that comes earlier than it is needed by no more than so many days is left where it is.")
    psms_release_window = fields.Selection([
        ("day", "Each vendor and day"),
        ("week", "Each vendor and week"),
        ("all", "Each vendor"),
    ], "One Request For", default="week", required=True,
        help="Which planned purchases go into one request for quotation when they are released together.")

    psms_forecast_back_weeks = fields.Integer(
        "Forecast Weeks Back", default=1,
        help="An order that its own week's forecast doesn't cover consumes that of so many weeks before.")
    psms_forecast_forward_weeks = fields.Integer(
        "Forecast Weeks Forward", default=1,
        help="What earlier weeks don't cover either is taken from the forecast of so many weeks after.")

    _psms_forecast_weeks = models.Constraint(
        "CHECK(psms_forecast_back_weeks BETWEEN 0 AND 52 AND psms_forecast_forward_weeks BETWEEN 0 AND 52)",
        "Orders consume the forecast of 0 to 52 weeks before and after.",
    )
    psms_scenario_keep_days = fields.Integer(
        "Days to Keep Scenarios", default=60,
        help="Scenarios that nobody has touched for so many days are deleted every night.")

    _psms_scenario_keep_positive = models.Constraint(
        "CHECK(psms_scenario_keep_days >= 1)",
        "Scenarios have to be kept for at least one day.",
    )
    _psms_plan_horizon_positive = models.Constraint(
        "CHECK(psms_plan_horizon_days BETWEEN 1 AND 3650)",
        "The planning horizon must be between 1 and 3650 days.",
    )
    _psms_plan_defer_positive = models.Constraint(
        "CHECK(psms_plan_defer_days BETWEEN 0 AND 365)",
        "The days from which the plan advises to defer must be between 0 and 365.",
    )
    _psms_plan_keep_positive = models.Constraint(
        "CHECK(psms_plan_keep >= 1)",
        "At least one plan has to be kept.",
    )
