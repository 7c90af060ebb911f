from odoo import fields, models

from .unchecked import UncheckedMany2one


class PsmsPlanPeg(models.Model):
    """So many units of an item that serve something: the thread from a purchase up to a customer's order.

    What serves is an open supply, a planned order, or without either the stock on hand. What is served is a demand,
    a planned order one level up, or without either the safety stock.
    """

    _name = "psms.plan.peg"
    _description = "Peg in a Plan"
    _log_access = False

    item_id = UncheckedMany2one("psms.plan.item", "Item", required=True, readonly=True, index=True)
    supply_id = UncheckedMany2one("psms.plan.supply", "Open Supply", readonly=True)
    order_id = UncheckedMany2one("psms.planned.order", "Planned Order", readonly=True)
    demand_id = UncheckedMany2one("psms.plan.demand", "Demand", readonly=True)
    for_order_id = UncheckedMany2one("psms.planned.order", "For Planned Order", readonly=True)
    quantity = fields.Float("Quantity", readonly=True)
