"""What a unit of each product cost at the end of a past day, for all products of a company at once.

Today's cost is the product's cost as Odoo keeps it. Of a past day Odoo keeps costs that a person entered
(``product.value``) and the values of the moves, no more. So, as in Odoo's own valuation at a date:

- standard price: the cost that was entered last until that day, or else the first one ever;
- average cost and first in first out: what the stock was worth, by the values that came in and went out since the cost
  that was entered last, divided by the quantity. Where nothing was in stock that Odoo values, today's cost.
"""
from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

from odoo.addons.psms_base.services.calendar import day_start

#: after it the costs of a past day are computed again: bills come in and prices are entered later
FRESH = timedelta(hours=1)


def prepare(env, company, day):
    """Have the costs of that day ready in ``psms.age.cost``."""
    # sudo: costs are shown to those who may see values only, the report reads them for everybody
    costs = env["psms.age.cost"].sudo()
    there = costs.search_fetch([("company_id", "=", company.id), ("day", "=", day)], ["computed_on"], limit=1)
    if there and there.computed_on > fields.Datetime.now() - FRESH:
        return
    for model in ("stock.move", "product.value", "product.product", "product.category"):
        env[model].flush_model()
    env.cr.execute(SQL("DELETE FROM psms_age_cost WHERE company_id = %s AND day = %s", company.id, day))
    end = day_start(company, day + timedelta(days=1))
    env.cr.execute(SQL(
        _INSERT, company=company.id, key=str(company.id), day=day, end=end, method=company.cost_method,
        now=fields.Datetime.now()))
    costs.invalidate_model()


_INSERT = """
    WITH product AS (
        SELECT p.id, u.factor, COALESCE(c.property_cost_method ->> %(key)s, %(method)s) AS method,
               (p.standard_price ->> %(key)s)::float8 AS today
          FROM product_product p
          JOIN product_template t ON t.id = p.product_tmpl_id
          JOIN uom_uom u ON u.id = t.uom_id
          LEFT JOIN product_category c ON c.id = t.categ_id
         WHERE t.is_storable AND EXISTS (SELECT FROM psms_age_line WHERE product_id = p.id)
    ), entered AS (
        SELECT DISTINCT ON (product_id) product_id, value::float8, date FROM product_value
         WHERE company_id = %(company)s AND move_id IS NULL AND lot_id IS NULL AND date < %(end)s
      ORDER BY product_id, date DESC, id DESC
    ), first AS (
        SELECT DISTINCT ON (product_id) product_id, value::float8 FROM product_value
         WHERE company_id = %(company)s AND move_id IS NULL AND lot_id IS NULL
      ORDER BY product_id, date, id
    ), flow AS (
        SELECT m.product_id, sum(f.quantity) AS quantity,
               sum(f.value) FILTER (WHERE e.date IS NULL OR m.date > e.date) AS value,
               sum(f.quantity) FILTER (WHERE m.date <= e.date) AS before
          FROM product
          JOIN stock_move m ON m.product_id = product.id
          JOIN uom_uom u ON u.id = m.product_uom
          LEFT JOIN entered e ON e.product_id = m.product_id
          CROSS JOIN LATERAL (SELECT
            m.quantity::float8 * (u.factor / product.factor)::float8 * CASE WHEN m.is_in THEN 1 ELSE -1 END AS quantity,
            m.value::float8 * CASE WHEN m.is_in THEN 1 ELSE -1 END AS value) f
         WHERE product.method != 'standard' AND m.company_id = %(company)s AND m.state = 'done' AND m.date < %(end)s
           AND (m.is_in OR m.is_out)
      GROUP BY m.product_id
    )
    INSERT INTO psms_age_cost (company_id, product_id, day, cost, computed_on)
    SELECT %(company)s, product.id, %(day)s, COALESCE(
               CASE WHEN product.method = 'standard' THEN COALESCE(entered.value, first.value)
                    WHEN flow.quantity > 1e-6 THEN
                         (COALESCE(flow.before, 0) * COALESCE(entered.value, 0) + COALESCE(flow.value, 0)) / flow.quantity
               END, product.today, 0), %(now)s
      FROM product
      LEFT JOIN entered ON entered.product_id = product.id
      LEFT JOIN first ON first.product_id = product.id
      LEFT JOIN flow ON flow.product_id = product.id
"""
