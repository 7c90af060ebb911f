from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.psms_stock.services import code_gs1


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_gs1_prefix = fields.Char(
        "GS1 Company Prefix", help="The digits with which the GTINs and SSCCs of the company begin, as GS1 has issued them.")
    psms_sscc_extension = fields.Selection(
        [(str(digit), str(digit)) for digit in range(10)], "SSCC Extension Digit", default="0", required=True,
        help="First digit of each SSCC. When its numbers are used up, the next digit goes on.")
    psms_gln = fields.Char("GLN", help="Global Location Number of the plant. With it, bin labels may carry GS1 codes.")

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
