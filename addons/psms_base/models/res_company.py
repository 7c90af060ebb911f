import pytz

from odoo import fields, models

from odoo.addons.base.models.res_partner import _tz_get


class ResCompany(models.Model):
    _inherit = "res.company"

    psms_tz = fields.Selection(
        _tz_get, string="Time zone of the plant",
        help="Decides where a day and a week begin in plans and indicators. "
             "When empty, the time zone of the company's address is used.",
    )
    psms_document_lang_id = fields.Many2one(
        "res.lang", string="Language of documents",
        help="When empty, a document is printed in the language of whoever prints it.",
    )
    psms_document_paper = fields.Selection(
        [("A4", "A4"), ("A5", "A5"), ("Letter", "US Letter")],
        string="Paper of documents", default="A4", required=True,
    )

    def _psms_timezone(self):
        """Return the pytz time zone that decides what a day is in this company."""
        self.ensure_one()
        return pytz.timezone(self.psms_tz or self.partner_id.tz or "UTC")
