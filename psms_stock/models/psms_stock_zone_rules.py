from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

#: kinds whose goods wait for a decision: nothing is picked there
BLOCKED_KINDS = ("quarantine", "scrap")


class PsmsStockZone(models.Model):
    """What may lie in a zone, how much of it, and who may go there. A zone without rules changes nothing."""

    _inherit = "psms.stock.zone"

    allowed_category_ids = fields.Many2many(
        "product.category", "psms_stock_zone_allowed_category_rel", "zone_id", "category_id",
        string="Only These Product Categories",
        help="Only products of these categories, or of those below them, may be put into this zone. Empty: all.",
    )
    forbidden_category_ids = fields.Many2many(
        "product.category", "psms_stock_zone_forbidden_category_rel", "zone_id", "category_id",
        string="Never These Product Categories",
        help="Products of these categories, or of those below them, may not be put into this zone.",
    )
    product_mixing = fields.Selection(
        [("any", "Several products in a bin"), ("one", "One product in a bin")],
        string="Mixing of Products", required=True, default="any",
    )
    lot_mixing = fields.Selection(
        [("any", "Several lots of a product in a bin"), ("one", "One lot of a product in a bin")],
        string="Mixing of Lots", required=True, default="any",
    )
    check_bins = fields.Boolean(
        string="Refuse Overfull Bins",
        help="Refuse goods that exceed the storage category of a bin or the limits of the zone. Otherwise the limits "
             "only steer which bin is proposed.",
    )
    max_weight = fields.Float(
        string="Max Weight", digits="Stock Weight", help="Weight that the whole zone carries; 0 is no limit.")
    max_volume = fields.Float(
        string="Max Volume", digits="Volume", help="Volume that the whole zone holds; 0 is no limit.")
    max_pallets = fields.Integer(
        string="Max Pallets", help="Number of pallets (outermost packages) in the whole zone; 0 is no limit.")
    weight_uom_name = fields.Char(string="Weight unit", compute="_compute_unit_names")
    volume_uom_name = fields.Char(string="Volume unit", compute="_compute_unit_names")
    entry = fields.Selection(
        [("all", "Everybody who works in the warehouse"), ("listed", "Listed persons and roles only")],
        string="Who May Enter", required=True, default="all",
        help="Putting goods into the zone or taking them from it is refused to everybody else.",
    )
    entry_user_ids = fields.Many2many(
        "res.users", "psms_stock_zone_entry_user_rel", "zone_id", "user_id", string="Persons")
    entry_group_ids = fields.Many2many(
        "res.groups", "psms_stock_zone_entry_group_rel", "zone_id", "group_id", string="Roles")
    block_reservation = fields.Boolean(
        string="Not for Picking",
        help="Nothing is reserved from this zone, except for transfers that start in it.",
    )

    _positive_limits = models.Constraint(
        "CHECK (max_weight >= 0 AND max_volume >= 0 AND max_pallets >= 0)",
        "A limit cannot be negative. Enter 0 for no limit.",
    )

    # === COMPUTE METHODS === #

    def _compute_unit_names(self):
        Template = self.env["product.template"]
        self.weight_uom_name = Template._get_weight_uom_name_from_ir_config_parameter()
        self.volume_uom_name = Template._get_volume_uom_name_from_ir_config_parameter()

    @api.onchange("kind")
    def _onchange_kind(self):
        self.update(self._defaults_of_kind(self.kind))

    # === CONSTRAINTS === #

    @api.constrains("entry", "entry_user_ids", "entry_group_ids")
    def _check_entry(self):
        for zone in self:
            if zone.entry == "listed" and not zone.entry_user_ids and not zone.entry_group_ids:
                raise ValidationError(self.env._(
                    "Nobody could enter the zone %(zone)s. List the persons or roles that may, or let everybody enter.",
                    zone=zone.name,
                ))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        zones = super().create([{**self._defaults_of_kind(vals.get("kind")), **vals} for vals in vals_list])
        self.env.registry.clear_cache()
        return zones

    def write(self, vals):
        result = super().write(vals)
        if {"block_reservation", "kind", "active"} & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    # === BUSINESS METHODS === #

    @api.model
    def _defaults_of_kind(self, kind):
        """Rules that a zone of this kind starts with; people change them at will."""
        defaults = {"block_reservation": kind in BLOCKED_KINDS}
        if kind == "hazardous":
            supervisors = self.env.ref("psms_base.group_warehouse_supervisor")
            defaults.update(entry="listed", entry_group_ids=[fields.Command.set(supervisors.ids)])
        return defaults

    @api.model
    @tools.ormcache("kinds")
    def _ids_kept_from_reservation(self, kinds=()):
        """Ids of the zones that no reservation takes from, and of those of other ``kinds``, kept in memory."""
        # sudo: every reservation asks, by whatever user
        zones = self.sudo().search(["|", ("block_reservation", "=", True), ("kind", "in", kinds)])
        return tuple(zones.ids)

    def _may_enter(self, user):
        self.ensure_one()
        # sudo: a store keeper may not read roles; only whether the person is listed is answered
        zone = self.sudo()
        return zone.entry == "all" or user in zone.entry_user_ids or bool(zone.entry_group_ids & user.sudo().all_group_ids)
