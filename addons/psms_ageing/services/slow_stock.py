"""Which goods are slow, dead or too many, by the policy of their category, and what that costs.

A product is judged by three measures: the days without an issue to a customer or to production, the age of its oldest
pieces, and for how many months its stock lasts at its average use. Goods that came after the last issue are idle only
since they came.
"""
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tools import SQL

from odoo.addons.psms_base.services.calendar import day_start, local_date

from .age_queries import DONE_LINES, INSIDE, day_of, zones
from .age_replay import NOTHING

#: figures of a product of which nothing is there
GONE = {
    "level": "none", "quantity": 0.0, "value": 0.0, "risk_quantity": 0.0, "risk_value": 0.0, "provision": 0.0,
    "oldest_on": False, "idle_days": 0, "stock_months": 0.0,
}


@dataclass
class Stock:
    """The stock of a product: what lies there, and how it was used."""

    parts: list = field(default_factory=list)  # (day of birth, quantity, value)
    vendor: int = 0
    last_issue: object = None
    use: float = 0.0  # a month

    @property
    def quantity(self):
        return sum(quantity for _born, quantity, _value in self.parts)

    @property
    def value(self):
        return sum(value for _born, _quantity, value in self.parts)

    @property
    def oldest(self):
        return min(born for born, quantity, _value in self.parts if quantity > 0)

    def since(self, age, today):
        """Quantity of at least that age."""
        return sum(quantity for born, quantity, _value in self.parts if (today - born).days >= age)


def evaluate(env, company, now=None):
    """Judge all products of a company anew.

    :return: the items that are slow, dead or too many
    """
    # sudo: the same for whoever asks for it; the figures that a person may not see stay closed to that person
    env = env(su=True, context={**env.context, "allowed_company_ids": company.ids})
    company = company.with_env(env)
    today = local_date(company, now or fields.Datetime.now())
    policies = env["psms.age.policy"]._by_category(company)
    stocks = _stocks(env, company, policies, today)
    rates = [(start, rate) for start, _bucket, rate in env["psms.age.bucket"]._starts(company).get(company.id, ())]
    products = env["product.product"].browse(stocks).with_context(prefetch_fields=False)
    products.fetch(["categ_id"])
    figures = {product.id: judge(stocks[product.id], policies[product.categ_id.id], rates, today) for product in products}
    return _note(env, company, figures, stocks, today)


def judge(stock, policy, rates, today):
    """The figures of one product.

    :param rates: [(first day, share of the value to write off)], youngest first
    """
    quantity, value = stock.quantity, stock.value
    begun = max(stock.oldest, stock.last_issue or stock.oldest)
    idle = (today - begun).days
    old = stock.since(policy.slow_age_days, today)
    months = quantity / stock.use if stock.use > NOTHING else 0.0
    many = policy.cover_months and stock.use > NOTHING and months > policy.cover_months
    if idle >= policy.dead_idle_days or stock.since(policy.dead_age_days, today) > NOTHING:
        level = "dead"
    elif idle >= policy.slow_idle_days or old > NOTHING:
        level = "slow"
    else:
        level = "many" if many else "none"
    if idle >= policy.slow_idle_days:
        at_risk = quantity
    elif level == "none":
        at_risk = 0.0
    else:
        at_risk = max(old, quantity - policy.cover_months * stock.use if many else 0.0)
    return {
        "level": level, "quantity": quantity, "value": value, "risk_quantity": at_risk,
        "risk_value": value * at_risk / quantity if quantity > NOTHING else 0.0,
        "provision": sum(part * _rate(rates, (today - born).days) for born, _quantity, part in stock.parts)
        if level != "none" else 0.0,
        "oldest_on": stock.oldest, "last_issue_on": stock.last_issue or False, "idle_days": idle,
        "monthly_use": stock.use, "stock_months": months, "vendor_id": stock.vendor or False,
    }


def _rate(rates, age):
    return next((rate for start, rate in reversed(rates) if age >= start), 0.0)


def _stocks(env, company, policies, today):
    """{product: Stock} of what is there now. A product of which more is missing than there is has none."""
    stocks = defaultdict(Stock)
    env["psms.age.report"].flush_model()
    report = env["psms.age.report"]._table_query
    for product, born, quantity, value in env.execute_query(SQL(
            "SELECT product_id, born_on, sum(quantity), sum(value) FROM (%s) r GROUP BY 1, 2 ORDER BY 1, 2", report)):
        stocks[product].parts.append((born, quantity, value))
    stocks = {product: stock for product, stock in stocks.items() if stock.quantity > NOTHING}
    for product, vendor in env.execute_query(SQL("""
            SELECT DISTINCT ON (product_id) product_id, vendor_id FROM psms_age_layer
             WHERE valid_to IS NULL AND company_id = %s AND vendor_id IS NOT NULL ORDER BY product_id, born_on, id
            """, company.id)):
        if product in stocks:
            stocks[product].vendor = vendor
    categories = dict(env.execute_query(SQL("""
        SELECT p.id, t.categ_id FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
         WHERE p.id = ANY(%s)""", list(stocks))))
    spans = {months: _issues(env, company, months, today) for months in {p.use_months for p in policies.values()}}
    for product, stock in stocks.items():
        months = policies[categories[product] or False].use_months
        stock.last_issue, used = spans[months].get(product, (None, 0.0))
        stock.use = max(used, 0.0) / months
    return stocks


def _issues(env, company, months, today):
    """{product: (day of the last issue, quantity used in the last months less what came back)}."""
    start = day_start(company, today - relativedelta(months=months))
    rows = env.execute_query(SQL("""
        SELECT l.product_id, %(day)s,
               COALESCE(sum(CASE WHEN s.usage IN %(inside)s THEN l.quantity_product_uom ELSE -l.quantity_product_uom END)
                        FILTER (WHERE l.date >= %(start)s), 0)::float8
          FROM %(lines)s
         WHERE l.state = 'done' AND l.company_id = %(company)s AND l.quantity_product_uom > 0
           AND ((s.usage IN %(inside)s AND d.usage IN ('customer', 'production'))
             OR (s.usage = 'customer' AND d.usage IN %(inside)s))
      GROUP BY 1
    """, day=day_of(SQL("max(l.date) FILTER (WHERE s.usage IN %s)", INSIDE), zones(env), SQL("%s", company.id)),
        inside=INSIDE, start=start, lines=DONE_LINES, company=company.id))
    return {product: (last, used) for product, last, used in rows}


def _note(env, company, figures, stocks, today):
    """Write the figures on the items; what is not slow any more keeps its item, for what was decided on it."""
    items = env["psms.age.item"].with_context(tracking_disable=True, active_test=False)
    known = {item.product_id.id: item for item in items.search([("company_id", "=", company.id)])}
    for product, item in known.items():
        values = figures.get(product, GONE)
        if item.decided_on:
            parts = stocks[product].parts if product in stocks else ()
            left = sum(quantity for born, quantity, _value in parts if born <= item.decided_on)
            values = {**values, "gone_quantity": max(item.start_quantity - left, 0.0)}
        item.write({**values, "evaluated_on": today})
    listed = [product for product, values in figures.items() if values["level"] != "none"]
    new = items.create([
        {**figures[product], "product_id": product, "company_id": company.id, "evaluated_on": today}
        for product in listed if product not in known
    ])
    return new.union(*(known[product] for product in listed if product in known))


def note_weeks(env, company, weeks, today):
    """Note for each week what the stock was worth at its end, and how much of it was old, where it is not noted yet."""
    # sudo: as in `evaluate`
    env = env(su=True, context={**env.context, "allowed_company_ids": company.ids})
    company = company.with_env(env)
    figures = env["psms.age.figure"]
    old = env["psms.age.policy"]._by_category(company)[False].slow_age_days
    known = {figure.monday: figure for figure in figures.search([
        ("company_id", "=", company.id), ("monday", ">=", weeks[0].first)])}
    for week in weeks:
        day, figure = min(week.last, today), known.get(week.first)
        if figure and figure.day == week.last and figure.old_days == old and day < today - timedelta(days=7):
            continue  # over for long enough that nothing comes in late
        report = env["psms.age.report"].with_context(psms_age_day=fields.Date.to_string(day))
        report._prepare(day)
        [[value, old_value]] = env.execute_query(SQL(
            "SELECT COALESCE(sum(value), 0), COALESCE(sum(value) FILTER (WHERE age >= %s), 0) FROM (%s) r",
            old, report._table_query))
        values = {"day": day, "value": value, "old_value": old_value, "old_days": old}
        if figure:
            figure.write(values)
        else:
            figures.create({**values, "company_id": company.id, "monday": week.first})
