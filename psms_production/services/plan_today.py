"""What a planner has to do today, out of the current plans: one row for each thing, by one statement.

Rows are planned orders whose release is due within a week, advice that can be followed, and demands that will be served late or
in part; beside these what was released, applied or dismissed since the morning, so that it can be taken back.
"""
from odoo.tools import SQL, format_date

from odoo.addons.psms_base.services.calendar import day_start, local_date

from .plan_reason import format_quantity

DAYS_AHEAD = 7
# A row's id says what it is: the id of the record behind it times the number of kinds, and the kind.
KINDS = 4
ORDER, ADVICE, DEMAND = range(3)


def today_query(companies, now):
    """The rows of these companies; each one's own clock decides which day it is."""
    days = [local_date(company, now) for company in companies]
    return SQL(
        """WITH day AS (
               SELECT * FROM unnest(%(companies)s::int[], %(days)s::date[], %(mornings)s::timestamp[])
                     AS day(company_id, today, morning)),
           task AS (%(orders)s UNION ALL %(released)s UNION ALL %(advice)s UNION ALL %(handled)s UNION ALL %(demands)s)
           SELECT task.*, i.company_id, i.product_id, i.warehouse_id, i.planner_id,
                  COALESCE(task.supplier_id, i.vendor_id) AS vendor_id,
                  CASE WHEN task.date < day.today OR task.passed THEN '1_overdue'
                       WHEN task.date = day.today THEN '2_today'
                       WHEN task.date <= day.today + %(ahead)s THEN '3_week'
                       ELSE '4_later' END AS urgency,
                  COALESCE(task.amount, task.quantity * i.unit_cost) AS value
             FROM task
             JOIN psms_plan_item i ON i.id = task.item_id
             JOIN day ON day.company_id = i.company_id""",
        companies=companies.ids, days=days, ahead=DAYS_AHEAD,
        mornings=[day_start(company, day) for company, day in zip(companies, days)],
        orders=_orders(SQL(
            """psms_plan p
               JOIN day ON day.company_id = p.company_id
               JOIN psms_plan_item i ON i.plan_id = p.id
               JOIN psms_planned_order o ON o.item_id = i.id AND o.state IN ('planned', 'firm')
                AND o.release_date <= day.today + %s
              WHERE p.state = 'current'""", DAYS_AHEAD), "open"),
        released=_orders(SQL(
            """day
               JOIN psms_planned_order o ON o.state = 'released' AND o.released_on >= day.morning
               JOIN psms_plan_item i ON i.id = o.item_id AND i.company_id = day.company_id"""), "done"),
        advice=_advice(SQL(
            """psms_plan p
               JOIN day ON day.company_id = p.company_id
               JOIN psms_plan_advice a ON a.plan_id = p.id AND a.state = 'open' AND (NOT a.blocked OR a.order_id IS NOT NULL)
               LEFT JOIN psms_plan_supply s ON s.id = a.supply_id
              WHERE p.state = 'current'""")),
        handled=_advice(SQL(
            """day
               JOIN psms_plan_advice a ON a.state != 'open' AND a.applied_on >= day.morning
               JOIN psms_plan p ON p.id = a.plan_id AND p.company_id = day.company_id
               LEFT JOIN psms_plan_supply s ON s.id = a.supply_id""")),
        demands=_demands())


def _orders(rows, state):
    return SQL(
        """SELECT o.id::bigint * %s + %s AS id, 'order' AS kind, %s AS state, i.plan_id, o.item_id,
                  o.id AS order_id, NULL::int AS advice_id, NULL::int AS demand_id,
                  o.release_date AS date, o.quantity, NULL::float8 AS amount,
                  o.late AND o.release_date <= day.today AS passed,
                  NULL::int AS customer_id, NULL::int AS supplier_id, NULL::varchar AS document
             FROM %s""", KINDS, ORDER, state, rows)


def _advice(rows):
    return SQL(
        """SELECT a.id::bigint * %s + %s, a.action, CASE a.state WHEN 'applied' THEN 'done' ELSE a.state END,
                  a.plan_id, a.item_id,
                  NULL, a.id, NULL,
                  CASE a.action WHEN 'expedite' THEN a.to_date ELSE a.from_date END, a.quantity, NULL,
                  FALSE, NULL, CASE WHEN s.kind IN ('purchase', 'rfq') THEN s.partner_id END, s.name
             FROM %s""", KINDS, ADVICE, rows)


def _demands():
    """What is at risk is what the customer pays for it, else the cost."""
    return SQL(
        """SELECT d.id::bigint * %s + %s, 'late', 'open', d.plan_id, d.item_id,
                  NULL, NULL, d.id,
                  d.date, d.quantity,
                  CASE WHEN d.kind = 'sale' AND line.product_uom_qty > 0
                       THEN line.price_subtotal / COALESCE(NULLIF(sale.currency_rate, 0), 1) * LEAST(1, d.quantity
                            / (line.product_uom_qty * unit.factor / own.factor)) END,
                  FALSE, CASE WHEN d.kind = 'sale' THEN d.partner_id END, NULL, d.name
             FROM psms_plan p
             JOIN day ON day.company_id = p.company_id
             JOIN psms_plan_demand d ON d.plan_id = p.id AND (d.days_late > 0 OR d.short_qty > 0)
             LEFT JOIN sale_order_line line ON line.id = d.line_id AND d.kind = 'sale'
             LEFT JOIN sale_order sale ON sale.id = line.order_id
             LEFT JOIN uom_uom unit ON unit.id = line.product_uom_id
             LEFT JOIN product_product product ON product.id = line.product_id
             LEFT JOIN product_template template ON template.id = product.product_tmpl_id
             LEFT JOIN uom_uom own ON own.id = template.uom_id
            WHERE p.state = 'current'""", KINDS, DEMAND)


def demand_reason(demand):
    """Why a demand will be late or short, in the language of the reader."""
    env = demand.env
    values = {"day": format_date(env, demand.date), "promise": format_date(env, demand.promise_date),
              "days": demand.days_late, "unit": demand.uom_id.name,
              "quantity": format_quantity(demand, demand.quantity), "short": format_quantity(demand, demand.short_qty)}
    if demand.short_qty:
        text = env._("%(short)s of %(quantity)s %(unit)s wanted on %(day)s are served by nothing.", **values)
    elif demand.days_late == 1:
        text = env._("%(quantity)s %(unit)s wanted on %(day)s, there on %(promise)s: one day late.", **values)
    else:
        text = env._("%(quantity)s %(unit)s wanted on %(day)s, there on %(promise)s: %(days)s days late.", **values)
    if demand.cause_item_id and demand.cause_item_id != demand.item_id:
        text += " " + env._("It waits for %(product)s.", product=demand.cause_item_id.display_name)
    return text
