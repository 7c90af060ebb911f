from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ..services.wave_plan import Limits


class PsmsReleaseCriteria(models.AbstractModel):
    """Which transfers are released together and how they are picked; kept by a rule, asked for by the wizard."""

    _name = "psms.release.criteria"
    _description = "Release Criteria"

    picking_type_id = fields.Many2one(
        "stock.picking.type", string="Operation Type", required=True, ondelete="cascade",
        domain="[('code', 'in', ('outgoing', 'internal'))]",
        default=lambda self: self.env["stock.picking.type"].search(
            [("code", "=", "outgoing"), ("company_id", "=", self.env.company.id)], limit=1),
    )
    warehouse_id = fields.Many2one(related="picking_type_id.warehouse_id")
    auto_batch = fields.Boolean(related="picking_type_id.auto_batch")
    method = fields.Selection(
        [("order", "Order picking"), ("batch", "Batch picking"), ("cluster", "Cluster picking"),
         ("zone", "Zone picking")],
        required=True, default="batch",
        help="Order: one transfer at a time.\nBatch: several transfers in one walk, sorted afterwards.\n"
             "Cluster: several transfers in one walk, each into its own tote.\n"
             "Zone: one wave for each zone; the parts of a transfer meet again at packing.",
    )
    due = fields.Selection(
        [("all", "All that is ready"), ("today", "Due today or late"), ("tomorrow", "Due by tomorrow or late")],
        required=True, default="all", help="By the cut-off of the day for which a transfer is scheduled.",
    )
    only_complete = fields.Boolean(
        string="Only Complete Transfers", help="Leave out transfers of which a part is not reserved yet.")
    zone_ids = fields.Many2many(
        "psms.stock.zone", string="Zones", domain="[('warehouse_id', '=', warehouse_id)]",
        help="Only transfers with something to pick in these zones. With zone picking: only what lies in them.")
    partner_ids = fields.Many2many("res.partner", string="Customers", help="With their contacts and addresses.")
    category_ids = fields.Many2many(
        "product.category", string="Product Categories", help="Only transfers all of whose products are in these.")
    product_mix = fields.Selection(
        [("any", "Any"), ("single", "One product only"), ("mixed", "Several products")], required=True, default="any")
    group_partner = fields.Boolean(string="A Batch for Each Customer")
    group_cutoff = fields.Boolean(string="A Batch for Each Cut-off")
    group_product = fields.Boolean(
        string="Same Products Together", help="A batch holds transfers of exactly the same products.")
    group_zone = fields.Boolean(
        string="Same Zones Together", help="A batch holds transfers whose goods lie in the same zones.")
    max_transfers = fields.Integer(string="Transfers", default=10, help="The most in one batch; 0 is no limit.")
    max_lines = fields.Integer(string="Lines", help="The most in one batch; 0 is no limit.")
    max_weight = fields.Float(string="Weight", digits="Stock Weight", help="The most in one batch; 0 is no limit.")
    max_volume = fields.Float(string="Volume", digits="Volume", help="The most in one batch; 0 is no limit.")
    tote_type_id = fields.Many2one(
        "stock.package.type", string="Tote", ondelete="restrict",
        help="Package type of the tote of each transfer. Empty reusable totes are used before new ones are made.")
    user_id = fields.Many2one("res.users", string="Picker", domain="[('share', '=', False)]", ondelete="set null")
    confirm = fields.Boolean(string="Confirm the Batches", default=True)

    @api.constrains("max_transfers", "max_lines", "max_weight", "max_volume")
    def _check_limits(self):
        for criteria in self:
            if min(criteria.max_transfers, criteria.max_lines, criteria.max_weight, criteria.max_volume) < 0:
                raise ValidationError(self.env._("A limit of a batch can't be negative. Enter 0 for no limit."))

    @api.model
    def _criteria_names(self):
        """Return the names of the fields that a rule gives to the wizard; glue modules bring their own."""
        return [name for name, field in self.env["psms.release.criteria"]._fields.items()
                if field.store and name not in models.MAGIC_COLUMNS]

    def _criteria_vals(self):
        """Return the criteria as values to write on another record that has them."""
        self.ensure_one()
        values = {}
        for name in self._criteria_names():
            value, field = self[name], self._fields[name]
            if field.relational:
                value = [Command.set(value.ids)] if field.type == "many2many" else value.id
            values[name] = value
        return values

    def _limits(self):
        return Limits(self.max_transfers, self.max_lines, self.max_weight, self.max_volume)

    def _transfer_domain(self):
        """Return the domain of the transfers that may be released; extended by what glue modules add."""
        domain = [
            ("picking_type_id", "=", self.picking_type_id.id), ("state", "=", "assigned"), ("batch_id", "=", False)]
        if self.partner_ids:
            domain.append(("partner_id", "child_of", self.partner_ids.ids))
        return domain

    def _group_key(self, picking):
        """Return what transfers must have in common to share a batch, as far as it is known of the transfer."""
        return (
            picking.partner_id.commercial_partner_id.id if self.group_partner else 0,
            picking.ship_by if self.group_cutoff else 0,
        )
