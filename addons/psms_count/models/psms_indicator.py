from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.psms_base.services.points import Point


class PsmsIndicator(models.Model):
    _inherit = "psms.indicator"

    def _indicator_count_accuracy(self, company, weeks):
        return [Point(exact, lines) for lines, exact, _value, _wrong in self._count_sums(company, weeks)]

    def _indicator_count_accuracy_records(self, company, week):
        return self._count_records(company, week)

    def _indicator_count_value_accuracy(self, company, weeks):
        return [Point(float(value - wrong), float(value)) for _lines, _exact, value, wrong in self._count_sums(company, weeks)]

    def _indicator_count_value_accuracy_records(self, company, week):
        return self._count_records(company, week)

    def _count_sums(self, company, weeks):
        """Lines, lines without difference, book value and absolute differences of each week, in one query."""
        lines = self.env["psms.count.line"]
        lines.check_access("read")
        for name in ("is_different", "diff_value_abs"):
            lines._check_field_access(lines._fields[name], "read")
        lines.flush_model()
        borders = [week.start for week in weeks] + [weeks[-1].end]
        rows = self.env.execute_query(SQL(
            """SELECT width_bucket(posted_at, %s::timestamp[]), COUNT(*), COUNT(*) FILTER (WHERE NOT is_different),
                      COALESCE(SUM(abs(book_value)), 0), COALESCE(SUM(diff_value_abs), 0)
                 FROM psms_count_line
                WHERE state = 'posted' AND company_id = %s AND posted_at >= %s AND posted_at < %s
             GROUP BY 1""", borders, company.id, borders[0], borders[-1]))
        found = {row[0]: row[1:] for row in rows}
        return [found.get(number, (0, 0, 0, 0)) for number in range(1, len(weeks) + 1)]

    def _count_records(self, company, week):
        return {
            "res_model": "psms.count.accuracy",
            "domain": [
                ("company_id", "=", company.id),
                ("posted_at", ">=", fields.Datetime.to_string(week.start)),
                ("posted_at", "<", fields.Datetime.to_string(week.end)),
            ],
        }
