from odoo import models

from odoo.addons.psms_base.services.table import INTEGER, QUANTITY, Column

from ..services import walk


class PsmsDocumentPickList(models.AbstractModel):
    """What to fetch from where, in walking order: one list for a transfer or for all transfers of a batch."""

    _name = "psms.document.pick_list"
    _inherit = "psms.document"
    _description = "Pick List"
    _document_model = "stock.picking"
    _document_landscape = True

    def _document_title(self, records):
        name = records.batch_id.name if len(records.batch_id) == 1 and len(records) > 1 else records[0].name
        return self.env._("Pick list %(name)s", name=(name or "").replace("/", "-"))

    def _document_subtitle(self, records):
        way = walk.Walk(self.env, records.move_line_ids.location_id)
        route = way.route(walk.document_order(self._document_lines(records)))
        units = {"m": self.env._("m"), "bins": self.env._("bins passed")}
        return self.env._(
            "Way in walking order %(after)s %(unit)s, in the order of the documents %(before)s %(unit)s",
            after=f"{route.after:.0f}", before=f"{route.before:.0f}", unit=units[route.unit])

    def _document_lines(self, records):
        lines = records.move_line_ids.filtered("quantity")
        return lines.sorted(walk.Walk(self.env, lines.location_id).key)

    def _document_columns(self, records):
        numbers = {line.id: number for number, line in enumerate(self._document_lines(records), start=1)}
        return [
            Column(self.env._("No."), lambda line: numbers[line.id], INTEGER, width=6),
            Column(self.env._("Bin"), "pick_bin", width=24),
            Column(self.env._("Zone"), "pick_zone_id.name", width=14),
            Column(self.env._("Product"), "product_id", width=31),
            Column(self.env._("Lot/Serial Number"), "lot_id", width=21),
            Column(self.env._("Quantity"), "quantity", QUANTITY, width=11),
            Column(self.env._("Unit"), "product_uom_id", width=9),
            Column(self.env._("Into"), "result_package_id", width=16),
            Column(self.env._("Transfer"), "picking_id", width=18),
            Column(self.env._("Picked"), lambda line: "☑" if line.picked else "☐", width=9),
        ]
