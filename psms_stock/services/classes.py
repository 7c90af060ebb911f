"""ABC and XYZ classes: how much of the turnover a product is, how often it is picked, how evenly it is used.

Usage is what left a warehouse for customers, production or another warehouse in the window of the company, less what
came back of it. Scrap, counts and returns to vendors are no usage. The figures of a product:

- share of value: its usage at today's cost, largest first, added up; A until the share of A is reached, then B, then C
- share of picks: the same with the number of lines that left
- variation: standard deviation of the weekly usage over its mean, from the first week with usage; X up to the limit of X,
  then Y, then Z; Z too where fewer than ``MIN_WEEKS`` weeks are known
"""

import math
from datetime import timedelta

from odoo.tools import SQL

from odoo.addons.psms_base.services.calendar import day_start

MIN_WEEKS = 4


def compute(env, warehouse, day):
    """Compute the classes of every product that a warehouse used or holds, as of the end of ``day``; return the rows.

    Eight statements or fewer, whatever the number of products.
    """
    company = warehouse.company_id
    env.flush_all()
    weeks = max(company.psms_class_days // 7, 1)
    end = day_start(company, day + timedelta(days=1))
    figures = _usage(env, warehouse, end - timedelta(weeks=weeks), end, weeks)
    costs = _costs(env, company, [figure["product_id"] for figure in figures])
    for figure in figures:
        figure["usage_value"] = figure["usage_qty"] * costs[figure["product_id"]]
        figure["variation"] = _variation(figure)
        figure["xyz"] = _xyz(company, figure)
    limits = (company.psms_abc_a_share / 100, company.psms_abc_b_share / 100)
    _abc(figures, "usage_value", "abc_value", limits)
    _abc(figures, "picks", "abc_picks", limits)
    _store(env, warehouse, day, figures)
    return env["psms.stock.class"].search([("warehouse_id", "=", warehouse.id)])


def class_of(env, products, warehouse):
    """{product id: "a", "b" or "c"} by picks: what is picked often belongs near the door; never classed products are missing."""
    # sudo: who puts goods away needs no right to read the figures of a class
    rows = env["psms.stock.class"].sudo().search_fetch(
        [("product_id", "in", products.ids), ("warehouse_id", "=", warehouse.id)], ["product_id", "abc_picks"])
    return {row.product_id.id: row.abc_picks for row in rows if row.abc_picks}


def _usage(env, warehouse, start, end, weeks):
    """[{product_id, usage_qty, picks, squares, known}]: ``squares`` is the sum of the squared weekly usages, ``known`` the
    number of weeks since the first with usage."""
    return env.execute_query_dict(SQL("""
        WITH used AS (
            SELECT line.product_id,
                   floor(extract(epoch FROM line.date - %(start)s::timestamp) / 604800)::int AS week,
                   SUM(CASE WHEN src.warehouse_id = %(warehouse)s THEN line.quantity_product_uom
                            ELSE -line.quantity_product_uom END) AS quantity,
                   COUNT(*) FILTER (WHERE src.warehouse_id = %(warehouse)s) AS picks
              FROM stock_move_line line
              JOIN stock_move move ON move.id = line.move_id
              JOIN stock_location src ON src.id = line.location_id
              JOIN stock_location dest ON dest.id = line.location_dest_id
             WHERE line.state = 'done' AND line.date >= %(start)s AND line.date < %(end)s
               AND src.warehouse_id IS DISTINCT FROM dest.warehouse_id
               AND (src.warehouse_id = %(warehouse)s AND src.usage = 'internal'
                    AND dest.usage NOT IN ('inventory', 'supplier')
                    OR dest.warehouse_id = %(warehouse)s AND dest.usage = 'internal'
                    AND move.origin_returned_move_id IS NOT NULL AND src.usage NOT IN ('inventory', 'supplier'))
          GROUP BY 1, 2
        ), total AS (
            SELECT product_id, GREATEST(SUM(quantity), 0) AS usage_qty, SUM(picks) AS picks,
                   SUM(GREATEST(quantity, 0) ^ 2) AS squares, %(weeks)s - MIN(week) AS known
              FROM used GROUP BY product_id
        ), held AS (
            SELECT DISTINCT quant.product_id
              FROM stock_quant quant JOIN stock_location location ON location.id = quant.location_id
             WHERE location.warehouse_id = %(warehouse)s AND location.usage = 'internal' AND quant.quantity > 0
        )
        SELECT COALESCE(total.product_id, held.product_id) AS product_id, COALESCE(usage_qty, 0)::float AS usage_qty,
               COALESCE(picks, 0)::int AS picks, COALESCE(squares, 0)::float AS squares, COALESCE(known, 0) AS known
          FROM total FULL JOIN held USING (product_id)
      ORDER BY 1""", warehouse=warehouse.id, start=start, end=end, weeks=weeks))


def _costs(env, company, product_ids):
    # sudo: the classes are computed with costs that whoever asks for them need not see
    products = env["product.product"].sudo().with_company(company).browse(product_ids)
    return {product.id: product.standard_price for product in products}


def _variation(figure):
    weeks, total = figure["known"], figure["usage_qty"]
    if not weeks or not total:
        return 0.0
    mean = total / weeks
    return math.sqrt(max(figure["squares"] / weeks - mean ** 2, 0)) / mean


def _xyz(company, figure):
    if figure["known"] < MIN_WEEKS or not figure["usage_qty"]:
        return "z"
    if figure["variation"] <= company.psms_xyz_x:
        return "x"
    return "y" if figure["variation"] <= company.psms_xyz_y else "z"


def _abc(figures, measure, name, limits):
    """Class by the share that the larger ones have already: the product that crosses the border belongs to the better class."""
    total = sum(figure[measure] for figure in figures)
    before = 0.0
    for figure in sorted(figures, key=lambda figure: (-figure[measure], figure["product_id"])):
        share = before / total if total else 1
        if figure[measure] <= 0:
            figure[name] = "c"
        else:
            figure[name] = "a" if share < limits[0] else "b" if share < limits[1] else "c"
        before += figure[measure]


STORED = ("usage_qty", "usage_value", "picks", "variation", "abc_value", "abc_picks", "xyz")


def _store(env, warehouse, day, figures):
    """Replace the rows of the warehouse; what a class was before stays readable."""
    Class = env["psms.stock.class"]
    env.cr.execute(SQL(
        "DELETE FROM psms_stock_class WHERE warehouse_id = %s AND NOT product_id = ANY(%s)",
        warehouse.id, [figure["product_id"] for figure in figures]))
    columns = [[figure[name] for figure in figures] for name in ("product_id", *STORED)]
    env.cr.execute(SQL("""
        INSERT INTO psms_stock_class (product_id, usage_qty, usage_value, picks, variation, abc_value, abc_picks, xyz,
                                      warehouse_id, company_id, computed_on, create_uid, write_uid, create_date, write_date)
        SELECT *, %(warehouse)s, %(company)s, %(day)s::date, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM unnest(%(product)s::int[], %(qty)s::float8[], %(value)s::float8[], %(picks)s::int[], %(variation)s::float8[],
                      %(abc_value)s::varchar[], %(abc_picks)s::varchar[], %(xyz)s::varchar[])
            ON CONFLICT (product_id, warehouse_id) DO UPDATE SET
               usage_qty = EXCLUDED.usage_qty, usage_value = EXCLUDED.usage_value, picks = EXCLUDED.picks,
               variation = EXCLUDED.variation, abc_value_before = psms_stock_class.abc_value, abc_value = EXCLUDED.abc_value,
               abc_picks = EXCLUDED.abc_picks, xyz = EXCLUDED.xyz, computed_on = EXCLUDED.computed_on,
               write_uid = EXCLUDED.write_uid, write_date = EXCLUDED.write_date""",
        warehouse=warehouse.id, company=warehouse.company_id.id, day=day, uid=env.uid,
        **dict(zip(("product", "qty", "value", "picks", "variation", "abc_value", "abc_picks", "xyz"), columns, strict=True))))
    Class.invalidate_model()
