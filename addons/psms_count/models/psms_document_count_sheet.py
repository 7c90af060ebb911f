from odoo import models
from odoo.tools import format_datetime

from odoo.addons.psms_base.services.table import INTEGER, QUANTITY, Column

from ..services import rights, sheet_in


class PsmsDocumentCountSheet(models.AbstractModel):
    """The list that people count on paper, bin after bin; as a spreadsheet it is read in again."""

    _name = "psms.document.count_sheet"
    _inherit = "psms.document"
    _description = "Count Sheet"
    _document_model = "psms.count"
    _document_template = "psms_count.document_count_sheet"
    _document_landscape = True
    _document_groups = f"{rights.KEEPER},{rights.INSIGHT}"

    def _document_title(self, records):
        return self.env._("Count sheet %(count)s", count=", ".join(records.mapped("name")))

    def _document_subtitle(self, records):
        parts = [*records.warehouse_id.mapped("name"), *(count._state_name() for count in records)]
        if any(count.frozen for count in records):
            parts.append(self.env._("nothing may move in these bins"))
        return " · ".join(parts)

    def _document_lines(self, records):
        """In the second round only what is counted again; on a sheet nobody sees what others counted."""
        lines = records.line_ids
        return lines.filtered(
            lambda line: line.state in ("recount", "recounted") if line.count_id.state == "recount" else line.state != "left_out")

    def _document_columns(self, records):
        columns = [
            Column(sheet_in.labels(self.env)["line"], "id", INTEGER, width=9),
            Column(sheet_in.labels(self.env)["bin"], "location_id", width=24),
            Column(sheet_in.labels(self.env)["product"], _product, width=34),
            Column(sheet_in.labels(self.env)["lot"], "lot_id", width=18),
            Column(sheet_in.labels(self.env)["package"], "package_id", width=14),
            Column(sheet_in.labels(self.env)["unit"], "uom_id", width=9),
        ]
        # Whoever prints it, a blind sheet goes to the people who count.
        if not any(count.blind for count in records):
            columns.append(Column(self.env._("In the book"), "shown_book_qty", QUANTITY, width=12))
        return [
            *columns,
            Column(sheet_in.labels(self.env)["counted"], lambda line: None, QUANTITY, width=14),
            Column(sheet_in.labels(self.env)["note"], lambda line: None, width=22),
        ]

    def _document_values(self, records):
        values = super()._document_values(records)
        return {**values, "people": ", ".join(records.user_ids.mapped("name")), "started": self._started(records)}

    def _started(self, records):
        moments = [count.started_at for count in records if count.started_at]
        return moments and self.env._("Begun on %(moment)s", moment=format_datetime(self.env, min(moments), dt_format="short"))


def _product(line):
    return line.product_id.display_name or line.env._("— is it empty? —")
