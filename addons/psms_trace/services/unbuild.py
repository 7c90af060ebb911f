"""What came out of taking a product apart.

Odoo's Manufacturing links the by-products that an unbuild order consumes with what came out of it, and forgets the
product itself. The order is known from the moves, so these links are read from there. Nothing happens without mrp.
"""

from odoo.tools import SQL

# near: the line asked about; far: what is on the other side of the same unbuild order
_JOIN = SQL("""
    JOIN stock_move move ON move.id = line.move_id
    JOIN stock_move other_move ON other_move.unbuild_id = move.unbuild_id
    JOIN stock_move_line other ON other.move_id = other_move.id
    JOIN stock_location source ON source.id = other.location_id
    JOIN stock_location destination ON destination.id = other.location_dest_id
    JOIN stock_location near_source ON near_source.id = line.location_id
    JOIN stock_location near_destination ON near_destination.id = line.location_dest_id
""")


def _sides(up):
    """Upwards the line asked about came out and the other one went in."""
    made, used = SQL("near_source.usage = 'production'"), SQL("destination.usage = 'production'")
    if not up:
        made, used = SQL("near_destination.usage = 'production'"), SQL("source.usage = 'production'")
    return SQL("%s AND %s AND line.state = 'done' AND other.state = 'done' AND other.quantity_product_uom > 0", made, used)


def is_installed(env):
    return "unbuild_id" in env["stock.move"]._fields


def beyond(env, lot_ids, up, pair, condition):
    """See ``trace_sql._beyond``."""
    if not is_installed(env):
        return []
    return env.execute_query(SQL(
        """
        SELECT DISTINCT %s
          FROM stock_move_line line %s
         WHERE line.lot_id = ANY(%s) AND %s AND line.quantity_product_uom > 0 AND %s AND line.company_id = ANY(%s)
        """, pair, _JOIN, list(lot_ids), _sides(up), condition, env.companies.ids))


def links(env, line_ids, up):
    """Rows of ``trace_sql.Link``."""
    if not is_installed(env):
        return []
    return env.execute_query(SQL(
        """
          SELECT line.id, other.id, other.product_id, other.lot_id, other.quantity_product_uom, other.date
            FROM stock_move_line line %s
           WHERE line.id = ANY(%s) AND %s AND other.company_id = ANY(%s)
        ORDER BY other.product_id, other.lot_id, other.id
        """, _JOIN, list(line_ids), _sides(up), env.companies.ids))
