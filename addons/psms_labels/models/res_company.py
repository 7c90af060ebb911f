from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_sscc_extension = fields.Selection(
        [(str(digit), str(digit)) for digit in range(10)], "SSCC Extension Digit", default="0", required=True,
        help="First digit of each SSCC. When its numbers are used up, the next digit goes on.")
