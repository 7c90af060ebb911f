from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PsmsStockZone(models.Model):
    """A part of a warehouse that serves one purpose.

    A location is put into a zone by ``stock.location.zone_id``; the locations below it are in the
    same zone unless they are put into another one.
    """

    _name = "psms.stock.zone"
    _description = "Warehouse Zone"
    _order = "warehouse_id, sequence, code, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, help="Short name, unique in the warehouse, as written on signs and labels.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ("receiving", "Receiving"),
            ("quarantine", "Quarantine"),
            ("bulk", "Bulk storage"),
            ("pick_face", "Pick face"),
            ("cold", "Cold storage"),
            ("hazardous", "Hazardous goods"),
            ("finished", "Finished goods"),
            ("scrap", "Scrap"),
            ("shipping", "Shipping"),
        ],
        required=True, default="bulk", index=True,
        help="What the zone is for.",
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", string="Warehouse", required=True, index=True, ondelete="cascade",
        default=lambda self: self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1),
    )
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, index=True)
    warehouse_location_id = fields.Many2one(related="warehouse_id.view_location_id", string="Warehouse Location")
    top_location_ids = fields.One2many(
        "stock.location", "zone_own_id", string="Put into This Zone",
        help="Locations that were put into this zone. Whatever lies below them is in the zone too.",
    )
    location_ids = fields.One2many("stock.location", "zone_id", string="Locations", readonly=True)
    location_count = fields.Integer(string="Number of Locations", compute="_compute_figures")
    product_count = fields.Integer(
        string="Products in Stock", compute="_compute_figures",
        help="Number of different products that lie in this zone now.",
    )
    note = fields.Text(string="Rules of the Zone", translate=True)

    _warehouse_code_uniq = models.Constraint(
        "UNIQUE (warehouse_id, code)",
        "This warehouse already has a zone with this code. Choose another code.",
    )

    # === COMPUTE METHODS === #

    @api.depends("name", "warehouse_id.code")
    def _compute_display_name(self):
        for zone in self:
            zone.display_name = f"{zone.warehouse_id.code}/{zone.name}" if zone.warehouse_id else zone.name

    @api.depends("location_ids.quant_ids.quantity")
    def _compute_figures(self):
        locations = dict(self.env["stock.location"]._read_group(
            [("zone_id", "in", self.ids)], ["zone_id"], ["__count"],
        ))
        products = dict(self.env["stock.quant"]._read_group(
            [("zone_id", "in", self.ids), ("quantity", ">", 0)], ["zone_id"], ["product_id:count_distinct"],
        ))
        for zone in self:
            zone.location_count = locations.get(zone, 0)
            zone.product_count = products.get(zone, 0)

    # === CONSTRAINTS === #

    @api.constrains("warehouse_id")
    def _check_warehouse_of_locations(self):
        self.with_context(active_test=False).top_location_ids._check_zone_warehouse()

    # === CRUD METHODS === #

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if used := self.filtered(lambda zone: zone.with_context(active_test=False).top_location_ids):
            raise ValidationError(self.env._(
                "The zone %(zones)s still has locations. Take them out of the zone or archive the zone instead.",
                zones=", ".join(used.mapped("display_name")),
            ))

    def copy_data(self, default=None):
        vals_list = super().copy_data(default=default)
        for zone, vals in zip(self, vals_list, strict=True):
            if "code" not in (default or {}):
                vals["code"] = self.env._("%(code)s (copy)", code=zone.code)
        return vals_list

    # === ACTIONS === #

    def action_open_locations(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_location_form")
        action["domain"] = [("zone_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_open_stock(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_quant_action")
        action["domain"] = [("zone_id", "in", self.ids)]
        action["context"] = {"search_default_productgroup": 1}
        return action
