import json

from werkzeug.exceptions import NotFound

from odoo.fields import Date
from odoo.http import Controller, content_disposition, request, route


class EpcisController(Controller):
    @route("/psms/epcis/<string:subject>/<string:records>", type="http", auth="user", methods=["GET"], readonly=True)
    def records(self, subject, records):
        """Serve the EPCIS events of lots or transfers, given as ids with commas."""
        ids = records.split(",")
        if not all(part.isdecimal() for part in ids):
            raise NotFound()
        return self._answer(*request.env["psms.epcis"]._of_records(subject, [int(part) for part in ids]))

    @route("/psms/epcis/period", type="http", auth="user", methods=["GET"], readonly=True)
    def period(self, day_from, day_to):
        """Serve the EPCIS events of the days of the user's company, both included (``YYYY-MM-DD``)."""
        try:
            first, last = Date.to_date(day_from), Date.to_date(day_to)
        except ValueError:
            raise NotFound() from None
        return self._answer(*request.env["psms.epcis"]._of_period(first, last))

    def _answer(self, filename, document):
        return request.make_response(json.dumps(document, ensure_ascii=False, indent=1), headers=[
            ("Content-Type", "application/ld+json"),
            ("Content-Disposition", content_disposition(filename)),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "private, no-store"),
        ])
