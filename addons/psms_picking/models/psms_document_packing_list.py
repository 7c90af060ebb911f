from typing import Any, NamedTuple

from odoo import models

from odoo.addons.psms_base.services import table
from odoo.addons.psms_base.services.table import QUANTITY, Column

from ..services import cartons
from ..services.bilingual import both


class Row(NamedTuple):
    """One content of a carton, with the figures of the carton in its first row; or the totals."""

    carton: Any = None
    content: Any = None
    first: bool = False
    total: Any = None


class PsmsDocumentPackingList(models.AbstractModel):
    """Carton by carton what a consignment holds, in Chinese and English: on paper and as a spreadsheet."""

    _name = "psms.document.packing_list"
    _inherit = "psms.document"
    _description = "Packing List"
    _document_model = "stock.picking"
    _document_template = "psms_picking.packing_list"
    _document_landscape = True

    def _document_title(self, records):
        name = records.batch_id.name if len(records.batch_id) == 1 and len(records) > 1 else records[0].name
        title = both(self.env, lambda env: env._("Packing list"), " ")
        return f"{title} {name.replace('/', '-')}"

    def _document_lines(self, records):
        return [row for _group, found in cartons.consignments(records) for row in self._rows(found)]

    def _rows(self, found):
        rows = [Row(carton, content, first=not index) for carton in found for index, content in enumerate(carton.contents)]
        return [*rows, Row(total=found)]

    def _document_columns(self, records):
        def label(term):
            return both(self.env, term)

        def of_carton(name):
            return lambda row: sum(getattr(carton, name) for carton in row.total) if row.total is not None \
                else getattr(row.carton, name) if row.first else None

        def of_content(read):
            return lambda row: None if row.total is not None else read(row.content)

        total = label(lambda env: env._("Total"))
        loose = label(lambda env: env._("loose"))
        return [
            Column(label(lambda env: env._("Carton")), lambda row: total if row.total is not None
                   else (row.carton.mark or loose) if row.first else None, width=10),
            Column(label(lambda env: env._("Package")), lambda row: self._package(row), width=15),
            Column(label(lambda env: env._("Code")), of_content(lambda content: content.product.default_code), width=12),
            Column(label(lambda env: env._("Description of goods")), of_content(self._goods), width=34),
            Column(label(lambda env: env._("Lot")), of_content(lambda content: content.lot.name), width=13),
            Column(label(lambda env: env._("Quantity")), of_content(lambda content: content.quantity), QUANTITY, width=11),
            Column(label(lambda env: env._("Unit")), of_content(lambda content: content.uom.name), width=8),
            Column(label(lambda env: env._("Net weight")), of_carton("net"), QUANTITY, width=12),
            Column(label(lambda env: env._("Gross weight")), of_carton("gross"), QUANTITY, width=12),
            Column(label(lambda env: env._("Volume (m³)")), of_carton("volume"), QUANTITY, width=12),
        ]

    def _package(self, row):
        if row.total is not None:
            count = sum(1 for carton in row.total if carton.number)
            return both(self.env, lambda env: env._("%(count)s cartons", count=count))
        return row.carton.package.name if row.first and row.carton.package else None

    def _goods(self, content):
        """The name of the goods in both languages where the product has both."""
        return both(self.env, lambda env: content.product.with_env(env).name)

    def _document_values(self, records):
        columns = self._document_columns(records)
        blocks = []
        for group, found in cartons.consignments(records):
            rows = [
                (row.total is not None,
                 [table.as_text(self.env, column, column.read(row)) for column in columns])
                for row in self._rows(found)
            ]
            blocks.append({"head": self._head(group), "rows": rows})
        return {"columns": columns, "blocks": blocks}

    def _head(self, group):
        """Pairs of a label and what stands beside it."""
        unit = self.env["product.template"]._get_weight_uom_name_from_ir_config_parameter()
        return [
            (both(self.env, lambda env: env._("Consignee")), group.partner_id[:1]._display_address() or ""),
            (both(self.env, lambda env: env._("Order")), ", ".join(filter(None, dict.fromkeys(group.mapped("origin"))))),
            (both(self.env, lambda env: env._("Transfers")), ", ".join(group.mapped("name"))),
            (both(self.env, lambda env: env._("Weights in")), unit),
        ]
