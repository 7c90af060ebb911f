from odoo import api, fields, models
from odoo.tools import SQL

from ..services import margin


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    psms_revenue = fields.Monetary(
        string="Revenue", compute="_compute_psms_margin", currency_field="company_currency_id",
        groups="psms_base.group_accountant",
    )
    psms_cost = fields.Monetary(
        string="Cost of goods", compute="_compute_psms_margin", currency_field="company_currency_id",
        groups="psms_base.group_accountant",
    )
    psms_margin = fields.Monetary(
        string="Gross margin", compute="_compute_psms_margin", currency_field="company_currency_id",
        groups="psms_base.group_accountant",
    )

    @api.depends("balance", "quantity", "product_id.standard_price", "sale_line_ids.qty_delivered")
    def _compute_psms_margin(self):
        self.psms_revenue = self.psms_cost = self.psms_margin = 0
        stored = self.filtered(lambda line: isinstance(line.id, int))
        if not stored:
            return
        for model in ("account.move", "account.move.line", "product.product", "sale.order.line", "stock.move"):
            self.env[model].flush_model()
        for line_id, _date, revenue, cost in self.env.execute_query(margin.line_margins(SQL(", ").join(stored.ids))):
            line = self.browse(line_id)
            line.psms_revenue = float(revenue)
            line.psms_cost = cost
            line.psms_margin = float(revenue) - cost
