"""While a bin is counted frozen, nothing moves in or out of it."""

from odoo.exceptions import UserError
from odoo.tools import SQL

from . import post


def check(env, location_ids):
    """Refuse a movement of goods that touches a frozen bin."""
    if not location_ids or post.is_posting():
        return
    env["psms.count"].flush_model(["frozen"])
    env["psms.count.line"].flush_model(["count_id", "location_id"])
    # Read past the rules of companies: goods of another company lie in the same bins.
    rows = env.execute_query(SQL(
        """SELECT l.location_id, c.name FROM psms_count c JOIN psms_count_line l ON l.count_id = c.id
            WHERE c.frozen AND l.location_id = ANY(%s) LIMIT 1""", list(location_ids)))
    for location_id, name in rows:
        place = env["stock.location"].browse(location_id)
        raise UserError(env._(
            "%(bin)s is being counted in %(count)s, and nothing may move in or out of it until that is done. "
            "Use another bin, or wait for the count to be posted or cancelled.",
            bin=place.sudo().display_name,  # the name of a bin that the user was about to use
            count=name))
