import re

from stdnum import ean

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_gln = fields.Char(string="GLN", help="Global Location Number of the plant, 13 digits, from GS1.")
    psms_gs1_prefix = fields.Char(
        string="GS1 company prefix", help="The 6 to 12 digits that GS1 gave this company. Needed to write EPC URNs.")
    psms_epcis_namespace = fields.Char(
        string="Namespace of private names",
        help="Beginning of the names of things that have no number from GS1. When empty, the address of this server. "
             "Set it before the first export and never change it: receivers know things by these names.",
    )
    psms_epcis_form = fields.Selection(
        [("digital_link", "Digital Link (https://id.gs1.org/…)"), ("urn", "EPC URN (urn:epc:id:…)")],
        string="Names from GS1 as", default="digital_link", required=True,
    )

    @api.constrains("psms_gln", "psms_gs1_prefix", "psms_epcis_namespace", "psms_epcis_form")
    def _check_psms_gs1(self):
        for company in self:
            if company.psms_gln and not (len(company.psms_gln) == 13 and ean.is_valid(company.psms_gln)):
                raise ValidationError(self.env._(
                    "%(number)s is not a GLN: it needs 13 digits, the last of which proves the others. "
                    "Copy it from GS1's certificate.",
                    number=company.psms_gln))
            if company.psms_gs1_prefix and not re.fullmatch(r"[0-9]{6,12}", company.psms_gs1_prefix):
                raise ValidationError(self.env._("A GS1 company prefix has 6 to 12 digits and nothing else."))
            if company.psms_epcis_namespace and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", company.psms_epcis_namespace):
                raise ValidationError(self.env._("The namespace must be a web address such as https://plant.example.com/epcis."))
            if company.psms_epcis_form == "urn" and not company.psms_gs1_prefix:
                raise ValidationError(self.env._("EPC URNs need the GS1 company prefix. Enter it, or choose Digital Links."))
