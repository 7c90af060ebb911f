from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from odoo.addons.psms_base.services.calendar import week_of
from odoo.addons.psms_base.services.points import Point

from ..services import turnover


class PsmsIndicator(models.Model):
    _inherit = "psms.indicator"

    def _indicator_turnover(self, company, weeks):
        now = fields.Datetime.now()
        moves = self.env["stock.move"]
        calendar = self._turnover_span(company, weeks)
        valued = moves._search(turnover.move_domain(company)).subselect()
        deliveries = moves._search(turnover.delivery_domain(company)).subselect()
        values = turnover.stock_values(self.env, company, valued, calendar)
        costs = turnover.delivered_costs(self.env, deliveries, calendar)
        points = []
        for index in range(len(weeks)):
            span = slice(index, index + turnover.SPAN)
            days = turnover.elapsed_days(calendar[span], now)
            average = (values[index] + values[index + turnover.SPAN]) / 2
            points.append(Point(average, sum(costs[span]) / days))
        return points

    def _indicator_turnover_records(self, company, week):
        span = self._turnover_span(company, [week])
        dates = [
            ("date", ">=", fields.Datetime.to_string(span[0].start)),
            ("date", "<", fields.Datetime.to_string(span[-1].end)),
        ]
        return {
            "res_model": "stock.move",
            "domain": list(turnover.delivery_domain(company) & Domain(dates)),
            "views": [(self.env.ref("psms_dashboard.stock_move_view_list_delivered").id, "list"), (False, "form")],
        }

    def _turnover_span(self, company, weeks):
        """Return ``weeks`` with the weeks before that the first of them is measured over."""
        first = weeks[0].first
        earlier = [week_of(company, first - timedelta(weeks=back)) for back in range(turnover.SPAN - 1, 0, -1)]
        return [*earlier, *weeks]
