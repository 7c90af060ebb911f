"""The figures by which a planner judges a plan, of its stored rows: lateness, stock value, purchases, shortage."""
from datetime import timedelta

import numpy as np

from odoo.tools import SQL

from .plan_forecast import monday

WEEKS = 26


def plan_figures(plan):
    """
    :return: dict of plain values:

        - ``late``: customer orders, their ``count``, ``days`` in sum, ``value`` at sales price
        - ``short``: ``count`` of demands and ``value`` at cost of what nothing serves
        - ``orders``: planned orders, their ``count``, how many are ``late``, ``value`` at cost; ``expedite``: open orders
        - ``weeks``: Mondays as ISO text; ``stock``: value at the end of each; ``purchases``: value to be ordered in each
    :rtype: dict
    """
    plan.env.flush_all()
    first = monday(plan.start_date)
    weeks = min(WEEKS, (plan.horizon_days + (plan.start_date - first).days + 6) // 7)
    return {
        "late": _late(plan), "short": _short(plan), "orders": _orders(plan), "expedite": _expedite(plan),
        "weeks": [(first + timedelta(weeks=week)).isoformat() for week in range(weeks)],
        "stock": _stock(plan, first, weeks), "purchases": _purchases(plan, first, weeks),
    }


def _row(plan, names, query):
    [values] = plan.env.execute_query(query)
    return dict(zip(names, values))


def _late(plan):
    """Sales orders at the price of their line; what is only supposed (or comes in a kit) at the product's list price."""
    return _row(plan, ("count", "days", "value"), SQL(
        """SELECT COUNT(*), COALESCE(SUM(d.days_late), 0),
                  COALESCE(SUM(d.quantity * COALESCE(
                      l.price_subtotal / NULLIF(l.product_uom_qty * lu.factor / pu.factor, 0) / NULLIF(so.currency_rate, 0),
                      t.list_price))::float8, 0)
             FROM psms_plan_demand d
             JOIN psms_plan_item i ON i.id = d.item_id
             JOIN product_product p ON p.id = i.product_id
             JOIN product_template t ON t.id = p.product_tmpl_id
             JOIN uom_uom pu ON pu.id = t.uom_id
             LEFT JOIN sale_order_line l ON d.res_model = 'sale.order' AND l.id = d.line_id AND l.product_id = i.product_id
             LEFT JOIN sale_order so ON so.id = l.order_id
             LEFT JOIN uom_uom lu ON lu.id = l.product_uom_id
            WHERE d.plan_id = %s AND d.kind = 'sale' AND (d.days_late > 0 OR d.short_qty > 0)""", plan.id))


def _short(plan):
    return _row(plan, ("count", "value"), SQL(
        """SELECT COUNT(*), COALESCE(SUM(d.short_qty * i.unit_cost), 0)
             FROM psms_plan_demand d JOIN psms_plan_item i ON i.id = d.item_id
            WHERE d.plan_id = %s AND d.short_qty > 0""", plan.id))


def _orders(plan):
    return _row(plan, ("count", "late", "value"), SQL(
        """SELECT COUNT(*), COUNT(*) FILTER (WHERE o.late), COALESCE(SUM(o.quantity * i.unit_cost), 0)
             FROM psms_planned_order o JOIN psms_plan_item i ON i.id = o.item_id
            WHERE i.plan_id = %s AND o.state = 'planned'""", plan.id))


def _expedite(plan):
    return plan.env["psms.plan.advice"].search_count([("plan_id", "=", plan.id), ("action", "=", "expedite")])


def _purchases(plan, first, weeks):
    found = dict(plan.env.execute_query(SQL(
        """SELECT (o.release_date - %s) / 7, SUM(o.quantity * i.unit_cost)
             FROM psms_planned_order o JOIN psms_plan_item i ON i.id = o.item_id
            WHERE i.plan_id = %s AND o.state = 'planned' AND i.source = 'buy' GROUP BY 1""", first, plan.id)))
    return [found.get(week, 0.0) for week in range(weeks)]


def _stock(plan, first, weeks):
    """Stock of each item at the end of each week, never below nothing, at unit cost.

    Planned orders come when they are ready and take their components when they really begin; a demand leaves on the day
    that it is promised for.
    """
    items = plan.env.execute_query(SQL("SELECT id, on_hand_qty, unit_cost FROM psms_plan_item WHERE plan_id = %s", plan.id))
    place = {row[0]: number for number, row in enumerate(items)}
    stock = np.zeros((len(items), weeks))
    for item, week, quantity in plan.env.execute_query(_flows(plan, first, weeks)):
        stock[place[item], week] += quantity
    on_hand, cost = (np.array([row[column] or 0.0 for row in items]) for column in (1, 2))
    stock = (stock.cumsum(axis=1) + on_hand[:, None]).clip(min=0.0)
    return (stock * cost[:, None]).sum(axis=0).tolist()


def _flows(plan, first, weeks):
    """What goes in and out of stock by item and week; firm orders are those of the current plan."""
    return SQL(
        """WITH orders AS (
               SELECT o.item_id, o.quantity, o.release_date + (o.finish_date - o.due_date) AS begin, o.finish_date
                 FROM psms_planned_order o JOIN psms_plan_item i ON i.id = o.item_id
                WHERE i.plan_id = %(plan)s AND o.state = 'planned'
                UNION ALL
               SELECT mine.id, o.quantity, o.release_date, o.finish_date
                 FROM psms_planned_order o
                 JOIN psms_plan_item i ON i.id = o.item_id
                 JOIN psms_plan p ON p.id = i.plan_id AND p.state != 'scenario'
                 JOIN psms_plan_item mine ON mine.plan_id = %(plan)s AND mine.product_id = i.product_id
                      AND mine.warehouse_id = i.warehouse_id
                WHERE o.state = 'firm' AND i.company_id = %(company)s),
           flow AS (
               SELECT item_id, finish_date AS day, quantity FROM orders
                UNION ALL
               SELECT c.component_id, o.begin, -o.quantity * c.quantity / (1 - c.scrap)
                 FROM orders o JOIN psms_plan_component c ON c.item_id = o.item_id
                UNION ALL
               SELECT item_id, GREATEST(date, %(start)s), quantity FROM psms_plan_supply WHERE plan_id = %(plan)s
                UNION ALL
               SELECT item_id, GREATEST(date, %(start)s, promise_date), -(quantity - COALESCE(short_qty, 0))
                 FROM psms_plan_demand WHERE plan_id = %(plan)s)
           SELECT item_id, (day - %(first)s) / 7, SUM(quantity) FROM flow
            WHERE day < %(first)s + 7 * %(weeks)s GROUP BY 1, 2""",
        plan=plan.id, company=plan.company_id.id, start=plan.start_date, first=first, weeks=weeks)
