from odoo import fields, models

from .unchecked import UncheckedMany2one


class PsmsPlanAdvice(models.Model):
    """What a plan advises to do with an open supply."""

    _name = "psms.plan.advice"
    _description = "Plan Advice"
    _order = "to_date, id"
    _log_access = False

    plan_id = fields.Many2one("psms.plan", "Plan", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id")
    supply_id = fields.Many2one("psms.plan.supply", "Open Supply", readonly=True, index="btree_not_null", ondelete="cascade")
    order_id = fields.Many2one(
        "psms.planned.order", "Firm Planned Order", readonly=True, index="btree_not_null", ondelete="cascade")
    item_id = UncheckedMany2one("psms.plan.item", "Item", required=True, readonly=True, index=True)
    product_id = fields.Many2one(related="item_id.product_id")
    warehouse_id = fields.Many2one(related="item_id.warehouse_id")
    uom_id = fields.Many2one(related="item_id.uom_id", string="Unit")
    action = fields.Selection([
        ("expedite", "Expedite"),
        ("defer", "Defer"),
        ("reduce", "Reduce"),
        ("cancel", "Cancel"),
    ], "Advice", required=True, readonly=True)
    blocked = fields.Boolean("Fixed Date", readonly=True, help="The date of this supply can't be moved.")
    from_date = fields.Date("Now On", readonly=True)
    to_date = fields.Date("Move To", readonly=True)
    quantity = fields.Float("Quantity", readonly=True, help="The quantity that the advice is about.")
    because_demand_id = UncheckedMany2one("psms.plan.demand", "For Demand", readonly=True)
    because_order_id = UncheckedMany2one("psms.planned.order", "For Planned Order", readonly=True)
    because_safety = fields.Boolean("For Safety Stock", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("applied", "Applied"), ("dismissed", "Dismissed")], "Status",
        required=True, readonly=True, default="open")
