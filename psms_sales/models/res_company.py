from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_repurchase_days = fields.Integer(
        string="Repurchase Window (Days)", default=90, required=True,
        help="A purchase counts as a repurchase when the customer's purchase before it is no more than this "
             "number of days ago.",
    )

    _psms_repurchase_days_positive = models.Constraint(
        "CHECK (psms_repurchase_days > 0)",
        "The repurchase window must be at least one day.",
    )
