from odoo import api, fields, models
from odoo.exceptions import ValidationError

LIMITS = (
    "psms_count_tolerance_percent", "psms_count_tolerance_quantity", "psms_count_tolerance_value",
    "psms_count_keeper_limit", "psms_count_manager_limit", "psms_count_recheck_days",
)


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_count_tolerance_percent = fields.Float(
        "Tolerance in Percent", help="Of the book quantity. 0: this measure is not used.")
    psms_count_tolerance_quantity = fields.Float(
        "Tolerance in Quantity", digits="Product Unit", help="In the unit of the product. 0: this measure is not used.")
    psms_count_tolerance_value = fields.Monetary(
        "Tolerance in Value", currency_field="currency_id", help="0: this measure is not used.")
    psms_count_keeper_limit = fields.Monetary(
        "Posted Without Approval", currency_field="currency_id",
        help="A count whose differences are worth this much or less, plus and minus added up, posts itself.")
    psms_count_manager_limit = fields.Monetary(
        "Approved by a Manager", currency_field="currency_id", default=10_000,
        help="Above this value of differences, plus and minus added up, a supervisor can't approve a count.")
    psms_count_reason_required = fields.Boolean(
        "Reason Required", help="A count can't be approved while a difference has no reason.")
    psms_count_recheck_days = fields.Integer(
        "Check Again After (Days)", default=7,
        help="So many days after a difference over the tolerance was posted, plans of mismatches count it again. "
             "0: never.")

    @api.constrains(*LIMITS)
    def _check_psms_count_limits(self):
        for company in self:
            if any(company[name] < 0 for name in LIMITS):
                raise ValidationError(self.env._("Tolerances and limits of counts can't be negative. Use 0 to switch one off."))
            if company.psms_count_keeper_limit > company.psms_count_manager_limit:
                raise ValidationError(self.env._(
                    "What posts without approval can't be more than what a supervisor may approve. "
                    "Lower the first limit or raise the second."))
