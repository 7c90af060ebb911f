from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_negative_stock = fields.Selection(
        [("allowed", "Allowed"), ("refused", "Refused, unless a location allows it")],
        string="Negative Stock", required=True, default="allowed",
    )
    psms_class_days = fields.Integer("Days That Classes Look Back", default=364)
    psms_abc_a_share = fields.Float("Class A Up To (%)", default=80.0, digits=(5, 1))
    psms_abc_b_share = fields.Float("Class B Up To (%)", default=95.0, digits=(5, 1))
    psms_xyz_x = fields.Float("Class X Up To", default=0.5, digits=(5, 2))
    psms_xyz_y = fields.Float("Class Y Up To", default=1.0, digits=(5, 2))

    _psms_class_days_range = models.Constraint(
        "CHECK(psms_class_days BETWEEN 28 AND 1826)", "ABC and XYZ classes look back between 28 days and 5 years.",
    )
    _psms_abc_shares = models.Constraint(
        "CHECK(psms_abc_a_share > 0 AND psms_abc_a_share < psms_abc_b_share AND psms_abc_b_share <= 100)",
        "The limit of class A must be above 0 % and below that of class B, which is 100 % or less.",
    )
    _psms_xyz_limits = models.Constraint(
        "CHECK(psms_xyz_x > 0 AND psms_xyz_x < psms_xyz_y)",
        "The variation up to which a product is X must be above 0 and below that of Y.",
    )
