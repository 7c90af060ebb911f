from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ..services.plan_firm import edit_order, firm_orders, unfirm_orders
from ..services.plan_purpose import purpose
from ..services.plan_reason import format_quantity, reason
from ..services.plan_release import release
from ..services.plan_release_undo import undo_release
from ..services.plan_rights import check_planner
from .psms_plan_release import RELEASED_AT_ONCE, release_message
from .unchecked import UncheckedMany2one


class PsmsPlannedOrder(models.Model):
    """What a plan proposes. Written by the services alone: a plan is figures that belong together."""

    _name = "psms.planned.order"
    _description = "Planned Order"
    _inherits = {"psms.plan.item": "item_id"}
    _order = "release_date, need_date, id"
    # Thousands of rows are written at once; who made them and when is said by the plan.
    _log_access = False

    item_id = fields.Many2one(
        "psms.plan.item", "Item", required=True, readonly=True, index=True, ondelete="cascade")
    quantity = fields.Float("Quantity", required=True, readonly=True)
    value = fields.Monetary("Value", compute="_compute_value", help="At the unit cost of the plan.")
    need_date = fields.Date("Needed", readonly=True, help="The day on which stock would fall short without this order.")
    due_date = fields.Date("Due", readonly=True, help="The day on which the goods have to be in stock.")
    release_date = fields.Date("Release", readonly=True, help="The last day to place the order.")
    finish_date = fields.Date(
        "Ready", readonly=True, help="The day on which the goods are there: later than due when components come late.")
    late = fields.Boolean("Late", readonly=True, help="The goods can't be there on the day of the need.")
    days_late = fields.Integer("Days Late", readonly=True)
    plan_state = fields.Selection(related="plan_id.state", string="Status of the Plan")
    waits_supply_id = UncheckedMany2one(
        "psms.plan.supply", "Waits For Open Supply", readonly=True, help="The open supply of a component that comes too late.")
    waits_order_id = UncheckedMany2one(
        "psms.planned.order", "Waits For Planned Order", readonly=True,
        help="The planned order of a component that is ready too late.")
    parent_order_id = fields.Many2one(
        "psms.planned.order", "For Planned Order", compute="_compute_purpose",
        help="The planned order one level up that needs this one first.")
    trigger_names = fields.Char(
        "For Documents", compute="_compute_purpose", search="_search_trigger_names",
        help="Up to three of the documents that this order serves. The search finds all of them.")
    state = fields.Selection(
        [("planned", "Planned"), ("firm", "Firm"), ("released", "Released")], "Status",
        required=True, readonly=True, default="planned",
        help="Planned: the next plan makes it anew. Firm: the next plans keep it. Released: it is an order of Odoo.")
    released_by_id = fields.Many2one("res.users", "Released By", readonly=True)
    released_on = fields.Datetime("Released On", readonly=True)
    production_id = fields.Many2one(
        "mrp.production", "Manufacturing Order", readonly=True, index="btree_not_null", ondelete="set null")
    purchase_line_id = fields.Many2one(
        "purchase.order.line", "Purchase Line", readonly=True, index="btree_not_null", ondelete="set null")
    purchase_id = fields.Many2one(related="purchase_line_id.order_id", string="Purchase Order")
    move_ids = fields.One2many("stock.move", "psms_planned_order_id", "Transfers", readonly=True)
    document_name = fields.Char("Document", compute="_compute_document_name")

    # The figures behind the quantity.
    demand_qty = fields.Float("Demand", readonly=True, help="Up to and including the day of need.")
    supply_qty = fields.Float("Open Supply", readonly=True, help="Usable by the day of need.")
    covered_qty = fields.Float("Earlier Planned Orders", readonly=True)
    missing_qty = fields.Float("Missing", readonly=True)
    lot_rules = fields.Char(readonly=True)
    reason = fields.Char("Why This Quantity", compute="_compute_reason")

    # Today lists what was released since the morning, among the orders of many plans.
    _released = models.Index("(released_on) WHERE state = 'released'")
    _quantity_positive = models.Constraint("CHECK(quantity > 0)", "A planned order needs a quantity above zero.")

    @api.depends("product_id", "quantity", "uom_id", "due_date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for order in self:
            order.display_name = self.env._(
                "%(product)s, %(quantity)s %(unit)s on %(day)s", product=order.product_id.display_name,
                quantity=format_quantity(order, order.quantity),
                unit=order.uom_id.name, day=format_date(self.env, order.due_date))

    @api.depends("quantity", "unit_cost")
    def _compute_value(self):
        for order in self:
            order.value = order.quantity * order.unit_cost

    def _compute_purpose(self):
        purposes = purpose(self)
        for order in self:
            names, parent_id = purposes.get(order.id, ((), None))
            order.trigger_names = ", ".join(names) or False
            order.parent_order_id = parent_id

    def _search_trigger_names(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        # The rules of planned orders limit what is found; the demand behind them has the same.
        demands = self.env["psms.plan.demand"].sudo()._search([("name", operator, value)])
        pegs = self.env["psms.plan.peg"].sudo()._search([("demand_id", "in", demands), ("order_id", "!=", False)])
        return [("id", "in", pegs.subselect(SQL.identifier(pegs.table, "order_id")))]

    @api.depends("demand_qty", "missing_qty", "quantity", "trigger_names", "parent_order_id")
    @api.depends_context("lang")
    def _compute_reason(self):
        for order in self:
            order.reason = reason(order)

    @api.depends("production_id", "purchase_line_id", "move_ids")
    def _compute_document_name(self):
        for order in self:
            order.document_name = (order.production_id.name or order.purchase_id.name
                                   or order.move_ids.picking_id[:1].name)

    # -- actions -------------------------------------------------------------------------------------------------------

    def action_run_plan(self):
        """Run the plan from the list of planned orders, which then shows the new ones."""
        return self.env["psms.plan"]._run_action()

    def release(self):
        """Make purchase orders, manufacturing orders and transfers of these planned orders.

        Releasing an order again does nothing. The way in for other programs as well.

        :return: ids of what was made: ``released`` (planned orders), ``purchase_orders``, ``productions``,
            ``pickings``, and ``refused``: a text for each order that stays planned
        :rtype: dict
        """
        self._check_planner()
        return release(self, fields.Datetime.now())

    def undo_release(self):
        """Remove what the release has made, as long as nothing real has happened to it.

        :return: ``undone`` (ids), ``refused``: a text for each order that stays released, and ``outdated``: a text for
            each one whose plan isn't the current one any more
        :rtype: dict
        """
        self._check_planner()
        return undo_release(self)

    def _check_planner(self):
        check_planner(self.env, self.env._(
            "Only planners may release planned orders. Ask your administrator for the role Planner."))
        self.check_access("read")

    def psms_edit(self, quantity=None, due_date=None):
        """Fix this planned order with another quantity or due date, and plan its components again at once.

        :param due_date: a date, or its ISO text
        :return: what came of it: ``orders``, ``late``, ``message``, ``changed``, ``effects``
        :rtype: dict
        """
        self.ensure_one()
        return edit_order(self, quantity, fields.Date.to_date(due_date))

    def firm(self):
        """Fix planned orders as they are: the next plans keep them."""
        return firm_orders(self)

    def unfirm(self):
        """Give fixed orders back to the plan."""
        return unfirm_orders(self)

    def action_firm(self):
        self.firm()

    def action_unfirm(self):
        """The order is gone afterwards: the plan has made others of its need."""
        item = self.item_id[:1]
        self.unfirm()
        return item.action_open_board() if len(self) == 1 else None

    def action_open_board(self):
        """Open the item board with the item of this order."""
        return self.item_id.action_open_board()

    def action_psms_pegging(self):
        """Show what this order serves and what serves it; once released, its document in the current plan."""
        self.ensure_one()
        document = self.production_id or self.purchase_id
        if document and self.plan_id.state == "superseded":
            return document.action_psms_pegging()
        action = self.env["ir.actions.client"]._for_xml_id("psms_production.psms_pegging_action")
        return {**action, "params": {"peg_end": {"order_id": self.id}}}

    def action_release(self):
        """Release from the list or the form, many in the background, and say what came of it."""
        if len(self) > RELEASED_AT_ONCE:
            return self.env["psms.plan.release"]._start(self)._follow(self.env._("Release planned orders"))
        result = self.release()
        return self._notify(release_message(self.env, result), result["refused"])

    def action_undo_release(self):
        """Take the release back from the list or the form."""
        result = self.undo_release()
        message = self.env._("%(orders)s releases taken back.", orders=len(result["undone"]))
        return self._notify(message, result["refused"] + result["outdated"])

    @api.model
    def _notify(self, message, remarks):
        """Say what came of it, and show the list anew."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if remarks else "success",
                "sticky": bool(remarks),
                "message": "\n".join([message, *remarks[:10]]),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_open_document(self):
        """Open what the order was released as."""
        self.ensure_one()
        record = self.production_id or self.purchase_id or self.move_ids.picking_id[:1]
        if not record:
            return False
        return record.get_formview_action()
