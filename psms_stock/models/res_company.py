from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..services import code_gs1


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_negative_stock = fields.Selection(
        [("allowed", "Allowed"), ("refused", "Refused, unless a location allows it")],
        string="Negative Stock", required=True, default="allowed",
    )
    psms_gs1_prefix = fields.Char(
        "GS1 Company Prefix", help="The 4 to 12 digits with which the numbers of the company begin, as GS1 has issued them.")
    psms_gln = fields.Char("GLN", help="Global Location Number of the plant, 13 digits, from GS1.")
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

    @api.constrains("psms_gs1_prefix", "psms_gln")
    def _check_psms_gs1(self):
        for company in self:
            prefix, gln = company.psms_gs1_prefix, company.psms_gln
            if prefix and not (code_gs1.digits(prefix) and 4 <= len(prefix) <= 12):
                raise ValidationError(self.env._(
                    "A GS1 company prefix has 4 to 12 digits and nothing else; %(prefix)s is none. "
                    "Enter it as on the certificate of GS1.", prefix=prefix))
            if gln and not (len(gln) == 13 and code_gs1.fits_check_digit(gln)):
                raise ValidationError(self.env._(
                    "A GLN has 13 digits of which the last is a check digit; %(gln)s does not fit. "
                    "Compare it with the certificate of GS1.", gln=gln))
