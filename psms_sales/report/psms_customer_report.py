from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.psms_base.services.calendar import local_date


class PsmsCustomerReport(models.Model):
    """Customers by what they buy again: one row for each customer and company with a confirmed order.

    *Purchase*: a day, in the time zone of the company, on which the customer placed a confirmed order.
    *Repurchase*: a purchase no more than the company's repurchase window after the one before it.
    Customers are commercial partners, so that contacts and addresses count for their company.
    """

    _name = "psms.customer.report"
    _description = "Customer Life Cycle"
    _auto = False
    _rec_name = "partner_id"
    _order = "revenue desc, id"

    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    company_id = fields.Many2one("res.company", string="Company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one("res.users", string="Salesperson", readonly=True)
    country_id = fields.Many2one("res.country", string="Country", readonly=True)
    category_id = fields.Many2many(related="partner_id.category_id", string="Segment")
    lifecycle = fields.Selection(
        [("new", "New"), ("regular", "Regular"), ("at_risk", "At risk"), ("lost", "Lost")],
        string="Life Cycle", readonly=True,
        help="New: one purchase, within the repurchase window. Regular: several, the latest within the window. "
             "At risk: none within one window, but within two. Lost: none within two windows.",
    )
    order_count = fields.Integer(string="Orders, 12 Months", readonly=True)
    purchase_count = fields.Integer(
        string="Purchases, 12 Months", readonly=True,
        help="Days of the last 12 months with a confirmed order; several orders of one day are one purchase.",
    )
    repurchase_count = fields.Integer(
        string="Repurchases, 12 Months", readonly=True,
        help="Purchases of the last 12 months that followed the one before within the repurchase window.",
    )
    repurchase_rate = fields.Float(
        string="Repurchase Rate", readonly=True, aggregator="avg",
        help="Repurchases by purchases of the last 12 months. In a group: of all its customers together.",
    )
    revenue = fields.Monetary(
        string="Ordered, 12 Months", readonly=True, help="Untaxed amount of the confirmed orders of the last 12 months.",
    )
    first_date = fields.Date(string="First Order", readonly=True)
    last_date = fields.Date(string="Last Order", readonly=True)
    days_since = fields.Integer(string="Days Since", readonly=True, aggregator="avg",
                                help="Days since the last order.")
    interval_days = fields.Float(
        string="Average Interval (Days)", readonly=True, aggregator="avg", digits=(16, 1),
        help="Average number of days between two purchases, over all purchases so far.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH setting (company_id, tz, today, since, days) AS (VALUES %(settings)s),
            placed AS (
                SELECT so.id, so.company_id, customer.commercial_partner_id AS partner_id,
                       (so.date_order AT TIME ZONE 'UTC' AT TIME ZONE setting.tz)::date AS day,
                       so.amount_untaxed / COALESCE(NULLIF(so.currency_rate, 0), 1) AS amount,
                       setting.today, setting.since, setting.days
                  FROM sale_order so
                  JOIN setting ON setting.company_id = so.company_id
                  JOIN res_partner customer ON customer.id = so.partner_id
                 WHERE so.state = 'sale'
            ),
            purchase AS (
                SELECT company_id, partner_id, day, days, since, today,
                       day - LAG(day) OVER (PARTITION BY company_id, partner_id ORDER BY day) AS gap
                  FROM placed
              GROUP BY company_id, partner_id, day, days, since, today
            ),
            bought AS (
                SELECT company_id, partner_id, COUNT(*) AS purchases, MIN(day) AS first_date, MAX(day) AS last_date,
                       COUNT(*) FILTER (WHERE day > since) AS purchase_count,
                       COUNT(*) FILTER (WHERE day > since AND gap <= days) AS repurchase_count,
                       AVG(gap) AS interval_days, MAX(today) - MAX(day) AS days_since, MAX(days) AS days
                  FROM purchase
              GROUP BY company_id, partner_id
            ),
            ordered AS (
                SELECT company_id, partner_id, MIN(id) AS id,
                       COUNT(*) FILTER (WHERE day > since) AS order_count,
                       COALESCE(SUM(amount) FILTER (WHERE day > since), 0) AS revenue
                  FROM placed
              GROUP BY company_id, partner_id
            )
            SELECT ordered.id, ordered.company_id, ordered.partner_id, partner.country_id, partner.user_id,
                   ordered.order_count, ordered.revenue,
                   bought.purchase_count, bought.repurchase_count,
                   bought.repurchase_count::float / NULLIF(bought.purchase_count, 0) AS repurchase_rate,
                   bought.first_date, bought.last_date, bought.days_since, bought.interval_days,
                   CASE WHEN bought.days_since > 2 * bought.days THEN 'lost'
                        WHEN bought.days_since > bought.days THEN 'at_risk'
                        WHEN bought.purchases = 1 THEN 'new'
                        ELSE 'regular' END AS lifecycle
              FROM ordered
              JOIN bought USING (company_id, partner_id)
              JOIN res_partner partner ON partner.id = ordered.partner_id
            """,
            settings=SQL(", ").join(self._company_settings()),
        )

    def _company_settings(self):
        """One row of values for each company: what a day is there, today, a year ago, the window."""
        now = fields.Datetime.now()
        rows = []
        # sudo: the settings of the companies decide how their orders count, whoever reads the report.
        for company in self.env["res.company"].sudo().search([]):
            today = local_date(company, now)
            rows.append(SQL(
                "(%s, %s, %s::date, %s::date, %s)", company.id, str(company._psms_timezone()), today,
                today - relativedelta(years=1), company.psms_repurchase_days,
            ))
        return rows

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """The rate of a group is that of all its customers together, not the mean of their rates."""
        if aggregate_spec != "repurchase_rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "SUM(%s)::float / NULLIF(SUM(%s), 0)",
            self._field_to_sql(self._table, "repurchase_count", query),
            self._field_to_sql(self._table, "purchase_count", query),
        )

    def action_open_orders(self):
        """Open the confirmed orders behind this row."""
        self.ensure_one()
        return self.partner_id.action_psms_customer_orders()
