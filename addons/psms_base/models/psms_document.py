import io
import logging

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError
from odoo.tools import file_open, format_datetime
from odoo.tools.image import image_data_uri

from ..services import sheet, table

PDF, XLSX = "pdf", "xlsx"

# Eight lines of progress for each sheet of paper are not what a server log is for.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class PsmsDocument(models.AbstractModel):
    """Something to print: PDF through weasyprint and a spreadsheet, from one declaration.

    A document is an abstract model named ``psms.document.<name>``; that name is all there is to
    register. It is served at ``/psms/document/<name>/<id>,<id>?format=pdf`` to whoever may read
    the records. A list of the planned orders of a plan, on paper and as a spreadsheet::

        class PsmsDocumentBuyList(models.AbstractModel):
            _name = "psms.document.buy_list"
            _inherit = "psms.document"
            _description = "Buy List"
            _document_model = "psms.plan"

            def _document_title(self, records):
                return self.env._("Buy list")

            def _document_lines(self, records):
                return records.order_ids.filtered(lambda order: order.source == "buy")

            def _document_columns(self, records):
                return [
                    Column(self.env._("Product"), "product_id", width=40),
                    Column(self.env._("Quantity"), "quantity", QUANTITY),
                    Column(self.env._("Due"), "due_date", DATE),
                ]

    and a button returns ``self.env["psms.document.buy_list"]._document_action(self)``. A document
    that is not a list sets ``_document_template`` (a QWeb template that t-calls
    ``psms_base.document_layout``), adds what it needs in ``_document_values`` and, when it has no
    columns, leaves XLSX out of ``_document_formats``. Records are read with the rights of the
    user: what a person may not see is not printed.
    """

    _name = "psms.document"
    _description = "Printed Document"

    _document_model = None
    _document_template = "psms_base.document_list"
    _document_formats = (PDF, XLSX)
    _document_landscape = False
    #: groups of which one is needed, as for ``has_groups``; None: reading the records is enough
    _document_groups = None

    # WHAT A DOCUMENT DECLARES --------------------------------------------------------------

    def _document_title(self, records):
        """Return the title, also used for the file name."""
        raise NotImplementedError

    def _document_subtitle(self, records):
        """Return one line under the title, or nothing."""
        return None

    def _document_columns(self, records):
        """Return the list of ``services.table.Column``."""
        raise NotImplementedError

    def _document_lines(self, records):
        """Return what the rows are: the records themselves unless a document says otherwise."""
        return records

    def _document_values(self, records):
        """Return what the template gets beside the values of ``_render_values``."""
        columns = self._document_columns(records)
        rows = [
            [table.as_text(self.env, column, column.read(line)) for column in columns]
            for line in self._document_lines(records)
        ]
        return {"columns": columns, "rows": rows, "count": self.env._("Lines: %(count)s", count=len(rows))}

    # ENTRY POINTS --------------------------------------------------------------------------

    @api.model
    def _document_action(self, records, extension=PDF):
        """Return the action that opens the document of these records."""
        name = self._name.removeprefix("psms.document.")
        return {
            "type": "ir.actions.act_url",
            "url": f"/psms/document/{name}/{','.join(map(str, records.ids))}?format={extension}",
            "target": "new" if extension == PDF else "download",
        }

    @api.model
    def _produce(self, record_ids, extension):
        """Check the access and return ``(file name, content)``.

        :raises MissingError: unknown format, or a record that does not exist
        :raises AccessError: the user may not print this document or read these records
        """
        if extension not in self._document_formats:
            raise MissingError(self.env._("This document is not available in this format."))
        if self._document_groups and not self.env.user.has_groups(self._document_groups):
            raise AccessError(self.env._("Your role does not allow you to print this document."))
        document = self.with_context(lang=self.env.company.psms_document_lang_id.code or self.env.lang)
        records = document.env[self._document_model].browse(record_ids)
        if not records or records.exists() != records:
            raise MissingError(self.env._("What you want to print does not exist any more."))
        records.check_access("read")
        content = document._print_pdf(records) if extension == PDF else document._print_xlsx(records)
        return f"{document._document_title(records)}.{extension}", content

    # PRODUCTION ----------------------------------------------------------------------------

    def _render_values(self, records):
        company = self.env.company
        with file_open("psms_base/static/src/documents/document.css") as file:
            css = file.read()
        orientation = "landscape" if self._document_landscape else "portrait"
        paper = company.psms_document_paper
        return {
            "records": records,
            "company": company,
            # Embedded, because a document fetches nothing.
            "logo": None if company.uses_default_logo else image_data_uri(company.logo),
            "lang": (self.env.lang or "en_US").replace("_", "-"),
            "css": Markup("@page { size: %s %s; }\n") % (paper, orientation) + Markup(css),
            "title": self._document_title(records),
            "subtitle": self._document_subtitle(records),
            "printed": self.env._(
                "Printed on %(moment)s by %(person)s",
                moment=format_datetime(self.env, fields.Datetime.now(), dt_format="short"), person=self.env.user.name,
            ),
            **self._document_values(records),
        }

    def _print_pdf(self, records):
        # Lazy: weasyprint takes a second to import and most server processes never print.
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher

        html = self.env["ir.qweb"]._render(self._document_template, self._render_values(records))
        # A product name or a logo must not make the server read a file or call a host.
        fetcher = URLFetcher(allowed_protocols=["data"], allow_redirects=False)
        return HTML(string=str(html), url_fetcher=fetcher).write_pdf()

    def _print_xlsx(self, records):
        buffer = io.BytesIO()
        columns = self._document_columns(records)
        sheet.write_table(buffer, self.env, self._document_title(records), columns, self._document_lines(records))
        return buffer.getvalue()
