"""What planned orders are for, by the pegs of their plan."""
from itertools import islice

from odoo.tools import SQL

SHOWN = 3


def purpose(orders):
    """The documents and the order one level up that planned orders serve directly.

    :return: {order id: (up to three names of documents, id of the planned order served first or None)}
    """
    if not orders.ids:
        return {}
    orders.flush_recordset()
    served = {}
    for order_id, name, parent_id in orders.env.execute_query(SQL(
            """SELECT p.order_id, d.name, o.id
                 FROM psms_plan_peg p
                 LEFT JOIN psms_plan_demand d ON d.id = p.demand_id
                 LEFT JOIN psms_planned_order o ON o.id = p.for_order_id
                WHERE p.item_id IN (SELECT item_id FROM psms_planned_order WHERE id = ANY(%(ids)s))
                  AND p.order_id = ANY(%(ids)s)
                ORDER BY COALESCE(d.date, o.release_date), p.id""", ids=orders.ids)):
        names, parents = served.setdefault(order_id, ({}, []))  # a dict as an ordered set
        if name:
            names[name] = True
        elif parent_id:
            parents.append(parent_id)
    return {order_id: (tuple(islice(names, SHOWN)), parents[0] if parents else None)
            for order_id, (names, parents) in served.items()}
