from odoo import api, fields, models


class StockMove(models.Model):
    _inherit = "stock.move"

    psms_delivered_cost = fields.Monetary(
        string="Cost delivered", compute="_compute_psms_delivered_cost", currency_field="company_currency_id",
        groups="psms_base.group_accountant", help="Value of the goods that left, negative for what came back.",
    )

    @api.depends("value", "is_in")
    def _compute_psms_delivered_cost(self):
        for move in self:
            move.psms_delivered_cost = -move.value if move.is_in else move.value
