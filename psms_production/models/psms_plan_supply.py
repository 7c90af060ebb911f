from odoo import fields, models


class PsmsPlanSupply(models.Model):
    """An open supply as a plan saw it."""

    _name = "psms.plan.supply"
    _inherit = "psms.plan.document"
    _description = "Open Supply in a Plan"
    _order = "date, id"

    kind = fields.Selection([
        ("purchase", "Purchase order"),
        ("rfq", "Request for quotation"),
        ("production", "Production"),
        ("transfer", "Transfer"),
        ("byproduct", "By-product"),
        ("other", "Other"),
    ], "Kind", required=True, readonly=True)
    firm = fields.Boolean("Fixed Date", readonly=True, help="The plan doesn't advise to move it.")
