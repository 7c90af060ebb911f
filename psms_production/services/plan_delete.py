"""Delete plans and their hundred thousands of rows."""
from odoo.tools import SQL


def delete_plans(plans):
    """Delete these plans. What was released stays with the pegs that say what it is for, and keeps its plan.

    :param plans: `psms.plan` records that the caller may delete; none of them current
    """
    if not plans:
        return
    env, ids = plans.env, plans.ids
    env.flush_all()
    items = SQL("SELECT id FROM psms_plan_item WHERE plan_id = ANY(%s)", ids)
    kept = SQL("SELECT id FROM psms_planned_order WHERE item_id IN (%s)", items)
    for statement in (
        # They name orders and documents of both plans.
        SQL("""DELETE FROM psms_plan_difference WHERE plan_id IN (
                   SELECT id FROM psms_plan WHERE id = ANY(%(ids)s) OR compared_id = ANY(%(ids)s))""", ids=ids),
        SQL("""UPDATE psms_plan SET compared_id = NULL, difference_count = 0
                WHERE id = ANY(%(ids)s) OR compared_id = ANY(%(ids)s)""", ids=ids),
        # What a scenario changes it knows by the line of the document, too.
        SQL("""UPDATE psms_plan_change SET demand_id = NULL
                WHERE demand_id IN (SELECT id FROM psms_plan_demand WHERE plan_id = ANY(%s))""", ids),
        SQL("""UPDATE psms_plan_change SET supply_id = NULL
                WHERE supply_id IN (SELECT id FROM psms_plan_supply WHERE plan_id = ANY(%s))""", ids),
        SQL("DELETE FROM psms_planned_order WHERE item_id IN (%s) AND state = 'planned'", items),
        SQL("DELETE FROM psms_plan_advice WHERE plan_id = ANY(%s) AND state = 'open'", ids),
        SQL("DELETE FROM psms_plan_peg WHERE item_id IN (%s) AND (order_id IS NULL OR order_id NOT IN (%s))", items, kept),
        SQL("""DELETE FROM psms_plan_demand d WHERE plan_id = ANY(%s)
               AND NOT EXISTS (SELECT FROM psms_plan_peg p WHERE p.item_id = d.item_id AND p.demand_id = d.id)""", ids),
        SQL("""DELETE FROM psms_plan_supply s WHERE plan_id = ANY(%s)
               AND NOT EXISTS (SELECT FROM psms_plan_advice a WHERE a.supply_id = s.id)""", ids),
        SQL("""DELETE FROM psms_plan_component c WHERE item_id IN (%s)
               AND NOT EXISTS (SELECT FROM psms_planned_order o WHERE o.item_id = c.item_id)""", items),
        SQL("""DELETE FROM psms_plan_item i WHERE plan_id = ANY(%s)
               AND NOT EXISTS (SELECT FROM psms_planned_order o WHERE o.item_id = i.id)
               AND NOT EXISTS (SELECT FROM psms_plan_advice a WHERE a.item_id = i.id)""", ids),
    ):
        env.cr.execute(statement)
    env.invalidate_all()
    used = env["psms.plan.item"]._read_group([("plan_id", "in", ids)], ["plan_id"])
    (plans - plans.browse().concat(*(plan for [plan] in used))).unlink()
