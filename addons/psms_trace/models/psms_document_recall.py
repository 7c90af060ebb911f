from odoo import models

from odoo.addons.psms_base.services.table import INTEGER, QUANTITY, Column


class PsmsDocumentRecall(models.AbstractModel):
    """The lots of a recall with where each piece is, and the customers: what an authority or a customer asks to see."""

    _name = "psms.document.recall"
    _inherit = "psms.document"
    _description = "Recall Report"
    _document_model = "psms.recall"
    _document_template = "psms_trace.document_recall"
    _document_landscape = True

    def _document_title(self, records):
        return self.env._("Recall %(number)s", number=records[:1].name)

    def _document_subtitle(self, records):
        return records[:1].reason

    def _document_lines(self, records):
        return records.line_ids

    def _document_columns(self, records):
        def quantity(label, field):
            return Column(label, field, QUANTITY, width=10)

        return [
            Column(self.env._("Level"), "level", INTEGER, width=6),
            Column(self.env._("Product"), "product_id", width=30),
            Column(self.env._("Lot/Serial Number"), "lot_id", width=20),
            Column(self.env._("Possible"), lambda line: self.env._("yes") if line.possible else None, width=8),
            Column(self.env._("Blocked"), lambda line: self.env._("yes") if line.blocked else None, width=8),
            quantity(self.env._("Made or received"), "qty_in"),
            quantity(self.env._("Here"), "qty_stock"),
            quantity(self.env._("Delivered"), "qty_shipped"),
            quantity(self.env._("Came back"), "qty_returned"),
            quantity(self.env._("With customers"), "qty_outside"),
            quantity(self.env._("Used in production"), "qty_consumed"),
            quantity(self.env._("Scrapped"), "qty_scrapped"),
            quantity(self.env._("Back to vendor"), "qty_sent_back"),
            quantity(self.env._("Missing in counts"), "qty_adjusted"),
            quantity(self.env._("Difference"), "qty_difference"),
        ]

    def _document_values(self, records):
        return {
            **super()._document_values(records), "customers": records.customer_ids,
            "possible": records.possible_ids.filtered(lambda offer: not offer.taken), "possible_cut": records.possible_cut,
        }
