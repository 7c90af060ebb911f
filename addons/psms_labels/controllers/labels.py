from werkzeug.exceptions import NotFound

from odoo.http import Controller, content_disposition, request, route


class LabelController(Controller):
    @route("/psms/labels/<int:print_id>/<string:form>", type="http", auth="user", methods=["GET"], readonly=True)
    def labels(self, print_id, form):
        """Serve what a person has chosen to print, as PDF or ZPL."""
        wizard = request.env["psms.label.print"].browse(print_id).exists()
        if not wizard or form not in ("pdf", "zpl"):
            raise NotFound()
        wizard.check_access("read")
        name, content = wizard._produce(form)
        return request.make_response(content, headers=[
            ("Content-Type", "application/pdf" if form == "pdf" else "application/vnd.zebra-zpl"),
            ("Content-Length", str(len(content))),
            ("Content-Disposition", content_disposition(name, "inline" if form == "pdf" else "attachment")),
            ("X-Content-Type-Options", "nosniff"),
            ("Cache-Control", "private, no-store"),
        ])
