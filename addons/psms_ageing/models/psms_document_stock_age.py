from collections import defaultdict

from odoo import models
from odoo.tools import format_date

from odoo.addons.psms_base.services.table import MONEY, QUANTITY, Column

from .psms_age_report import VALUE_GROUPS


class PsmsDocumentStockAge(models.AbstractModel):
    """The age of the stock by buckets: quantity, and value for those who may see it."""

    _name = "psms.document.stock_age"
    _inherit = "psms.document"
    _description = "Stock Age Report"
    _document_model = "psms.age.view"
    _document_landscape = True

    def _document_title(self, records):
        return self.env._("Stock age on %(day)s", day=format_date(self.env, records.day, date_format="yyyy-MM-dd"))

    def _document_subtitle(self, records):
        return ", ".join(records.company_id.mapped("name") + records.warehouse_id.mapped("name"))

    def _document_lines(self, records):
        """A row for each product (or category ...) and one for all, in which ``all`` and each bucket are (quantity, value)."""
        shows_value = self.env.user.has_groups(VALUE_GROUPS)
        measures = ["quantity:sum", *(["value:sum"] if shows_value else [])]
        rows, total = {}, defaultdict(lambda: (0.0, 0.0))
        for record, bucket, quantity, *value in records._report()._read_group(
                records._domain(), [records.group_by, "bucket_id"], measures):
            row = rows.setdefault(record, defaultdict(lambda: (0.0, 0.0)))
            for place in (bucket.id, "all"):
                for line in (row, total):
                    line[place] = (line[place][0] + quantity, line[place][1] + (value[0] if value else 0.0))
        # sudo: names only, as the lists of Odoo show them to everybody
        named = [{"name": record.sudo().display_name or self.env._("None"), "cells": row} for record, row in rows.items()]
        named.sort(key=lambda line: (-line["cells"]["all"][1], -line["cells"]["all"][0], line["name"]))
        return [*named, {"name": self.env._("Total"), "cells": total}]

    def _document_columns(self, records):
        label = dict(records._fields["group_by"]._description_selection(self.env))[records.group_by]
        buckets = [(bucket.id, bucket.name) for bucket in records.company_id.age_bucket_ids]
        columns = [Column(label, lambda line: line["name"], width=34)]
        # Quantities of different goods don't add up to anything that a person reads.
        if records.group_by in ("product_id", "lot_id"):
            columns += [self._cell(name, key, 0) for key, name in [*buckets, ("all", self.env._("All"))]]
        if self.env.user.has_groups(VALUE_GROUPS):
            values = [*buckets, ("all", self.env._("all"))]
            if self.env.context.get("psms_age_paper") and len(columns) > 1:
                values = values[-1:]  # a sheet of paper is not as wide as a spreadsheet
            columns += [self._cell(self.env._("Value %(days)s", days=name), key, 1) for key, name in values]
        return columns

    def _print_pdf(self, records):
        return super(PsmsDocumentStockAge, self.with_context(psms_age_paper=True))._print_pdf(records)

    def _cell(self, label, key, place):
        return Column(label, lambda line: line["cells"][key][place] or None, (QUANTITY, MONEY)[place], width=(11, 15)[place])
