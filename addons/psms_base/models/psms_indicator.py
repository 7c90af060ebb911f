from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..services.calendar import week_of, weeks_until

MAX_WEEKS = 53


class PsmsIndicator(models.Model):
    """A figure by week that opens to the records behind it.

    An app registers one with a record (code, name, definition ...) and two methods on this model::

        class PsmsIndicator(models.Model):
            _inherit = "psms.indicator"

            def _indicator_scrap_rate(self, company, weeks):
                # one services.points.Point per week, in a number of queries that
                # does not depend on the number of weeks
                return [Point(scrapped, produced) for ...]

            def _indicator_scrap_rate_records(self, company, week):
                return {"res_model": "stock.scrap", "domain": [...]}

    Both run with the rights of the user, so that a person sees the figure of the records that the
    same person can open. An indicator whose records are closed to the user is left out, and so is
    one whose ``group_ids`` the user has none of.
    """

    _name = "psms.indicator"
    _description = "Indicator"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, readonly=True)
    definition = fields.Text(required=True, translate=True)
    numerator_name = fields.Char(string="Upper figure", required=True, translate=True)
    denominator_name = fields.Char(string="Lower figure", required=True, translate=True)
    unit = fields.Selection(
        [("percent", "Percent"), ("days", "Days"), ("ratio", "Ratio"), ("money", "Money")],
        required=True, default="percent",
    )
    direction = fields.Selection(
        [("up", "Higher is better"), ("down", "Lower is better")], required=True, default="up",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    group_ids = fields.Many2many("res.groups", string="Shown to", help="Empty: everybody who may see its records.")

    _code_uniq = models.Constraint("UNIQUE (code)", "Two indicators can't have the same code.")

    @api.model
    @api.readonly
    def get_dashboard(self, weeks=13):
        """Return all indicators that the user may see, with their weekly values.

        :param int weeks: how many calendar weeks of the company, the running one included
        :return: ``company``, ``currency`` (id) and ``indicators``: for each its description
            and ``points``, one for each week with ``week``, ``first`` and ``last`` (days), ``running``,
            ``numerator``, ``denominator`` and ``value`` (None when there was nothing to measure)
        """
        if not isinstance(weeks, int) or not 1 <= weeks <= MAX_WEEKS:
            raise ValidationError(self.env._("Choose between 1 and %(most)s weeks.", most=MAX_WEEKS))
        company = self.env.company
        calendar = weeks_until(company, fields.Datetime.now(), weeks)
        described = [indicator._describe(company, calendar) for indicator in self.search([])]
        return {
            "company": company.display_name,
            "currency": company.currency_id.id,
            "indicators": [indicator for indicator in described if indicator],
        }

    @api.readonly
    def get_records_action(self, first):
        """Return the action that opens the records behind one week.

        :param str first: a day of that week, as ISO date
        """
        self.ensure_one()
        self.check_access("read")
        week = week_of(self.env.company, fields.Date.to_date(first))
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.name} {week.label}",
            "views": [(False, "list"), (False, "form")],
            "target": "current",
            **getattr(self, f"_indicator_{self.code}_records")(self.env.company, week),
        }

    def _series(self, company, weeks):
        """Return one ``Point`` per week."""
        self.ensure_one()
        points = getattr(self, f"_indicator_{self.code}")(company, weeks)
        assert len(points) == len(weeks), f"{self.code}: {len(points)} points for {len(weeks)} weeks"
        return points

    def _describe(self, company, weeks):
        """Return the indicator as the dashboard wants it, None when its records are closed to the user."""
        try:
            points = self._series(company, weeks)
        except AccessError:
            return None
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "definition": self.definition,
            "numerator_name": self.numerator_name,
            "denominator_name": self.denominator_name,
            "unit": self.unit,
            "direction": self.direction,
            "points": [
                {
                    "week": week.label,
                    "first": fields.Date.to_string(week.first),
                    "last": fields.Date.to_string(week.last),
                    "running": week is weeks[-1],
                    "numerator": point.numerator,
                    "denominator": point.denominator,
                    "value": point.value,
                }
                for week, point in zip(weeks, points, strict=True)
            ],
        }
