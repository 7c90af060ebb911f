from odoo import api, models
from odoo.exceptions import MissingError
from odoo.fields import Date, Domain

from ..services import epcis

#: what an address of a download may name -> the field of a move line that is meant
SUBJECTS = {"lot": "lot_id", "transfer": "picking_id"}


class PsmsEpcis(models.AbstractModel):
    """EPCIS documents to download; the controller asks here. Lines are read with the rights of the user."""

    _name = "psms.epcis"
    _description = "EPCIS Events"

    @api.model
    def _download(self, subject, records):
        return {
            "type": "ir.actions.act_url", "target": "download",
            "url": f"/psms/epcis/{subject}/{','.join(map(str, records.ids))}",
        }

    @api.model
    def _of_records(self, subject, ids):
        """``(file name, document)`` of lots or transfers."""
        if subject not in SUBJECTS:
            raise MissingError(self.env._("There is nothing of this kind to export."))
        field = SUBJECTS[subject]
        records = self.env[self.env["stock.move.line"]._fields[field].comodel_name].browse(ids).exists()
        records.check_access("read")
        company = records.company_id[:1] or self.env.company
        name = records[:1].display_name if len(records) == 1 else f"{len(records)} {subject}s"
        return f"epcis {name}.json", epcis.document(self.env, company, Domain(field, "in", records.ids))

    @api.model
    def _of_period(self, day_from, day_to):
        """``(file name, document)`` of the days of the user's company."""
        domain = epcis.period(self.env, self.env.company, Date.to_date(day_from), Date.to_date(day_to))
        return f"epcis {day_from} {day_to}.json", epcis.document(self.env, self.env.company, domain)
