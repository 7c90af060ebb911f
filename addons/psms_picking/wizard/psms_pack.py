from odoo import api, fields, models
from odoo.fields import Command

from ..services import pack


class PsmsPack(models.TransientModel):
    """The packing station: fill a carton, weigh it, close it, take the next one, until nothing is left."""

    _name = "psms.pack"
    _description = "Packing Station"

    picking_id = fields.Many2one("stock.picking", string="Transfer", required=True, readonly=True, ondelete="cascade")
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Customer")
    split_note = fields.Char(related="picking_id.split_note")
    line_ids = fields.One2many("psms.pack.line", "pack_id", string="To Pack")
    carton_ids = fields.One2many("psms.pack.carton", "pack_id", string="Cartons", readonly=True)
    package_type_id = fields.Many2one("stock.package.type", string="Package Type", ondelete="cascade")
    computed_weight = fields.Float(digits="Stock Weight", compute="_compute_weight")
    weighed = fields.Float(
        string="Weighed", digits="Stock Weight", help="What the scale says, packaging included. 0 when it was not weighed.")
    weight_uom_name = fields.Char(compute="_compute_weight")
    warning = fields.Char(compute="_compute_warning")
    done = fields.Boolean(compute="_compute_done")

    @api.model
    def _open(self, picking, package_type=None):
        """Return the action that shows the station as it is now."""
        lines = pack.unpacked(picking)
        closed = pack.packages(picking)
        computed = closed._get_weight(picking.id) if closed else {}
        content = pack.open_lines(picking).grouped("result_package_id")
        station = self.create({
            "picking_id": picking.id,
            "package_type_id": package_type.id if package_type else False,
            "line_ids": [Command.create({"line_id": line.id, "quantity": line.quantity_product_uom}) for line in lines],
            "carton_ids": [
                Command.create({
                    "number": number, "package_id": package.id,
                    "content": self._content(content[package]), "computed_weight": computed[package],
                })
                for number, package in enumerate(closed, start=1)
            ],
        })
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_picking.action_psms_pack")
        return {**action, "res_id": station.id}

    @api.model
    def _content(self, lines):
        def text(line):
            parts = [line.product_id.display_name, line.lot_id.name, f"{line.quantity:g}", line.product_uom_id.name]
            return " ".join(filter(None, parts))

        return ", ".join(text(line) for line in lines)

    @api.depends("line_ids.quantity", "package_type_id")
    def _compute_weight(self):
        unit = self.env["product.template"]._get_weight_uom_name_from_ir_config_parameter()
        for station in self:
            goods = pack.content_weight((line.line_id, line.quantity) for line in station.line_ids)
            station.computed_weight = goods + station.package_type_id.base_weight if goods else 0.0
            station.weight_uom_name = unit

    @api.depends("computed_weight", "weighed", "package_type_id")
    def _compute_warning(self):
        for station in self:
            tolerance = station.picking_id.picking_type_id.pack_tolerance
            limit = station.package_type_id.max_weight
            station.warning = False
            if pack.is_off(station.computed_weight, station.weighed, tolerance):
                station.warning = self.env._(
                    "The weight is more than %(tolerance)s %% off. Count the contents again, or correct the weights of "
                    "the products.", tolerance=f"{tolerance:g}")
            elif limit and max(station.weighed, station.computed_weight) > limit:
                station.warning = self.env._("This is too heavy for the package type: at most %(limit)s.", limit=f"{limit:g}")

    @api.depends("line_ids")
    def _compute_done(self):
        for station in self:
            station.done = not station.line_ids

    def action_close_carton(self):
        """Close this carton and open the next one."""
        self.ensure_one()
        parts = [(line.line_id, line.quantity) for line in self.line_ids]
        pack.close_carton(self.picking_id, parts, self.package_type_id, self.weighed)
        return self._open(self.picking_id, self.package_type_id)

    def action_empty(self):
        """Begin with an empty carton: enter what goes into it."""
        self.line_ids.quantity = 0
        return self._open_again()

    def _open_again(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_picking.action_psms_pack")
        return {**action, "res_id": self.id}


class PsmsPackLine(models.TransientModel):
    _name = "psms.pack.line"
    _description = "Line to Pack"

    pack_id = fields.Many2one("psms.pack", required=True, index=True, ondelete="cascade")
    line_id = fields.Many2one("stock.move.line", required=True, readonly=True, ondelete="cascade")
    product_id = fields.Many2one(related="line_id.product_id")
    lot_id = fields.Many2one(related="line_id.lot_id")
    open_quantity = fields.Float(related="line_id.quantity_product_uom", string="Left to Pack")
    uom_id = fields.Many2one(related="line_id.product_id.uom_id", string="Unit")
    quantity = fields.Float(string="In This Carton", digits="Product Unit")


class PsmsPackCarton(models.TransientModel):
    _name = "psms.pack.carton"
    _description = "Closed Carton"
    _order = "number"

    pack_id = fields.Many2one("psms.pack", required=True, index=True, ondelete="cascade")
    number = fields.Integer(string="No.")
    package_id = fields.Many2one("stock.package", string="Package", required=True, ondelete="cascade")
    package_type_id = fields.Many2one(related="package_id.package_type_id")
    content = fields.Char(string="Contents")
    computed_weight = fields.Float(digits="Stock Weight")
    shipping_weight = fields.Float(related="package_id.shipping_weight", string="Weighed", digits="Stock Weight", readonly=False)
    off = fields.Boolean(compute="_compute_off")

    @api.depends("shipping_weight", "computed_weight")
    def _compute_off(self):
        for carton in self:
            tolerance = carton.pack_id.picking_id.picking_type_id.pack_tolerance
            carton.off = pack.is_off(carton.computed_weight, carton.shipping_weight, tolerance)

    def action_open_carton(self):
        """Take everything out again."""
        self.ensure_one()
        picking = self.pack_id.picking_id
        pack.open_carton(picking, self.package_id)
        return self.env["psms.pack"]._open(picking)
