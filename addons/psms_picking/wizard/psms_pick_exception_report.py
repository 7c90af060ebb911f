from odoo import api, fields, models
from odoo.fields import Command

from ..services import pick_exception


class PsmsPickExceptionReport(models.TransientModel):
    """What the picker sees when something is wrong with a line: what is missing, and where else it lies."""

    _name = "psms.pick.exception.report"
    _description = "Report a Picking Exception"

    line_id = fields.Many2one("stock.move.line", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(related="line_id.product_id")
    lot_id = fields.Many2one(related="line_id.lot_id")
    location_id = fields.Many2one(related="line_id.location_id", string="Bin")
    expected_quantity = fields.Float(related="line_id.quantity_product_uom", string="Expected")
    uom_id = fields.Many2one(related="line_id.product_id.uom_id", string="Unit")
    kind = fields.Selection(
        [("short", "Short"), ("damaged", "Damaged"), ("place", "Wrong place")], string="What", required=True, default="short")
    quantity = fields.Float(
        string="Missing", digits="Product Unit", compute="_compute_quantity", store=True, readonly=False, required=True)
    found_location_id = fields.Many2one(
        "stock.location", string="Found In", ondelete="cascade", domain="[('usage', '=', 'internal')]",
        help="Where the goods lie in truth, if you know it.")
    note = fields.Text()
    photo = fields.Image(max_width=1600, max_height=1600)
    alternative_ids = fields.One2many(
        "psms.pick.exception.alternative", "report_id", string="Take Instead", compute="_compute_alternative_ids",
        store=True, readonly=False, compute_sudo=False)

    @api.depends("line_id")
    def _compute_quantity(self):
        for row in self:
            row.quantity = row.line_id.quantity_product_uom

    @api.depends("line_id", "quantity")
    def _compute_alternative_ids(self):
        for row in self:
            found = pick_exception.alternatives(row.line_id, row.quantity) if row.line_id else []
            row.alternative_ids = [Command.clear()] + [
                Command.create({"quant_id": item.quant.id, "free_quantity": item.free, "take_quantity": item.take})
                for item in found]

    def action_report(self):
        """Make the exception and go back to the path."""
        self.ensure_one()
        pick_exception.report(
            self.line_id, self.kind, self.quantity,
            takes=[(row.quant_id, row.take_quantity) for row in self.alternative_ids],
            note=self.note, photo=self.photo, found_in=self.found_location_id)
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class PsmsPickExceptionAlternative(models.TransientModel):
    _name = "psms.pick.exception.alternative"
    _description = "Bin to Take From Instead"

    report_id = fields.Many2one("psms.pick.exception.report", required=True, index=True, ondelete="cascade")
    quant_id = fields.Many2one("stock.quant", required=True, readonly=True, ondelete="cascade")
    location_id = fields.Many2one(related="quant_id.location_id", string="Bin")
    lot_id = fields.Many2one(related="quant_id.lot_id")
    package_id = fields.Many2one(related="quant_id.package_id")
    free_quantity = fields.Float(string="Free", digits="Product Unit", readonly=True)
    take_quantity = fields.Float(string="Take", digits="Product Unit")
