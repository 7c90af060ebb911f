from odoo import models
from odoo.fields import Datetime

from odoo.addons.psms_base.services.table import DATETIME, QUANTITY, Column

from ..services import trace_tree

#: a sheet of paper is read, a spreadsheet is searched
LINES_ON_PAPER = 1_000


class PsmsDocumentTrace(models.AbstractModel):
    """The tree of lots, up and down, as a list with indented lines."""

    _name = "psms.document.trace"
    _inherit = "psms.document"
    _description = "Trace of Lots"
    _document_model = "stock.lot"
    _document_landscape = True

    def _document_title(self, records):
        if len(records) == 1:
            return self.env._("Trace of %(lot)s", lot=records.name)
        return self.env._("Trace of %(count)s lots", count=len(records))

    def _document_subtitle(self, records):
        return ", ".join(f"{lot.product_id.display_name} {lot.name}" for lot in records[:10])

    def _document_columns(self, records):
        return [
            Column(self.env._("Direction"), lambda line: line["direction"], width=9),
            Column(self.env._("Level"), lambda line: str(line["depth"]), width=5),
            Column(self.env._("What"), self._what, width=44),
            Column(self.env._("Certainty"), self._certainty, width=13),
            Column(self.env._("Lot/Serial Number"), lambda line: line["lot"] or None, width=20),
            Column(self.env._("Quantity"), lambda line: line["quantity"], QUANTITY, width=10),
            Column(self.env._("Unit"), lambda line: line["uom"] if line["quantity"] is not None else None, width=9),
            Column(self.env._("Document"), lambda line: line["document"] and line["document"]["name"], width=18),
            Column(self.env._("Order"), lambda line: line["order"] or None, width=14),
            Column(self.env._("Partner"), lambda line: line["partner"] or None, width=22),
            Column(self.env._("Place"), lambda line: " ".join(filter(None, (line["place"], line["package"]))) or None, width=26),
            Column(self.env._("Date"), lambda line: Datetime.to_datetime(line["date"]), DATETIME, width=17),
        ]

    def _what(self, line):
        name = line["product"] if line["kind"] in ("lot", "untracked") else ""
        parts = [f"{line['label']}: {name}" if name else line["label"]]
        if line["blocked"]:
            parts.append(self.env._("blocked"))
        if line["repeated"]:
            parts.append(self.env._("shown above"))
        if line["unread"]:
            parts.append(self.env._("goes on, see the page Trace"))
        return "\u2003" * line["depth"] + ", ".join(parts)  # em spaces: a browser draws several common ones as one

    def _certainty(self, line):
        """A column of its own: a spreadsheet is filtered by it."""
        if line["kind"] == "cut":
            return None
        if not line["possible"]:
            return self.env._("certain")
        return self.env._("possible, first in first out") if line["likely"] else self.env._("possible")

    def _document_lines(self, records):
        return self._tree(records, most=trace_tree.MOST_LINES)

    def _document_values(self, records):
        return super(PsmsDocumentTrace, self.with_context(psms_most_lines=LINES_ON_PAPER))._document_values(records)

    def _tree(self, records, most):
        most = min(most, self.env.context.get("psms_most_lines", most))
        found = []
        for up, direction in ((True, self.env._("Origin")), (False, self.env._("Destination"))):
            lines, complete = trace_tree.lines(self.env, records.ids, up, most)
            found += [{**line, "direction": direction} for line in lines]
            if not complete:
                found.append({**self._cut_line(most), "direction": direction})
        return found

    def _cut_line(self, most):
        """The last line of a tree that goes on: it says so."""
        return {
            "depth": 0, "kind": "cut",
            "label": self.env._("Only the first %(count)s lines are here, the tree goes on.", count=most),
            "product": "", "lot": "", "blocked": False, "repeated": False, "unread": False, "possible": False, "likely": False,
            "quantity": None, "uom": "", "document": None, "order": "", "partner": "", "place": "", "package": "", "date": None,
        }
