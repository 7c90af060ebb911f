from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..services import bins
from ..services.bin_pattern import PatternError


class PsmsStockBinWizard(models.TransientModel):
    """Bins from a pattern: aisles, racks, levels and positions make names, barcodes and a walking order."""

    _name = "psms.stock.bin.wizard"
    _description = "Make Bins"

    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Warehouse", required=True,
        default=lambda self: self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1),
    )
    stock_location_id = fields.Many2one(related="warehouse_id.view_location_id")
    location_id = fields.Many2one(
        "stock.location", string="Under Location", required=True,
        compute="_compute_location_id", store=True, readonly=False, precompute=True,
        domain="[('id', 'child_of', stock_location_id), ('usage', 'in', ('internal', 'view'))]",
    )
    zone_id = fields.Many2one(
        "psms.stock.zone", string="Zone", domain="[('warehouse_id', '=', warehouse_id)]",
        help="Empty: the bins follow the zone of the location above.",
    )
    aisles = fields.Char(default="A-B", help="For example A-F, 01-12 or A, C, E")
    racks = fields.Char(default="1-10", help="For example 1-20; empty if there are none")
    levels = fields.Char(default="1-4", help="For example 1-4, the lowest first; empty if there are none")
    positions = fields.Char(help="For example 1-3; empty if there are none")
    name_template = fields.Char(string="Name", required=True, default="{aisle}-{rack:02}-{level}")
    barcode_template = fields.Char(
        string="Barcode", default="{warehouse}-{name}", help="Besides the parts, {name} and {warehouse} can be used.")
    storage_category_id = fields.Many2one(
        "stock.storage.category", string="Storage Category", help="Capacity of each bin: weight, volume, pallets.")
    walk_scheme = fields.Selection(
        [("serpentine", "Serpentine: up one aisle, down the next"), ("one_way", "One way: every aisle from its beginning")],
        string="Walk", required=True, default="serpentine",
    )
    walk_start = fields.Integer(
        string="First Number", compute="_compute_walk_start", store=True, readonly=False, precompute=True,
        help="Continues where the walk through the warehouse ends so far.",
    )
    walk_step = fields.Integer(string="Step", default=10, help="Leaves numbers free for bins that come later.")
    bin_count = fields.Integer(string="Bins", compute="_compute_preview")
    first_names = fields.Char(string="First", compute="_compute_preview")
    last_names = fields.Char(string="Last", compute="_compute_preview")
    problem = fields.Char(compute="_compute_preview")

    # === COMPUTE METHODS === #

    @api.depends("warehouse_id")
    def _compute_location_id(self):
        for wizard in self:
            wizard.location_id = wizard.warehouse_id.lot_stock_id

    @api.depends("warehouse_id")
    def _compute_walk_start(self):
        groups = self.env["stock.location"]._read_group(
            [("warehouse_id", "in", self.warehouse_id.ids)], ["warehouse_id"], ["walk_order:max"])
        last = dict(groups)
        for wizard in self:
            wizard.walk_start = last.get(wizard.warehouse_id, 0) // 10 * 10 + 10

    @api.depends("location_id", "zone_id", "aisles", "racks", "levels", "positions", "name_template", "barcode_template",
                 "walk_scheme", "walk_start", "walk_step")
    def _compute_preview(self):
        for wizard in self:
            try:
                values = bins.plan(wizard)
            except PatternError as error:
                wizard.update({"bin_count": 0, "first_names": False, "last_names": False,
                               "problem": bins.explain(self.env, error)})
                continue
            names, barcodes = bins.clashes(self.env, values)
            wizard.bin_count = len(values)
            wizard.first_names = ", ".join(row["name"] for row in values[:3])
            wizard.last_names = ", ".join(row["name"] for row in values[-3:]) if len(values) > 3 else False
            wizard.problem = self.env._(
                "These exist already: %(names)s.", names=", ".join((names + barcodes)[:5])) if names or barcodes else False

    # === ACTIONS === #

    def action_make(self):
        self.ensure_one()
        try:
            values = bins.plan(self)
        except PatternError as error:
            raise UserError(bins.explain(self.env, error)) from error
        made = bins.make(self.env, values)
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_stock.action_psms_stock_bins")
        action["domain"] = [("id", "in", made.ids)]
        return action


class PsmsStockWalkWizard(models.TransientModel):
    """A new walking order for the bins that were chosen in a list."""

    _name = "psms.stock.walk.wizard"
    _description = "Renumber Walking Order"

    location_ids = fields.Many2many("stock.location", string="Bins", required=True)
    walk_scheme = fields.Selection(
        [("serpentine", "Serpentine: up one aisle, down the next"), ("one_way", "One way: every aisle from its beginning")],
        string="Walk", required=True, default="serpentine",
    )
    walk_start = fields.Integer(string="First Number", default=10, required=True)
    walk_step = fields.Integer(string="Step", default=10, required=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "stock.location":
            values["location_ids"] = [Command.set(self.env.context.get("active_ids", []))]
        return values

    def action_renumber(self):
        self.ensure_one()
        bins.renumber(self.location_ids, self.walk_scheme == "serpentine", self.walk_start, self.walk_step)
        return {"type": "ir.actions.act_window_close"}
