from odoo import api, fields, models
from odoo.exceptions import UserError

RESOLUTIONS = [
    ("elsewhere", "Taken from another bin"), ("found", "Found after all"), ("corrected", "Stock was corrected"),
    ("scrapped", "Scrapped"), ("backorder", "Left to a backorder"), ("other", "Other"),
]


class PsmsPickException(models.Model):
    """Goods that a picker did not find as the system says. While it is open, nobody reserves this bin's part again."""

    _name = "psms.pick.exception"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Picking Exception"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    kind = fields.Selection(
        [("short", "Short"), ("damaged", "Damaged"), ("place", "Wrong place")],
        string="What", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("open", "Open"), ("solved", "Solved")], required=True, readonly=True, default="open", index=True, tracking=True)
    product_id = fields.Many2one(
        "product.product", string="Product", required=True, readonly=True, index=True, ondelete="restrict")
    lot_id = fields.Many2one("stock.lot", string="Lot/Serial Number", readonly=True, index="btree_not_null", ondelete="restrict")
    location_id = fields.Many2one(
        "stock.location", string="Bin", required=True, readonly=True, index=True, ondelete="restrict", check_company=True)
    zone_id = fields.Many2one(related="location_id.zone_id", string="Zone")
    found_location_id = fields.Many2one(
        "stock.location", string="Found In", readonly=True, ondelete="set null", check_company=True)
    expected_quantity = fields.Float(string="Expected", digits="Product Unit", readonly=True)
    quantity = fields.Float(string="Missing", digits="Product Unit", readonly=True)
    rebooked_quantity = fields.Float(
        string="Taken Elsewhere", digits="Product Unit", readonly=True, help="Reserved from other bins or lots instead.")
    short_quantity = fields.Float(
        string="Left Open", digits="Product Unit", compute="_compute_short_quantity",
        help="What no other bin replaces: it goes to a backorder when the transfer is validated.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    picking_id = fields.Many2one("stock.picking", string="Transfer", readonly=True, index="btree_not_null", ondelete="set null")
    batch_id = fields.Many2one("stock.picking.batch", string="Batch", readonly=True, index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one("res.company", string="Company", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", string="Reported By", required=True, readonly=True, ondelete="restrict")
    note = fields.Text(readonly=True)
    photo = fields.Image(max_width=1600, max_height=1600, readonly=True)
    resolution = fields.Selection(RESOLUTIONS, tracking=True)
    resolution_note = fields.Text(string="Remarks on the Resolution")
    solved_by_id = fields.Many2one("res.users", string="Solved By", readonly=True, ondelete="set null")
    solved_on = fields.Datetime(readonly=True)

    @api.depends("quantity", "rebooked_quantity")
    def _compute_short_quantity(self):
        for row in self:
            row.short_quantity = max(0.0, row.quantity - row.rebooked_quantity)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].next_by_code("psms.pick.exception") or "/"
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if vals.get("state") == "solved":
            for row in self:
                if not (vals.get("resolution") or row.resolution):
                    raise UserError(self.env._(
                        "Say how %(name)s was solved before you close it: choose a resolution.", name=row.name))
        return super().write(vals)

    def action_solve(self):
        """Close the exception; the bin may be reserved from again."""
        self.write({"state": "solved", "solved_by_id": self.env.uid, "solved_on": fields.Datetime.now()})
        self.activity_feedback(["mail.mail_activity_data_todo"])

    def action_reopen(self):
        self.write({"state": "open", "solved_by_id": False, "solved_on": False})

    def action_open_bin(self):
        """Show what the system believes to lie in the bin."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.action_view_inventory_tree")
        action.update(
            domain=[("location_id", "=", self.location_id.id), ("product_id", "=", self.product_id.id)],
            context={"inventory_mode": True})
        return action

    # === HOOKS === #

    def _after_exception(self):
        """Do what follows a report beside the reservation; glue to counting extends this.

        Here: what is left in the bin by the books is due for a count today.
        """
        for row in self:
            # sudo: store keepers may not plan counts, their finding does.
            quants = self.env["stock.quant"].sudo().search([
                ("product_id", "=", row.product_id.id), ("location_id", "=", row.location_id.id)])
            quants.inventory_date = fields.Date.context_today(row)

    def _supervisor(self):
        """Return who is told."""
        self.ensure_one()
        chosen = self.location_id.warehouse_id.pick_supervisor_id
        if chosen:
            return chosen
        # sudo: store keepers need not read who holds which role.
        group = self.env.ref("psms_base.group_warehouse_supervisor").sudo()
        users = group.all_user_ids.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids)
        direct = users & group.user_ids
        return (direct or users)[:1]
