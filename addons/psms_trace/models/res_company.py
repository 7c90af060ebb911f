import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_epcis_namespace = fields.Char(
        string="Namespace of private names",
        help="Beginning of the names of things that have no number from GS1. When empty, the address of this server. "
             "Set it before the first export and never change it: receivers know things by these names.",
    )
    psms_epcis_form = fields.Selection(
        [("digital_link", "Digital Link (https://id.gs1.org/…)"), ("urn", "EPC URN (urn:epc:id:…)")],
        string="Names from GS1 as", default="digital_link", required=True,
    )

    @api.constrains("psms_gs1_prefix", "psms_epcis_namespace", "psms_epcis_form")
    def _check_psms_epcis(self):
        for company in self:
            if company.psms_epcis_namespace and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", company.psms_epcis_namespace):
                raise ValidationError(self.env._("The namespace must be a web address such as https://plant.example.com/epcis."))
            if company.psms_epcis_form == "urn" and not 6 <= len(company.psms_gs1_prefix or "") <= 12:
                raise ValidationError(self.env._(
                    "EPC URNs need a GS1 company prefix of 6 to 12 digits. Enter it, or choose Digital Links."))
