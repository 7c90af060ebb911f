from odoo import fields, models

from .unchecked import UncheckedMany2one


class PsmsPlanDemand(models.Model):
    """An open demand as a plan saw it, and the day on which the plan can serve it: its promise."""

    _name = "psms.plan.demand"
    _inherit = "psms.plan.document"
    _description = "Demand in a Plan"
    _order = "date, id"

    kind = fields.Selection([
        ("sale", "Sales order"),
        ("component", "Production"),
        ("forecast", "Forecast"),
        ("transfer", "Transfer"),
        ("stock", "Negative stock"),
        ("other", "Other"),
    ], "Kind", required=True, readonly=True)
    priority = fields.Integer("Priority", readonly=True, help="0 is served first.")
    promise_date = fields.Date("Promise", readonly=True, help="The day on which all of it is there; none if part of it never is.")
    days_late = fields.Integer("Days Late", readonly=True)
    short_qty = fields.Float("Short", readonly=True, help="What nothing serves within the horizon.")
    cause_item_id = UncheckedMany2one(
        "psms.plan.item", "Waits For", readonly=True, help="The item at the end of the chain that makes this demand late.")
    last_supply_id = UncheckedMany2one(
        "psms.plan.supply", "Last Open Supply", readonly=True, help="The open supply that serves this demand last.")
    last_order_id = UncheckedMany2one(
        "psms.planned.order", "Last Planned Order", readonly=True, help="The planned order that serves this demand last.")
