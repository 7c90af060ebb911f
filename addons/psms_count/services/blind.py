"""What the book says of goods that are counted blind, kept from the people who count them wherever else they could read it.

Hidden are the goods of the lines of an open blind count, in their bins, from store keepers who may count it and whose role
has no insight (rights.INSIGHT), and only where people read: lists, forms, groups, exports and the API. What Odoo and the
services reckon with stays whole, so reserving, picking and posting know nothing of it.
"""

from odoo.tools import SQL

from . import rights

#: while a count is in one of these, somebody may still be asked to count
OPEN = ("counting", "recount")


def applies(env):
    """Whether this is somebody who counts without insight; nothing is asked of the database for it."""
    return not env.su and env.user.has_group(rights.KEEPER) and not env.user.has_groups(rights.INSIGHT)


def lines(env, columns):
    """SELECT these columns of the lines (``l``) that this person may be asked to count blind."""
    env["psms.count"].flush_model(["state", "blind", "user_ids"])
    env["psms.count.line"].flush_model(["count_id", "state", "location_id", "product_id", "lot_id"])
    return SQL(
        """SELECT %s FROM psms_count_line l JOIN psms_count c ON c.id = l.count_id
            WHERE c.blind AND c.state IN %s AND l.state != 'left_out' AND l.product_id IS NOT NULL
              AND (NOT EXISTS (SELECT 1 FROM psms_count_res_users_rel u WHERE u.psms_count_id = c.id)
                   OR EXISTS (SELECT 1 FROM psms_count_res_users_rel u
                               WHERE u.psms_count_id = c.id AND u.res_users_id = %s))""",
        columns, OPEN, env.uid)


def hidden(records):
    """Those of these records of which this person must not read quantities, as a set of ids; one query."""
    if not records.ids:
        return set()
    found = records.env.execute_query(SQL(
        "SELECT id FROM (%s) hidden WHERE id = ANY(%s)", records._psms_blind_ids(), list(records.ids)))
    return {record_id for record_id, in found}
