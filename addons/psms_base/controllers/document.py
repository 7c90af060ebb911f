from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class DocumentController(Controller):
    @route("/psms/document/<string:name>/<string:records>", type="http", auth="user", methods=["GET"], readonly=True)
    def document(self, name, records, format="pdf"):
        """Serve the document ``psms.document.<name>`` of the records, given as ids with commas."""
        model = f"psms.document.{name}"
        ids = records.split(",")
        if model not in request.env or format not in MEDIA_TYPES or not all(part.isdecimal() for part in ids):
            raise NotFound()
        filename, content = request.env[model]._produce([int(part) for part in ids], format)
        return request.make_response(content, headers=[
            ("Content-Type", MEDIA_TYPES[format]),
            ("Content-Length", str(len(content))),
            ("Content-Disposition", content_disposition(filename, "inline" if format == "pdf" else "attachment")),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "private, no-store"),
        ])
