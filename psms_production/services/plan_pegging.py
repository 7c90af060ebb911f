"""Follow the pegs of a plan: which planned orders serve a demand, on every level."""
from odoo.tools import SQL


def orders_serving(env, documents):
    """The planned orders that serve some documents, directly or through the orders above them, in every stored plan.

    :param documents: `(model, id)` of sales orders, production orders, forecasts ...
    :return: `psms.planned.order` records, with the rights of `env` still to be checked
    """
    if not documents:
        return env["psms.planned.order"]
    env.flush_all()
    models, ids = map(list, zip(*documents))
    level = _order_ids(env, SQL(
        """SELECT DISTINCT p.order_id
             FROM unnest(%s::text[], %s::int[]) AS document(model, id)
             JOIN psms_plan_demand d ON d.res_model = document.model AND d.res_id = document.id
             JOIN psms_plan_peg p ON p.item_id = d.item_id AND p.demand_id = d.id
            WHERE p.order_id IS NOT NULL""", models, ids))
    found = set()
    while level:
        found |= level
        level = _order_ids(env, SQL(
            """SELECT DISTINCT p.order_id
                 FROM psms_planned_order o
                 JOIN psms_plan_component c ON c.item_id = o.item_id
                 JOIN psms_plan_peg p ON p.item_id = c.component_id AND p.for_order_id = o.id
                WHERE o.id = ANY(%s) AND p.order_id IS NOT NULL""", list(level))) - found
    return env["psms.planned.order"].browse(sorted(found)).exists()


def _order_ids(env, query):
    return {order_id for [order_id] in env.execute_query(query)}
