from odoo import api, fields, models

from ..services.plan_board import board, find_item
from ..services.plan_firm import add_order
from .unchecked import UncheckedMany2one

SOURCES = [("buy", "Buy"), ("make", "Make"), ("transfer", "Transfer")]


class PsmsPlanItem(models.Model):
    """A product in a warehouse, as one plan saw it: where it comes from, how much is there, by which rules it is ordered.

    Planned orders inherit from their item, so that nothing of it is written once for each order.
    """

    _name = "psms.plan.item"
    _description = "Planned Item"
    _order = "product_id, warehouse_id, id"
    _rec_names_search = ["product_id"]
    _log_access = False

    plan_id = fields.Many2one("psms.plan", "Plan", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = UncheckedMany2one("res.company", "Company", required=True, readonly=True)
    product_id = fields.Many2one(
        "product.product", "Product", required=True, readonly=True, index=True, ondelete="cascade")
    warehouse_id = UncheckedMany2one("stock.warehouse", "Warehouse", required=True, readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit", help="The product's own unit.")
    currency_id = fields.Many2one(related="company_id.currency_id")
    planner_id = fields.Many2one("res.users", "Planner", readonly=True, ondelete="set null")
    source = fields.Selection(SOURCES, "Source", required=True, readonly=True)
    vendor_id = fields.Many2one("res.partner", "Vendor", readonly=True, ondelete="set null")
    bom_id = fields.Many2one("mrp.bom", "Bill of Materials", readonly=True, index="btree_not_null", ondelete="set null")
    source_warehouse_id = UncheckedMany2one("stock.warehouse", "From Warehouse", readonly=True)
    made_to_order = fields.Boolean(
        "Made to Order", readonly=True, help="Odoo orders this product itself when its parent is released.")
    unit_cost = fields.Float("Unit Cost", readonly=True)
    lead_days = fields.Integer("Lead Time", readonly=True, help="Working days between release and due date.")
    fence_days = fields.Integer("Planning Time Fence", readonly=True, help="Days from today in which nothing new is released.")
    expedite_days = fields.Integer(
        "Expedite Limit", readonly=True, help="Most days by which an open order can be pulled forward. -1: no limit.")
    calendar = fields.Char(readonly=True, help="One of the calendars of the plan's closed days.")
    on_hand_qty = fields.Float("On Hand", readonly=True)
    safety_qty = fields.Float("Safety Stock", readonly=True)
    lot_days = fields.Integer("Days per Order", readonly=True)
    lot_min = fields.Float("Minimum Order", readonly=True)
    lot_multiple = fields.Float("Order Multiple", readonly=True)
    lot_max = fields.Float("Maximum Order", readonly=True)

    @api.depends("product_id", "warehouse_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        warehouses = self.env["stock.warehouse"].search_count([], limit=2)
        for item in self:
            name = item.product_id.display_name
            item.display_name = f"{name} ({item.warehouse_id.name})" if warehouses > 1 else name

    def add_order(self, quantity, due_date):
        """Add a firm planned order of this item, and plan its components again at once.

        :param due_date: a date, or its ISO text
        :return: as `psms.planned.order.psms_edit`
        :rtype: dict
        """
        self.ensure_one()
        return add_order(self, quantity, fields.Date.to_date(due_date))

    # -- item board ----------------------------------------------------------------------------------------------------

    @api.model
    @api.readonly
    def board(self, item_id=None, product_id=None):
        """What the item board shows of an item, or of a product, or of what is most urgent.

        :return: see `services/plan_board.py`; without a plan or such an item nothing but whether there is a plan
        :rtype: dict
        """
        item = find_item(self.env, item_id, product_id)
        if not item:
            planned = self.env["psms.plan"].search_count(
                [("company_id", "=", self.env.company.id), ("state", "=", "current")], limit=1)
            return {"item": False, "planned": bool(planned)}
        item.check_access("read")
        return board(item)

    def action_open_board(self):
        """Open the item board with this item."""
        action = self.env["ir.actions.client"]._for_xml_id("psms_production.psms_item_board_action")
        return {**action, "params": {"item_id": self.id}}
