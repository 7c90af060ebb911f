"""Read and write what the master schedule shows: forecasts beside the orders and the supply of the current plan.

The number of statements is constant whatever the number of products and weeks.
"""
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from odoo.exceptions import UserError
from odoo.tools import SQL

from . import plan_queries as queries
from .plan_forecast import consume, monday
from .plan_master import available_to_promise, projected_available, weekly

EPSILON = 1e-6
# Rows of the grid in their order; only the first is typed.
ROWS = ("forecast", "consumed", "left", "orders", "other", "supply", "planned", "available", "promise")


class Line(NamedTuple):
    """One product in a warehouse of the master schedule."""

    key: tuple
    on_hand: float
    fence_days: int  # nothing new is planned in these days
    demand_fence_days: int  # the forecast doesn't count in these days
    rows: dict  # name of ROWS -> quantities by week


def current_plan(env, company):
    return env["psms.plan"].search([("company_id", "=", company.id), ("state", "=", "current")], limit=1)


# -- which products ----------------------------------------------------------------------------------------------------


def find_items(env, company, plan, first, filters, limit=None, offset=0):
    """Products with demand of their own (sold or forecast), in the order of their code and name.

    :param filters: dict: ``text``, ``category_id``, ``planner_id``, ``warehouse_id``, ``everything`` (also what nobody
        has ordered)
    :return: keys of items, and how many there are without the limit
    """
    env.flush_all()
    warehouse_id = filters.get("warehouse_id") or env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1).id
    found = SQL(
        """SELECT i.product_id, i.warehouse_id FROM psms_plan_demand d JOIN psms_plan_item i ON i.id = d.item_id
            WHERE d.plan_id = %s AND d.kind IN ('sale', 'forecast')
            UNION SELECT product_id, warehouse_id FROM psms_forecast WHERE company_id = %s AND week_start >= %s""",
        plan.id or 0, company.id, first)
    if filters.get("everything"):
        found = SQL("""%s UNION SELECT p.id, %s FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
                        WHERE p.active AND t.sale_ok AND t.is_storable AND t.psms_planned""", found, warehouse_id)
    rows = env.execute_query(SQL(
        """SELECT x.product_id, x.warehouse_id, COUNT(*) OVER ()
             FROM (%(found)s) x
             JOIN product_product p ON p.id = x.product_id
             JOIN product_template t ON t.id = p.product_tmpl_id AND (t.company_id IS NULL OR t.company_id = %(company)s)
             JOIN stock_warehouse w ON w.id = x.warehouse_id AND w.active AND w.company_id = %(company)s
             LEFT JOIN psms_plan_item i
                  ON i.plan_id = %(plan)s AND i.product_id = x.product_id AND i.warehouse_id = x.warehouse_id
            WHERE %(conditions)s
            ORDER BY p.default_code, t.name ->> 'en_US', x.product_id, x.warehouse_id LIMIT %(limit)s OFFSET %(offset)s""",
        found=found, company=company.id, plan=plan.id or 0, conditions=_conditions(env, filters), limit=limit, offset=offset))
    return [row[:2] for row in rows], rows[0][2] if rows else 0


def _conditions(env, filters):
    parts = [SQL("TRUE")]
    if filters.get("text"):
        text = f"%{filters['text']}%"
        parts.append(SQL("(p.default_code ILIKE %s OR t.name ->> %s ILIKE %s OR t.name ->> 'en_US' ILIKE %s)",
                         text, env.lang or "en_US", text, text))
    if filters.get("category_id"):
        parts.append(SQL(
            """t.categ_id IN (SELECT c.id FROM product_category c JOIN product_category top ON top.id = %s
                               WHERE c.parent_path LIKE top.parent_path || '%%')""", filters["category_id"]))
    if filters.get("planner_id"):
        parts.append(SQL("i.planner_id = %s", filters["planner_id"]))
    if filters.get("warehouse_id"):
        parts.append(SQL("x.warehouse_id = %s", filters["warehouse_id"]))
    return SQL(" AND ").join(parts)


# -- figures -----------------------------------------------------------------------------------------------------------


def read_lines(env, company, plan, keys, first, weeks):
    """The rows of these items from the week that begins on `first`."""
    env.flush_all()
    products = env["product.product"].browse({key[0] for key in keys})
    items = {(product, warehouse): (item, on_hand, fence) for item, product, warehouse, on_hand, fence in env.execute_query(SQL(
        """SELECT id, product_id, warehouse_id, on_hand_qty, fence_days FROM psms_plan_item
            WHERE plan_id = %s AND product_id = ANY(%s)""", plan.id or 0, products.ids))}
    flows = _flows(env, plan, [items[key][0] for key in keys if key in items])
    forecasts = _forecast_weeks(env, company, plan, products, first)
    fences = _demand_fences(env, company, keys)
    days = [first + timedelta(weeks=week) for week in range(weeks)]
    lines = []
    for key in keys:
        item, on_hand, fence = items.get(key, (None, 0.0, 0))
        own = flows.get(item, {})
        rows = {name: weekly(own.get(name, ()), first, weeks) for name in ("orders", "other", "supply", "planned")}
        found = [forecasts.get((key, day)) for day in days]
        for name, field in (("forecast", "quantity"), ("consumed", "consumed"), ("left", "rest")):
            rows[name] = [getattr(week, field) if week else 0.0 for week in found]
        start = plan.start_date or first
        counted = [0.0 if (max(day, start) - start).days < fences[key] else left for day, left in zip(days, rows["left"])]
        committed = [order + other for order, other in zip(rows["orders"], rows["other"])]
        supply = [open_orders + planned for open_orders, planned in zip(rows["supply"], rows["planned"])]
        rows["available"] = projected_available(
            on_hand, supply, [order + left for order, left in zip(committed, counted)])
        rows["promise"] = available_to_promise(on_hand, supply, committed)
        lines.append(Line(key, on_hand, fence, fences[key], rows))
    return lines


def _flows(env, plan, item_ids):
    """{item: {row: [(day, quantity)]}}: planned orders come when they are ready and need their components when they begin."""
    found = defaultdict(lambda: defaultdict(list))
    if not item_ids:
        return found
    for item, name, day, quantity in env.execute_query(SQL(
            """SELECT item_id, CASE kind WHEN 'sale' THEN 'orders' ELSE 'other' END, date, quantity
                 FROM psms_plan_demand WHERE item_id = ANY(%(items)s) AND kind != 'forecast'
                UNION ALL
               SELECT item_id, 'supply', date, quantity FROM psms_plan_supply WHERE item_id = ANY(%(items)s)
                UNION ALL
               SELECT item_id, 'planned', finish_date, quantity FROM psms_planned_order WHERE item_id = ANY(%(items)s)
                UNION ALL
               SELECT c.component_id, 'other', o.release_date + (o.finish_date - o.due_date),
                      o.quantity * c.quantity / (1 - c.scrap)
                 FROM psms_plan_component c JOIN psms_planned_order o ON o.item_id = c.item_id
                WHERE c.component_id = ANY(%(items)s)""", items=item_ids)):
        found[item][name].append((day, quantity))
    return found


def _forecast_weeks(env, company, plan, products, first):
    """{(item, Monday): ForecastWeek}, as the next plan will see it."""
    since = since_week(company, first)
    records = env["psms.forecast"].search_fetch(
        [("product_id", "in", products.ids), ("company_id", "=", company.id), ("week_start", ">=", since)],
        ["product_id", "warehouse_id", "week_start", "quantity"])
    forecasts = {((row.product_id.id, row.warehouse_id.id), row.week_start): row.quantity for row in records}
    return consume(forecasts, orders(env, company, plan, since), company.psms_forecast_back_weeks,
                   company.psms_forecast_forward_weeks)


def _demand_fences(env, company, keys):
    Parameter, fences = env["psms.plan.parameter"], {}
    by_warehouse = defaultdict(list)
    for product, warehouse in keys:
        by_warehouse[warehouse].append(product)
    for warehouse, products in by_warehouse.items():
        found = Parameter._of_products(
            env["product.product"].browse(products), env["stock.warehouse"].browse(warehouse), company)
        fences.update({(product.id, warehouse): parameter.demand_fence_days for product, parameter in found.items()})
    return fences


def orders(env, company, plan, since):
    """(item, day, quantity) of all sales orders from a week on: open in the plan, or shipped. They consume the forecast."""
    env.flush_all()
    found = [((product, warehouse), day, quantity) for product, warehouse, day, quantity in env.execute_query(SQL(
        """SELECT i.product_id, i.warehouse_id, d.date, d.quantity
             FROM psms_plan_demand d JOIN psms_plan_item i ON i.id = d.item_id
            WHERE d.plan_id = %s AND d.kind = 'sale'""", plan.id or 0))]
    areas = queries.stock_areas(env, company)
    shipped = queries.shipped_sales(env, company, areas, company._psms_timezone().zone, since)
    return found + [((row.product_id, row.warehouse_id), row.date, row.quantity) for row in shipped]


def since_week(company, week):
    """The first week whose forecasts and orders touch the consumption of a week."""
    return week - timedelta(weeks=company.psms_forecast_back_weeks + company.psms_forecast_forward_weeks)


# -- writing -----------------------------------------------------------------------------------------------------------


def write_forecasts(env, company, cells):
    """Write forecasts by product, warehouse and Monday; 0 takes one away. The caller's own rights decide.

    :param cells: {(product id, warehouse id, Monday): quantity}
    """
    if not cells:
        return
    Forecast = env["psms.forecast"]
    if env["stock.warehouse"].browse({cell[1] for cell in cells}).exists().company_id != company:
        raise UserError(env._("A forecast needs a warehouse of %(company)s.", company=company.name))
    records = Forecast.search([
        ("company_id", "=", company.id), ("product_id", "in", list({cell[0] for cell in cells})),
        ("warehouse_id", "in", list({cell[1] for cell in cells})), ("week_start", "in", list({cell[2] for cell in cells}))])
    known = {(row.product_id.id, row.warehouse_id.id, row.week_start): row for row in records}
    gone = Forecast.browse()
    for cell in cells.keys() & known.keys():
        if cells[cell] <= EPSILON:
            gone |= known[cell]
        elif abs(known[cell].quantity - cells[cell]) > EPSILON:
            known[cell].quantity = cells[cell]  # written together when all are flushed
    gone.unlink()
    Forecast.create([
        {"company_id": company.id, "product_id": cell[0], "warehouse_id": cell[1], "week_start": cell[2], "quantity": quantity}
        for cell, quantity in cells.items() if cell not in known and quantity > EPSILON])


def forecast_for(env, product, warehouse, day, quantity):
    """Raise the forecast of a week so much that the plan sees `quantity` more demand.

    Orders that no forecast covers yet consume what is added, so it has to be added on top of them.
    """
    company, week, item = warehouse.company_id, monday(day), (product.id, warehouse.id)
    since = since_week(company, week)
    records = env["psms.forecast"].search([
        ("product_id", "=", product.id), ("warehouse_id", "=", warehouse.id), ("week_start", ">=", since)])
    forecasts = {(item, record.week_start): record.quantity for record in records}
    ordered = [row for row in orders(env, company, current_plan(env, company), since) if row[0] == item]

    def consumed(more):
        raised = {**forecasts, (item, week): forecasts.get((item, week), 0.0) + more}
        weeks = consume(raised, ordered, company.psms_forecast_back_weeks, company.psms_forecast_forward_weeks)
        return sum(found.consumed for found in weeks.values())

    absorbed = consumed(sum(row[2] for row in ordered)) - consumed(0.0)
    write_forecasts(env, company, {
        (product.id, warehouse.id, week): forecasts.get((item, week), 0.0) + quantity + absorbed})
