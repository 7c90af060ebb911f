"""What a planner's work on a plan and a planning run must not do at the same time."""
from odoo.exceptions import UserError
from odoo.tools import SQL


def lock_rows(records, message):
    """The records that still exist, with the rights of the service, locked in the order of their ids.

    :param message: what to say when somebody else holds one of them
    """
    # Planners read what a plan consists of; only the services write it.
    rows = records.sudo().exists().sorted("id")
    if len(rows.try_lock_for_update(allow_referencing=True)) < len(rows):
        raise UserError(message)
    rows.invalidate_recordset(["state"])
    touch_plans(rows.plan_id)
    return rows


def touch_plans(plans):
    """Write the rows of the plans, as a planning run does first of all.

    A run that goes on meanwhile doesn't see what is changed here and would plan without it. Both write this row, so one
    of the two fails as a serialization conflict and is repeated by Odoo on fresh data.
    """
    if plans:
        plans.flush_recordset(["state"])
        plans.env.execute_query(SQL(
            "UPDATE psms_plan SET state = state WHERE id = ANY(%s) RETURNING id", sorted(plans.ids)))
