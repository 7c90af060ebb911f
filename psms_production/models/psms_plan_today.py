from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..services.plan_today import demand_reason, today_query


class PsmsPlanToday(models.Model):
    """What must be ordered or moved today: rows of the current plan, read afresh each time."""

    _name = "psms.plan.today"
    _description = "Today's Work of the Planner"
    _auto = False
    _order = "urgency, value desc, id"
    _rec_name = "document"

    kind = fields.Selection([
        ("order", "To order"),
        ("expedite", "Expedite"),
        ("defer", "Defer"),
        ("reduce", "Reduce"),
        ("cancel", "Cancel"),
        ("late", "Late or short"),
    ], "To Do", readonly=True)
    urgency = fields.Selection([
        ("1_overdue", "Overdue"),
        ("2_today", "Today"),
        ("3_week", "This week"),
        ("4_later", "Later"),
    ], "Urgency", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Done today"), ("dismissed", "Dismissed today")], "Status", readonly=True)
    date = fields.Date("Day", readonly=True, help="Release of a planned order, day of the demand, or the nearer day of a change.")
    plan_id = fields.Many2one("psms.plan", "Plan", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    item_id = fields.Many2one("psms.plan.item", "Item", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", readonly=True)
    planner_id = fields.Many2one("res.users", "Planner", readonly=True)
    vendor_id = fields.Many2one("res.partner", "Vendor", readonly=True)
    customer_id = fields.Many2one("res.partner", "Customer", readonly=True)
    document = fields.Char("Document", readonly=True)
    quantity = fields.Float("Quantity", readonly=True)
    value = fields.Monetary("Value", readonly=True, help="At cost; of a late sales order, what the customer pays.")
    order_id = fields.Many2one("psms.planned.order", "Planned Order", readonly=True)
    advice_id = fields.Many2one("psms.plan.advice", "Advice", readonly=True)
    demand_id = fields.Many2one("psms.plan.demand", "Demand", readonly=True)
    reason = fields.Char("Why", compute="_compute_reason")

    @property
    def _table_query(self):
        return today_query(self.env.companies, fields.Datetime.now())

    @api.depends("order_id", "advice_id", "demand_id")
    @api.depends_context("lang")
    def _compute_reason(self):
        for row in self:
            if row.demand_id:
                row.reason = demand_reason(row.demand_id)
            else:
                row.reason = row.advice_id.reason or row.order_id.reason

    @api.depends("product_id", "document")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.document or row.product_id.display_name

    # -- what the screen shows -----------------------------------------------------------------------------------------

    @api.model
    @api.readonly
    def overview(self, domain):
        """Counts and values by kind, whatever kind is filtered, and how old the plan is.

        :param list domain: what the list shows
        :return: ``plan`` (when it was calculated, or False), ``plan_id``, ``currency_id``, ``kinds``: a list of
            ``name``, ``label``, ``count`` and ``value``
        :rtype: dict
        """
        all_kinds = Domain(domain).map_conditions(
            lambda condition: Domain.TRUE if condition.field_expr == "kind" else condition)
        found = {kind: (count, value) for kind, count, value in self._read_group(
            all_kinds, ["kind"], ["__count", "value:sum"])}
        plan = self.env["psms.plan"].search([("state", "=", "current"), ("company_id", "=", self.env.company.id)], limit=1)
        return {
            "plan": format_datetime(self.env, plan.run_date, dt_format="short") if plan else False,
            "plan_id": plan.id,
            "currency_id": self.env.company.currency_id.id,
            "kinds": [{"name": name, "label": label, **dict(zip(("count", "value"), found.get(name, (0, 0)), strict=True))}
                      for name, label in self._fields["kind"]._description_selection(self.env)],
        }

    @api.model
    def get_empty_list_help(self, help_message):
        """No plan yet, or nothing to do: two different pieces of news."""
        if self.env["psms.plan"].search_count([("state", "=", "current")], limit=1):
            return super().get_empty_list_help(help_message)
        return self.env["ir.ui.view"]._render_template("psms_production.today_without_plan")

    # -- what can be done ----------------------------------------------------------------------------------------------

    def action_run_plan(self):
        """Run the plan from here, and come back."""
        return self.env["psms.plan"]._run_action()

    def action_release(self):
        """Release the planned orders among the rows, many in the background."""
        orders = self.order_id
        if not orders:
            return self._say(self.env._("There is no planned order among these lines."), [])
        return orders.action_release()

    def action_apply(self):
        """Follow the advice among the rows."""
        result = self.advice_id.apply()
        return self._say(self.env._("%(count)s changes made.", count=len(result["applied"])), result["refused"])

    def action_dismiss(self):
        """Put the advice among the rows aside."""
        result = self.advice_id.dismiss()
        return self._say(self.env._("%(count)s pieces of advice dismissed.", count=len(result["dismissed"])), [])

    def action_undo(self):
        """Take back what was released, applied or dismissed among the rows."""
        orders, advice = self.order_id.undo_release(), self.advice_id.undo()
        return self._say(
            self.env._("%(count)s things taken back.", count=len(orders["undone"]) + len(advice["undone"])),
            orders["refused"] + advice["refused"] + orders["outdated"])

    def _say(self, message, remarks):
        return self.env["psms.planned.order"]._notify(message, remarks)

    def action_open_board(self):
        return self.item_id.action_open_board()

    def action_open(self):
        """Open what the row is about."""
        self.ensure_one()
        if self.order_id:
            return self.order_id.action_open_document() or self.order_id.get_formview_action()
        return self.advice_id.action_open_document() if self.advice_id else self.demand_id.action_open_document()
