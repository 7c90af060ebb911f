"""Everything about one item of a plan that the item board shows, in a constant number of statements.

The documents are given as they are, day by day; the board adds them up into days, weeks or months.
"""
from odoo.tools import SQL

# Rows of the grid that are gross requirement, by the kind of a demand; kinds without one of their own are "other".
REQUIREMENTS = ("sale", "component", "dependent", "forecast", "other")


def board(item):
    """
    :param item: a `psms.plan.item` that the caller may read
    :return: dict: ``item`` (header), ``plan``, ``documents``, ``orders``, ``advice``, ``problems``, ``previous``, ``next``
    """
    env, plan = item.env, item.plan_id
    env.flush_all()
    requirements, receipts = _documents(item)
    return {
        "item": _header(item),
        "plan": {
            "id": plan.id, "name": plan.display_name, "state": plan.state, "start": plan.start_date,
            "days": plan.horizon_days, "editable": plan.state != "superseded",
        },
        "documents": [*requirements, *_needs_above(item), *receipts],
        "orders": _orders(item),
        "advice": _advice(item),
        "problems": _problems(item),
        **_neighbours(item),
    }


def _header(item):
    return {
        **{name: item[name] for name in (
            "id", "source", "made_to_order", "lead_days", "fence_days", "expedite_days", "lot_days", "lot_min", "lot_multiple",
            "lot_max", "on_hand_qty", "safety_qty", "unit_cost")},
        "source_label": dict(item._fields["source"]._description_selection(item.env))[item.source],
        "product": [item.product_id.id, item.product_id.display_name],
        "uom": item.uom_id.name,
        "warehouse": [item.warehouse_id.id, item.warehouse_id.name],
        "from_warehouse": item.source_warehouse_id.name or "",
        "vendor": item.vendor_id.display_name or "",
        "bom": [item.bom_id.id, item.bom_id.display_name] if item.bom_id else False,
        "planner": item.planner_id.name or "",
        "currency": item.currency_id.id,
        "value": item.on_hand_qty * item.unit_cost,
        "digits": item.env["decimal.precision"].precision_get("Product Unit"),
    }


def _documents(item):
    """Open demands and supplies with the document behind each."""
    demands = item.env.execute_query_dict(SQL(
        """SELECT d.id, d.kind, d.name, d.date, d.quantity, d.res_model, d.res_id, d.promise_date AS promise, d.days_late,
                  d.short_qty AS short, p.name AS partner
             FROM psms_plan_demand d LEFT JOIN res_partner p ON p.id = d.partner_id
            WHERE d.item_id = %s ORDER BY d.date, d.id""", item.id))
    supplies = item.env.execute_query_dict(SQL(
        """SELECT s.id, s.kind, s.name, s.date, s.quantity, s.res_model, s.res_id, s.firm, p.name AS partner
             FROM psms_plan_supply s LEFT JOIN res_partner p ON p.id = s.partner_id
            WHERE s.item_id = %s ORDER BY s.date, s.id""", item.id))
    labels = {model: dict(item.env[model]._fields["kind"]._description_selection(item.env))
              for model in ("psms.plan.demand", "psms.plan.supply")}
    for row in demands:
        row.update(model="psms.plan.demand", label=labels["psms.plan.demand"][row["kind"]],
                   row=row["kind"] if row["kind"] in REQUIREMENTS else "other")
    for row in supplies:
        row.update(model="psms.plan.supply", row="open", label=labels["psms.plan.supply"][row["kind"]])
    return demands, supplies


def _needs_above(item):
    """What the plan's orders of the items above ask for."""
    rows = item.env.execute_query_dict(SQL(
        """SELECT o.id, o.state, o.release_date AS date, i.product_id,
                  SUM(o.quantity * c.quantity / (1 - c.scrap)) AS quantity
             FROM psms_plan_component c
             JOIN psms_plan_item i ON i.id = c.item_id
             JOIN psms_planned_order o ON o.item_id = i.id
            WHERE c.component_id = %s
            GROUP BY o.id, i.product_id ORDER BY o.release_date, o.id""", item.id))
    # One look at all names.
    products = item.env["product.product"].browse({row["product_id"] for row in rows})
    names = {product.id: product.display_name for product in products}
    for row in rows:
        row.update(name=names[row.pop("product_id")], model="psms.planned.order", row="dependent", partner=None)
    return rows


def _orders(item):
    """The item's own planned, firm and released orders."""
    return item.env.execute_query_dict(SQL(
        """SELECT o.id, o.state, o.quantity, o.need_date AS need, o.due_date AS due, o.release_date AS release,
                  COALESCE(o.finish_date, o.due_date) AS finish, COALESCE(o.days_late, 0) AS days_late
             FROM psms_planned_order o WHERE o.item_id = %s ORDER BY o.due_date, o.id""", item.id))


def _advice(item):
    found = item.env["psms.plan.advice"].search([("item_id", "=", item.id), ("state", "=", "open")])
    labels = dict(found._fields["action"]._description_selection(item.env))
    return [{
        "id": row.id, "action": row.action, "label": labels[row.action], "blocked": row.blocked, "quantity": row.quantity,
        "from": row.from_date, "to": row.to_date, "name": row.supply_id.name or "",
        "supply_id": row.supply_id.id, "order_id": row.order_id.id,
    } for row in found]


def _problems(item):
    return item.env["psms.plan.problem"].search([
        ("plan_id", "=", item.plan_id.id), ("product_id", "=", item.product_id.id),
        ("warehouse_id", "in", [False, item.warehouse_id.id])]).mapped("message")


def _neighbours(item):
    """The items before and after this one; those of a plan are numbered by product and warehouse."""
    [(previous, following)] = item.env.execute_query(SQL(
        """SELECT (SELECT MAX(id) FROM psms_plan_item WHERE plan_id = %(plan)s AND id < %(item)s),
                  (SELECT MIN(id) FROM psms_plan_item WHERE plan_id = %(plan)s AND id > %(item)s)""",
        plan=item.plan_id.id, item=item.id))
    return {"previous": previous, "next": following}


def find_item(env, item_id=None, product_id=None):
    """The item of the current plan to show: what is asked for, in the plan of today, or what is most urgent."""
    Item = env["psms.plan.item"]
    plan = env["psms.plan"].search([("company_id", "=", env.company.id), ("state", "=", "current")], limit=1)
    if not plan:
        return Item
    asked = Item.browse(item_id or ()).exists()
    if asked.plan_id.state == "scenario" or asked.plan_id == plan:
        return asked
    if asked:
        return Item.search([("plan_id", "=", plan.id), ("product_id", "=", asked.product_id.id),
                            ("warehouse_id", "=", asked.warehouse_id.id)], limit=1)
    if product_id:
        return Item.search([("plan_id", "=", plan.id), ("product_id", "=", product_id)], order="id", limit=1)
    urgent = env["psms.planned.order"].search(
        [("plan_id", "=", plan.id), ("state", "!=", "released")], order="release_date, id", limit=1)
    return urgent.item_id or Item.search([("plan_id", "=", plan.id)], order="id", limit=1)
