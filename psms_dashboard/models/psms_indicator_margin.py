from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.psms_base.services.points import Point

from ..services import margin


class PsmsIndicator(models.Model):
    _inherit = "psms.indicator"

    def _indicator_margin(self, company, weeks):
        for model in ("account.move", "account.move.line", "product.product", "sale.order.line", "stock.move"):
            self.env[model].flush_model()
        domain = margin.line_domain(company, weeks[0].first, weeks[-1].last)
        lines = self.env["account.move.line"]._search(domain).subselect()
        rows = self.env.execute_query(SQL(
            "SELECT date_trunc('week', invoice_date)::date, sum(revenue), sum(cost) FROM (%s) AS line GROUP BY 1",
            margin.line_margins(lines),
        ))
        sums = {monday: (float(revenue), float(cost)) for monday, revenue, cost in rows}
        points = []
        for week in weeks:
            revenue, cost = sums.get(week.first, (0, 0))
            points.append(Point(revenue - cost, revenue))
        return points

    def _indicator_margin_records(self, company, week):
        first, last = fields.Date.to_string(week.first), fields.Date.to_string(week.last)
        return {
            "res_model": "account.move.line",
            "domain": list(margin.line_domain(company, first, last)),
            "views": [(self.env.ref("psms_dashboard.account_move_line_view_list_margin").id, "list"), (False, "form")],
            "search_view_id": [self.env.ref("psms_dashboard.account_move_line_view_search_margin").id],
        }
