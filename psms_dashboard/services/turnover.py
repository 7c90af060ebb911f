"""Stock value in the past, and the cost of what was delivered.

Odoo 19 keeps no valuation layers: the value of the stock at a moment follows from the values of
the moves until then. How, depends on the cost method of the product, in the same way as in Odoo's
own valuation at a date:

- standard price: quantity x the price of that moment;
- average cost and first in first out: value that came in less value that went out, beginning anew
  at each cost that a person entered.
"""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo.fields import Domain
from odoo.tools import SQL

from .weeks import borders, bucket

#: Weeks that the cost per day is taken from: one week alone jumps with each big delivery.
SPAN = 4


class Flow(NamedTuple):
    """What came in less what went out."""

    quantity: float
    value: float


def move_domain(company):
    """Return the domain of the moves that change the value of the stock."""
    return Domain([("company_id", "=", company.id), ("state", "=", "done")]) & (
        Domain("is_in", "=", True) | Domain("is_out", "=", True)
    )


def delivery_domain(company):
    """Return the domain of deliveries to customers and of their returns."""
    return move_domain(company) & (
        Domain([("is_out", "=", True), ("location_dest_id.usage", "=", "customer")])
        | Domain([("is_in", "=", True), ("location_id.usage", "=", "customer")])
    )


def stock_values(env, company, moves, weeks):
    """Return the value of the stock at each border of ``weeks``, the first border first.

    :param moves: SQL of the ids of the valued moves
    """
    env["stock.move"].flush_model()
    env["product.value"].flush_model()
    moments = borders(weeks)
    flows, categories = _flows(env, moves, weeks)
    entered = _entered_costs(env, company, moves)
    # sudo: the cost method is a setting that a reader of the figure need not be able to read.
    methods = {
        category.id: category.property_cost_method or company.cost_method
        for category in env["product.category"].sudo().with_company(company).search([])
    }
    totals = [0.0] * len(moments)
    for product, steps in flows.items():
        method = methods.get(categories[product], company.cost_method)
        quantity = value = 0.0
        for index, moment in enumerate(moments):
            step = steps.get(index)
            if step:
                quantity += step.quantity
                value += step.value
            totals[index] += _value_at(moment, method, quantity, value, entered.get(product, ()))
    return totals


def _value_at(moment, method, quantity, value, entered):
    """Return the value of one product.

    :param entered: ``(date, cost, flow until then)`` of the costs that were entered, oldest first
    """
    known = [entry for entry in entered if entry[0] <= moment]
    if method == "standard":
        cost = known[-1][1] if known else entered[0][1] if entered else None
        return value if cost is None else quantity * cost
    if known:
        _date, cost, until_then = known[-1]
        return until_then.quantity * cost + value - until_then.value
    return value


def _flows(env, moves, weeks):
    """Return ``{product: {border: Flow since the border before}}`` and ``{product: category}``."""
    rows = env.execute_query(SQL(
        """
        SELECT m.product_id, t.categ_id, %(bucket)s AS border, sum(%(quantity)s), sum(%(value)s)
          FROM stock_move m
          JOIN product_product p ON p.id = m.product_id
          JOIN product_template t ON t.id = p.product_tmpl_id
          JOIN uom_uom mu ON mu.id = m.product_uom
          JOIN uom_uom pu ON pu.id = t.uom_id
         WHERE m.id IN (%(moves)s)
      GROUP BY 1, 2, 3
        """,
        bucket=bucket(SQL("m.date"), weeks), quantity=SIGNED_QUANTITY, value=SIGNED_VALUE, moves=moves,
    ))
    flows, categories = defaultdict(dict), {}
    for product, category, border, quantity, value in rows:
        categories[product] = category
        flows[product][border] = Flow(quantity, float(value or 0))
    return flows, categories


def _entered_costs(env, company, moves):
    """Return the costs that people entered: ``{product: [(date, cost, Flow until then)]}``."""
    rows = env.execute_query(SQL(
        """
        SELECT v.product_id, v.date, v.value,
               COALESCE(sum(%(quantity)s), 0), COALESCE(sum(%(value)s), 0)
          FROM product_value v
          JOIN product_product p ON p.id = v.product_id
          JOIN product_template t ON t.id = p.product_tmpl_id
          JOIN uom_uom pu ON pu.id = t.uom_id
          LEFT JOIN stock_move m ON m.product_id = v.product_id AND m.date <= v.date AND m.id IN (%(moves)s)
          LEFT JOIN uom_uom mu ON mu.id = m.product_uom
         WHERE v.company_id = %(company)s AND v.move_id IS NULL AND v.lot_id IS NULL
      GROUP BY v.id
      ORDER BY v.product_id, v.date, v.id
        """,
        quantity=SIGNED_QUANTITY, value=SIGNED_VALUE, moves=moves, company=company.id,
    ))
    entered = defaultdict(list)
    for product, date, cost, quantity, value in rows:
        entered[product].append((date, float(cost), Flow(quantity, float(value))))
    return entered


def delivered_costs(env, deliveries, weeks):
    """Return the cost of the goods delivered less returned, for each week."""
    env["stock.move"].flush_model()
    rows = env.execute_query(SQL(
        "SELECT %s AS week, -sum(%s) FROM stock_move m WHERE m.id IN (%s) GROUP BY 1",
        bucket(SQL("m.date"), weeks), SIGNED_VALUE, deliveries,
    ))
    costs = {week: float(cost or 0) for week, cost in rows}
    return [costs.get(number, 0.0) for number in range(1, len(weeks) + 1)]


def elapsed_days(weeks, now):
    """Return how many days of these weeks are over: all of them unless one is still running."""
    return (min(weeks[-1].end, now) - weeks[0].start) / timedelta(days=1)


SIGNED_QUANTITY = SQL("m.quantity * mu.factor / pu.factor * CASE WHEN m.is_in THEN 1 ELSE -1 END")
SIGNED_VALUE = SQL("m.value * CASE WHEN m.is_in THEN 1 ELSE -1 END")
