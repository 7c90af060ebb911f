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

    psms_trace_possible = fields.Integer(
        string="Follow Goods Without Lot", default=200,
        help="Where a production made goods without lot, the trace goes on to at most this many movements that may have taken "
             "them. 0: the trace ends there.",
    )

    _psms_trace_possible_range = models.Constraint(
        "CHECK(psms_trace_possible BETWEEN 0 AND 5000)", "Goods without lot are followed to between 0 and 5,000 movements.",
    )

    @api.constrains("psms_gs1_prefix", "psms_epcis_namespace", "psms_epcis_form")
    def _check_psms_epcis(self):
        for company in self:
            if company.psms_epcis_namespace and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", company.psms_epcis_namespace):
                raise ValidationError(self.env._("The namespace must be a web address such as https://plant.example.com/epcis."))
            if company.psms_epcis_form == "urn" and not 6 <= len(company.psms_gs1_prefix or "") <= 12:
                raise ValidationError(self.env._(
                    "EPC URNs need a GS1 company prefix of 6 to 12 digits. Enter it, or choose Digital Links."))
