"""What the move lines tell about lots, read in bulk: every function asks the database once, whatever the number of lots.

A lot is one thing: whatever was made of a part of it counts as made of it. Production and its like (unbuilding, repair)
leave links between the lines that were consumed and those that were produced (``stock_move_line_consume_rel``); their
two columns are named the other way round: ``consume_line_id`` holds the line that came out.
"""

from typing import NamedTuple

from odoo.tools import SQL

from . import unbuild

#: kinds of flow, from the side of the lot
MADE, RECEIVED, FOUND = "made", "received", "found"
CONSUMED, SHIPPED, RETURNED, SENT_BACK, SCRAPPED, LOST = "consumed", "shipped", "returned", "sent_back", "scrapped", "lost"
MOVED, REPACKED = "moved", "repacked"

#: what a person sees of a lot when looking to where it comes from, and to where it went
UP = (MADE, RECEIVED, FOUND)
DOWN = (CONSUMED, SHIPPED, RETURNED, SENT_BACK, SCRAPPED, LOST)
INSIDE = (MOVED, REPACKED)

# Both ends matter: goods that a vendor sends straight to a customer were received and shipped.
_KINDS_UP = """
    CASE WHEN source.usage = 'production'
           OR EXISTS (SELECT FROM stock_move_line_consume_rel link WHERE link.consume_line_id = line.id) THEN 'made'
         WHEN source.usage = 'supplier' AND destination.usage != 'supplier' THEN 'received'
         WHEN source.usage = 'inventory' AND destination.usage != 'inventory' THEN 'found'
    END
"""
_KINDS_DOWN = """
    CASE WHEN destination.usage = 'production'
           OR EXISTS (SELECT FROM stock_move_line_consume_rel link WHERE link.produce_line_id = line.id) THEN 'consumed'
         WHEN destination.usage = 'customer' AND source.usage != 'customer' THEN 'shipped'
         WHEN source.usage = 'customer' AND destination.usage != 'customer' THEN 'returned'
         WHEN destination.usage = 'supplier' AND source.usage != 'supplier' THEN 'sent_back'
         WHEN destination.usage = 'inventory' AND source.usage != 'inventory'
              THEN CASE WHEN move.scrap_id IS NULL THEN 'lost' ELSE 'scrapped' END
         WHEN source.usage IN ('supplier', 'inventory', 'production') THEN NULL
         WHEN line.result_package_id IS DISTINCT FROM line.package_id THEN 'repacked'
         ELSE 'moved'
    END
"""


class Flow(NamedTuple):
    """Everything of one lot that one document moved in one way."""

    lot_id: int
    kind: str
    quantity: float  # in the unit of the product
    date: object
    line_ids: list


class Link(NamedTuple):
    """A line that was consumed and a line that came of it."""

    near_id: int
    line_id: int
    product_id: int
    lot_id: int
    quantity: float
    date: object


def flush(env):
    for model in ("stock.move.line", "stock.move", "stock.location", "stock.quant"):
        env[model].flush_model()


def flows(env, lot_ids, kinds):
    """The flows of these lots, oldest first: ``{lot id: [Flow]}``."""
    up = set(kinds) <= set(UP)
    rows = env.execute_query(SQL(
        """
          SELECT lot_id, kind, SUM(quantity), MAX(date), ARRAY_AGG(id ORDER BY id)
            FROM (SELECT line.id, line.lot_id, line.date, line.quantity_product_uom AS quantity, %(kind)s AS kind,
                         line.picking_id, move.reference, move.scrap_id, line.result_package_id
                    FROM stock_move_line line
                    JOIN stock_move move ON move.id = line.move_id
                    JOIN stock_location source ON source.id = line.location_id
                    JOIN stock_location destination ON destination.id = line.location_dest_id
                   WHERE line.lot_id = ANY(%(lots)s) AND line.state = 'done' AND line.quantity_product_uom > 0
                     AND line.company_id = ANY(%(companies)s)) flow
           WHERE kind = ANY(%(kinds)s)
        GROUP BY lot_id, kind, picking_id, reference, scrap_id,
                 CASE WHEN kind IN ('shipped', 'repacked') THEN result_package_id END
        ORDER BY MAX(date), MIN(id)
        """,
        kind=SQL(_KINDS_UP if up else _KINDS_DOWN), lots=list(lot_ids), companies=env.companies.ids, kinds=list(kinds),
    ))
    found = {lot_id: [] for lot_id in lot_ids}
    for row in rows:
        found[row[0]].append(Flow(*row))
    return found


def links(env, line_ids, up, emptied=False):
    """What the other side of these consumed (or, upwards, produced) lines is: ``{line id: [Link]}``.

    :param emptied: also lines that were corrected to nothing
    """
    near, far = ("consume_line_id", "produce_line_id") if up else ("produce_line_id", "consume_line_id")
    rows = env.execute_query(SQL(
        """
          SELECT link.%(near)s, line.id, line.product_id, line.lot_id, line.quantity_product_uom, line.date
            FROM stock_move_line_consume_rel link
            JOIN stock_move_line line ON line.id = link.%(far)s
           WHERE link.%(near)s = ANY(%(lines)s) AND line.state = 'done'
             AND (line.quantity_product_uom > 0 OR %(emptied)s) AND line.company_id = ANY(%(companies)s)
        ORDER BY line.product_id, line.lot_id, line.id
        """,
        near=SQL.identifier(near), far=SQL.identifier(far), lines=list(line_ids), companies=env.companies.ids, emptied=emptied,
    ))
    found = {line_id: [] for line_id in line_ids}
    for row in (*rows, *unbuild.links(env, line_ids, up)):
        found[row[0]].append(Link(*row))
    return found


def next_lots(env, lot_ids, up):
    """The lots that these were made of (upwards), or that were made of them: pairs ``(lot, next lot)``."""
    return _beyond(
        env, lot_ids, up, SQL("line.lot_id, other.lot_id"), SQL("other.lot_id IS NOT NULL AND other.lot_id != line.lot_id"))


def without_lot(env, lot_ids, up):
    """What went into productions of these lots without lot (upwards), or came out of them: pairs ``(line, product)``."""
    return _beyond(env, lot_ids, up, SQL("other.id, other.product_id"), SQL("other.lot_id IS NULL"))


def _beyond(env, lot_ids, up, pair, condition):
    """Pairs of columns of ``line``, of one of the lots, and ``other``, on the other side of its production or unbuild order."""
    near, far = ("consume_line_id", "produce_line_id") if up else ("produce_line_id", "consume_line_id")
    rows = env.execute_query(SQL(
        """
          SELECT DISTINCT %(pair)s
            FROM stock_move_line line
            JOIN stock_move_line_consume_rel link ON link.%(near)s = line.id
            JOIN stock_move_line other ON other.id = link.%(far)s
           WHERE line.lot_id = ANY(%(lots)s) AND line.state = 'done' AND line.quantity_product_uom > 0
             AND other.state = 'done' AND other.quantity_product_uom > 0 AND %(condition)s
             AND line.company_id = ANY(%(companies)s)
        ORDER BY 1, 2
        """,
        pair=pair, near=SQL.identifier(near), far=SQL.identifier(far), lots=list(lot_ids), condition=condition,
        companies=env.companies.ids,
    ))
    return rows + unbuild.beyond(env, lot_ids, up, pair, condition)


def movements(env, line_ids, up):
    """Rows ``(line, kind, quantity, date, document)`` of these lines, oldest first; lines of one document are told together."""
    return env.execute_query(SQL(
        """
          SELECT line.id, %(kind)s, line.quantity_product_uom, line.date,
                 ROW(line.picking_id, move.reference, move.scrap_id)::text
            FROM stock_move_line line
            JOIN stock_move move ON move.id = line.move_id
            JOIN stock_location source ON source.id = line.location_id
            JOIN stock_location destination ON destination.id = line.location_dest_id
           WHERE line.id = ANY(%(lines)s) AND line.company_id = ANY(%(companies)s)
        ORDER BY line.date, line.id
        """,
        kind=SQL("COALESCE(%s, CASE WHEN source.usage = 'customer' THEN 'returned' END)", SQL(_KINDS_UP)) if up
        else SQL(_KINDS_DOWN),
        lines=list(line_ids), companies=env.companies.ids,
    ))


def stock(env, lot_ids):
    """Where the rest lies: ``{lot id: [(location, package, quantity, reserved, quant ids)]}``."""
    rows = env.execute_query(SQL(
        """
          SELECT quant.lot_id, quant.location_id, quant.package_id, SUM(quant.quantity), SUM(quant.reserved_quantity)
            FROM stock_quant quant
            JOIN stock_location location ON location.id = quant.location_id
           WHERE quant.lot_id = ANY(%(lots)s) AND location.usage IN ('internal', 'transit') AND quant.quantity != 0
             AND (quant.company_id IS NULL OR quant.company_id = ANY(%(companies)s))
        GROUP BY quant.lot_id, quant.location_id, quant.package_id, location.complete_name
        ORDER BY location.complete_name
        """,
        lots=list(lot_ids), companies=env.companies.ids,
    ))
    found = {lot_id: [] for lot_id in lot_ids}
    for lot_id, *place in rows:
        found[lot_id].append(tuple(place))
    return found


def totals(env, lot_ids):
    """What came in, went out and is left: ``{lot id: {kind: quantity}}``, the stock of now under ``stock``.

    Only what crosses the border of the company counts, so that the sums close whatever repairs are linked to.
    """
    found = {lot_id: {} for lot_id in lot_ids}
    for lot_id, source, destination, scrapped, quantity in _crossings(env, lot_ids):
        kinds = found[lot_id]
        for kind in (
            _IN.get(source) if source != destination else None,
            SCRAPPED if scrapped and destination == "inventory" else _OUT.get(destination) if source != destination else None,
        ):
            if kind:
                kinds[kind] = kinds.get(kind, 0) + quantity
    for lot_id, places in stock(env, lot_ids).items():
        found[lot_id]["stock"] = sum(quantity for _location, _package, quantity, _reserved in places)
    return found


_IN = {"production": MADE, "supplier": RECEIVED, "inventory": FOUND, "customer": RETURNED}
_OUT = {"production": CONSUMED, "supplier": SENT_BACK, "inventory": LOST, "customer": SHIPPED}


def _crossings(env, lot_ids):
    return env.execute_query(SQL(
        """
          SELECT line.lot_id, source.usage, destination.usage, move.scrap_id IS NOT NULL, SUM(line.quantity_product_uom)
            FROM stock_move_line line
            JOIN stock_move move ON move.id = line.move_id
            JOIN stock_location source ON source.id = line.location_id
            JOIN stock_location destination ON destination.id = line.location_dest_id
           WHERE line.lot_id = ANY(%(lots)s) AND line.state = 'done' AND line.company_id = ANY(%(companies)s)
             AND (source.usage NOT IN ('internal', 'transit') OR destination.usage NOT IN ('internal', 'transit'))
        GROUP BY 1, 2, 3, 4
        """,
        lots=list(lot_ids), companies=env.companies.ids,
    ))
