from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.psms_base.services.calendar import local_date, weeks_until

from ..services import slow_stock
from ..services.age_refresh import pending, refresh
from .psms_age_report import IN_REQUEST, VALUE_GROUPS

DECIDERS = "psms_base.group_warehouse_supervisor,psms_base.group_planner,psms_base.group_manager"
WEEKS = 13  # of the dashboard
#: written by the services and the buttons alone
SERVICE_FIELDS = {
    "company_id", "product_id", "vendor_id", "level", "evaluated_on", "quantity", "risk_quantity", "value", "risk_value",
    "provision", "oldest_on", "last_issue_on", "idle_days", "monthly_use", "stock_months", "state", "decided_on",
    "start_quantity", "gone_quantity",
}


class PsmsAgeItem(models.Model):
    """A product that is slow, dead or too many in a company, and what people have decided to do about it.

    The figures are written by services/slow_stock.py alone, every night; the decision by people.
    """

    _name = "psms.age.item"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Slow Stock"
    _order = "idle_days desc, id"
    _rec_name = "product_id"
    _mail_post_access = "read"

    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one("product.product", "Product", required=True, readonly=True, index=True, ondelete="cascade")
    categ_id = fields.Many2one(related="product_id.categ_id", store=True, index=True, string="Product Category")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    vendor_id = fields.Many2one(
        "res.partner", "Vendor", readonly=True, index="btree_not_null", ondelete="set null", help="Of the oldest receipt.")
    level = fields.Selection(
        [("dead", "Dead"), ("slow", "Slow"), ("many", "Too many"), ("none", "In order again")],
        "Finding", readonly=True, required=True)
    evaluated_on = fields.Date("Evaluated On", readonly=True)
    finding = fields.Char("Why", compute="_compute_finding")

    quantity = fields.Float("On Hand", digits="Product Unit", readonly=True)
    risk_quantity = fields.Float("Quantity at Risk", digits="Product Unit", readonly=True)
    value = fields.Monetary("Stock Value", readonly=True, groups=VALUE_GROUPS)
    risk_value = fields.Monetary("Money at Risk", readonly=True, groups=VALUE_GROUPS)
    provision = fields.Monetary(
        "Provision", readonly=True, groups=VALUE_GROUPS, help="Value of the stock by age, times the share of each bucket.")
    oldest_on = fields.Date("Oldest Piece", readonly=True)
    last_issue_on = fields.Date("Last Issue", readonly=True, help="Last delivery to a customer or use in production.")
    idle_days = fields.Integer("Days Without Issue", readonly=True, aggregator="max")
    monthly_use = fields.Float("Use a Month", digits="Product Unit", readonly=True)
    stock_months = fields.Float("Stock for (months)", digits=(16, 1), readonly=True, aggregator="max")

    state = fields.Selection(
        [("open", "To decide"), ("planned", "Planned"), ("done", "Done"), ("kept", "Kept")],
        "Status", required=True, readonly=True, default="open", tracking=True, copy=False)
    reason_id = fields.Many2one("psms.age.reason", "Reason", tracking=True, index="btree_not_null", ondelete="restrict")
    action = fields.Selection([
        ("use_up", "Use up"), ("substitute", "Substitute"), ("promote", "Promote"),
        ("return", "Return to vendor"), ("scrap", "Scrap"),
    ], "Action", tracking=True)
    user_id = fields.Many2one(
        "res.users", "Owner", tracking=True, index="btree_not_null", ondelete="set null", domain="[('share', '=', False)]")
    due_date = fields.Date("Due", tracking=True)
    note = fields.Text("Note")
    decided_on = fields.Date("Decided On", readonly=True)
    start_quantity = fields.Float("On Hand When Decided", digits="Product Unit", readonly=True)
    gone_quantity = fields.Float(
        "Gone Since", digits="Product Unit", readonly=True, help="How much of what was there on that day has left since.")
    gone_share = fields.Float("Effect", compute="_compute_gone_share")

    _product_uniq = models.Constraint("UNIQUE (company_id, product_id)", "This product is on the list already.")

    # === COMPUTE METHODS === #

    @api.depends("level", "idle_days", "oldest_on", "stock_months", "evaluated_on")
    def _compute_finding(self):
        for item in self:
            if item.level == "none":
                item.finding = self.env._("In order again, or gone")
                continue
            told = [self.env._("%(days)s days without issue", days=item.idle_days)]
            if item.oldest_on and item.evaluated_on:
                told.insert(0, self.env._("oldest piece %(days)s days", days=(item.evaluated_on - item.oldest_on).days))
            if item.stock_months:
                told.append(self.env._("stock for %(months).1f months", months=item.stock_months))
            else:
                told.append(self.env._("no use in months"))
            item.finding = ", ".join(told)

    @api.depends("start_quantity", "gone_quantity")
    def _compute_gone_share(self):
        for item in self:
            item.gone_share = item.gone_quantity / item.start_quantity if item.start_quantity else 0.0

    # === CRUD METHODS === #

    def write(self, vals):
        if not self.env.su and (closed := set(vals) & SERVICE_FIELDS):
            raise AccessError(self.env._(
                "These figures are computed and can't be entered: %(fields)s. Use the buttons of the item instead.",
                fields=", ".join(sorted(closed))))
        result = super().write(vals)
        if {"user_id", "due_date"} & set(vals):
            for item in self.filtered(lambda item: item.state == "planned" and item.user_id and item.due_date):
                item.activity_ids.write({"user_id": item.user_id.id, "date_deadline": item.due_date})
        return result

    # === ACTIONS === #

    def action_plan(self):
        """Decide: the owner gets an activity for the due date, and what goes from now on counts as its effect."""
        self._check_decider()
        for item in self:
            if not (item.action and item.user_id and item.due_date):
                raise UserError(self.env._(
                    "%(product)s: nobody knows yet what to do. Enter the action, the owner and the due date, then plan it.",
                    product=item.product_id.display_name))
            item._end_activity()
            item.activity_schedule(
                "mail.mail_activity_data_todo", date_deadline=item.due_date, user_id=item.user_id.id,
                summary=dict(item._fields["action"]._description_selection(self.env))[item.action], note=item.finding)
            # sudo: these fields are the service's, so that nobody polishes the effect by hand
            item.sudo().write({
                "state": "planned", "decided_on": local_date(item.company_id, fields.Datetime.now()),
                "start_quantity": item.quantity, "gone_quantity": 0.0,
            })

    def action_done(self):
        self._close("done")

    def action_keep(self):
        """Decide to leave it as it is, with a reason."""
        if missing := self.filtered(lambda item: not item.reason_id):
            raise UserError(self.env._(
                "%(product)s: say why it is kept. Enter the reason first.", product=missing[0].product_id.display_name))
        self._close("kept")

    def action_reopen(self):
        self._close("open")

    def _close(self, state):
        self._check_decider()
        self._end_activity()
        self.sudo().write({"state": state})  # the status changes only here

    def _end_activity(self):
        self.activity_ids.filtered("user_id").action_feedback()

    def _check_decider(self):
        if not (self.env.su or self.env.user.has_groups(DECIDERS)):
            raise AccessError(self.env._(
                "Supervisors of the warehouse, planners and managers decide on slow stock. Ask one of them."))

    def action_open_pieces(self):
        """Open the pieces with their age."""
        self.ensure_one()
        action = self.env["psms.age.report"]._action()
        action["domain"] = [("product_id", "=", self.product_id.id), ("company_id", "=", self.company_id.id)]
        action["context"] = {}
        return action

    def action_evaluate(self):
        """Judge the stock of the company anew, now."""
        self._check_decider()
        if pending(self.env, IN_REQUEST + 1) > IN_REQUEST:
            action = self.env["ir.actions.act_window"]._for_xml_id("psms_ageing.action_psms_age_item")
            return self.env["psms.age.run"]._start()._follow(self.env._("Age of the stock"), action)
        refresh(self.env)
        slow_stock.evaluate(self.env, self.env.company)
        return True

    # === NIGHT === #

    @api.model
    def _cron_evaluate(self):
        """Bring the ledger up to date, with a look at every line, and judge the stock of all companies."""
        refresh(self.env, verify=True)
        now = fields.Datetime.now()
        companies = self.env["res.company"].search([])
        for left, company in zip(range(len(companies) - 1, -1, -1), companies, strict=True):
            slow_stock.evaluate(self.env, company, now)
            slow_stock.note_weeks(self.env, company, weeks_until(company, now, WEEKS), local_date(company, now))
            self.env["ir.cron"]._commit_progress(1, remaining=left)
