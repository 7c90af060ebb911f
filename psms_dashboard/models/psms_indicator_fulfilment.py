from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.psms_base.services.calendar import local_date
from odoo.addons.psms_base.services.points import Point

from ..services import fulfilment


class PsmsIndicator(models.Model):
    _inherit = "psms.indicator"

    def _indicator_fulfilment(self, company, weeks):
        rows = self.env.execute_query(SQL(
            "SELECT date_trunc('week', due)::date, count(*) FILTER (WHERE fulfilled), count(*) FROM (%s) AS line GROUP BY 1",
            self._fulfilment_lines(company, weeks),
        ))
        counts = {monday: Point(fulfilled, due) for monday, fulfilled, due in rows}
        return [counts.get(week.first, Point(0, 0)) for week in weeks]

    def _indicator_fulfilment_records(self, company, week):
        rows = self.env.execute_query(self._fulfilment_lines(company, [week]))
        return {
            "res_model": "sale.order.line",
            "domain": [("id", "in", [row[0] for row in rows])],
            "views": [(self.env.ref("psms_dashboard.sale_order_line_view_list_fulfilment").id, "list"), (False, "form")],
        }

    def _fulfilment_lines(self, company, weeks):
        """Return SQL ``id, due, fulfilled`` of the lines that were due in these weeks."""
        line_model = self.env["sale.order.line"]
        for model in ("sale.order", "sale.order.line", "stock.move"):
            self.env[model].flush_model()
        lines = line_model._search(fulfilment.line_domain(company)).subselect()
        zone = company._psms_timezone().zone
        today = local_date(company, fields.Datetime.now())
        return fulfilment.due_between(lines, zone, weeks[0].first, weeks[-1].last, today)
