from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.psms_job.services.fate import ALIVE, fates

from ..services import rights

STATES = [
    ("draft", "Draft"),
    ("counting", "Counting"),
    ("recount", "Second Count"),
    ("to_approve", "To Approve"),
    ("posting", "Posting"),
    ("posted", "Posted"),
    ("cancelled", "Cancelled"),
]
#: what people may choose; the rest is written by services/
SETUP = {"warehouse_id", "zone_ids", "location_ids", "product_ids", "include_empty", "mode", "blind"}
ALWAYS = {"date", "user_ids", "note"}


class PsmsCount(models.Model):
    """A count of some bins, from the list to the posted differences; services/ lead it from state to state."""

    _name = "psms.count"
    _inherit = ["mail.thread"]
    _description = "Stock Count"
    _order = "date desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default=lambda self: self.env._("New"))
    state = fields.Selection(
        STATES, "Status", required=True, readonly=True, copy=False, default="draft", index=True, tracking=True)
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    plan_id = fields.Many2one("psms.count.plan", "Plan", readonly=True, copy=False, index="btree_not_null", ondelete="set null")
    date = fields.Date("Scheduled", required=True, default=fields.Date.context_today)
    note = fields.Text("Note")
    user_ids = fields.Many2many("res.users", string="Counted By", help="Who may count. Empty: every store keeper.")

    # what is counted
    warehouse_id = fields.Many2one(
        "stock.warehouse", "Warehouse", required=True, index=True, ondelete="restrict",
        default=lambda self: self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1))
    zone_ids = fields.Many2many(
        "psms.stock.zone", string="Zones", domain="[('warehouse_id', '=', warehouse_id)]", help="Empty: all of them.")
    location_ids = fields.Many2many(
        "stock.location", string="Locations", domain="[('warehouse_id', '=', warehouse_id)]",
        help="These and what lies below them. Empty: all of them.")
    product_ids = fields.Many2many("product.product", string="Products", help="Empty: whatever lies there.")
    include_empty = fields.Boolean("Empty Bins Too", help="Also confirm bins where by the book nothing lies.")
    mode = fields.Selection(
        [("live", "Live"), ("freeze", "Frozen")], "While Counting", required=True, default="live",
        help="Live: goods may move, and what moves is reckoned with. Frozen: nothing moves in or out of the counted bins.")
    frozen = fields.Boolean(readonly=True, copy=False)
    blind = fields.Boolean(
        default=True, help="Who counts does not see what the book says, on screen, on paper or over the API.")

    # its course
    line_ids = fields.One2many("psms.count.line", "count_id", string="Lines", copy=False)
    started_at = fields.Datetime("Begun", readonly=True, copy=False)
    snapshot_at = fields.Datetime("Book As Of", readonly=True, copy=False)
    approval = fields.Selection(
        [("none", "None"), ("supervisor", "Supervisor"), ("manager", "Manager")], "Approval Needed",
        readonly=True, copy=False, groups=rights.INSIGHT)
    approved_by_id = fields.Many2one("res.users", "Approved By", readonly=True, copy=False, ondelete="restrict")
    approved_at = fields.Datetime("Approved", readonly=True, copy=False)
    posted_at = fields.Datetime("Posted On", readonly=True, copy=False, index=True)

    # figures
    line_count = fields.Integer("Number of Lines", compute="_compute_figures")
    waiting_count = fields.Integer("Still to Count", compute="_compute_figures")
    posted_count = fields.Integer("Lines Posted", compute="_compute_figures")
    failed_count = fields.Integer("Not Posted", compute="_compute_figures")
    progress = fields.Float("Progress (%)", compute="_compute_figures", digits=(5, 1))
    difference_count = fields.Integer("Differences", compute="_compute_differences", groups=rights.INSIGHT)
    diff_value = fields.Monetary("Difference in Value", compute="_compute_differences", groups=rights.INSIGHT)
    diff_value_abs = fields.Monetary(
        "Value of All Differences", compute="_compute_differences", groups=rights.INSIGHT,
        help="Plus and minus added up, not set off against each other.")
    is_stuck = fields.Boolean(compute="_compute_is_stuck")

    _frozen_idx = models.Index("(id) WHERE frozen")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.state")
    def _compute_figures(self):
        groups = self.env["psms.count.line"]._read_group([("count_id", "in", self.ids)], ["count_id", "state"], ["__count"])
        found = {(count.id, state): number for count, state, number in groups}
        for count in self:
            by_state = {state: number for (count_id, state), number in found.items() if count_id == count.id}
            count.line_count = sum(by_state.values())
            count.waiting_count = by_state.get("open", 0) + by_state.get("recount", 0)
            count.posted_count = by_state.get("posted", 0)
            count.failed_count = by_state.get("failed", 0)
            reached = count.posted_count if count.state == "posting" else count.line_count - count.waiting_count
            count.progress = 100 * reached / count.line_count if count.line_count else 0

    @api.depends("line_ids.difference", "line_ids.diff_value", "line_ids.state")
    def _compute_differences(self):
        groups = self.env["psms.count.line"]._read_group(
            [("count_id", "in", self.ids), ("is_different", "=", True), ("state", "!=", "left_out")],
            ["count_id"], ["__count", "diff_value:sum", "diff_value_abs:sum"])
        found = {count.id: figures for count, *figures in groups}
        for count in self:
            count.difference_count, count.diff_value, count.diff_value_abs = found.get(count.id, (0, 0, 0))

    def _compute_is_stuck(self):
        """Posting, and no job is there that would go on with it."""
        posting = self.filtered(
            lambda count: count.state == "posting" and count.posted_count + count.failed_count < count.line_count)
        found = fates(self.env, [count._job_key() for count in posting])
        for count in self:
            count.is_stuck = found.get(count._job_key(), ALIVE) != ALIVE

    def _state_name(self):
        self.ensure_one()
        return dict(self._fields["state"]._description_selection(self.env))[self.state]

    def _job_key(self):
        return f"psms.count:{self.id}"

    # === CONSTRAINTS === #

    @api.constrains("location_ids", "zone_ids", "warehouse_id")
    def _check_warehouse(self):
        for count in self:
            if stray := count.location_ids.filtered(lambda place, count=count: place.warehouse_id != count.warehouse_id):
                raise ValidationError(self.env._(
                    "%(bin)s is not in the warehouse %(warehouse)s. A count stays in one warehouse.",
                    bin=stray[0].display_name, warehouse=count.warehouse_id.name))
            if stray := count.zone_ids.filtered(lambda zone, count=count: zone.warehouse_id != count.warehouse_id):
                raise ValidationError(self.env._(
                    "The zone %(zone)s is not in the warehouse %(warehouse)s. A count stays in one warehouse.",
                    zone=stray[0].name, warehouse=count.warehouse_id.name))

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_door(vals, SETUP | ALWAYS)
            if not vals.get("name"):
                # sudo: the next number, whoever makes the count
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("psms.count")
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_door(vals, SETUP | ALWAYS)
            if not self.env.user.has_group(rights.SUPERVISOR) and any(count.state != "draft" for count in self):
                raise AccessError(self.env._("This count has begun. Ask a supervisor to change it."))
            if SETUP & set(vals) and any(count.state != "draft" for count in self):
                raise UserError(self.env._(
                    "What is counted, and how, can't change once a count has begun. Cancel it and make a new one."))
        return super().write(vals)

    def _check_door(self, vals, allowed):
        """People choose what to count; states and signatures are written by the services, as superuser."""
        if self.env.su:
            return
        if foreign := {name for name in vals if name not in allowed and not name.startswith("message_")}:
            raise AccessError(self.env._(
                "%(fields)s of a count can't be written. Use the buttons of the count.", fields=", ".join(sorted(foreign))))
        if vals.get("blind") is False and not rights.is_supervisor(self.env):
            raise AccessError(self.env._("Only a supervisor may let people see the book while they count."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_begun(self):
        if begun := self.filtered(lambda count: count.state not in ("draft", "cancelled")):
            raise UserError(self.env._("%(count)s has begun. Cancel it first.", count=begun[0].name))
