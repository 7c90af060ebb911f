"""Goods without lot: what may have become of them, or where they may come from; read in bulk for many products.

The reckoning itself is in ``possible_pools.py``. Nothing of this is certain, and everybody who shows it says so.
"""

from typing import NamedTuple

from odoo.tools import SQL

from .possible_pools import Line, Pools

#: movements of one product without lot that are reckoned with; what is moved more often is too common to say anything of
MOST_MOVEMENTS = 50_000
#: movements inside the house that are followed for one piece of goods
MOST_STEPS = 10_000

USES, MOVEMENTS = "uses", "movements"


class Cut(NamedTuple):
    """Why not everything is told: too many uses to choose from, or too many movements to reckon with."""

    product_id: int
    reason: str
    count: int


class Possible(NamedTuple):
    """What may have become of some lines of a product without lot (or where they may come from).

    :param lines: ids of the lines at which the goods left our places (upwards: came into them)
    :param likely: those of them that it was if the first in was the first out
    :param places: ``{place: quantity}`` where some may still lie
    :param likely_places: the same if the first in was the first out
    :param cut: a ``Cut`` when there were more; ``lines`` are the likely ones then
    """

    lines: frozenset = frozenset()
    likely: frozenset = frozenset()
    places: dict = {}
    likely_places: dict = {}
    cut: Cut | None = None


class Reckoner:
    """Answers for one request; what was read of a product is kept."""

    def __init__(self, env):
        self.env = env
        #: uses of one production that are still told; 0: goods without lot are not followed
        self.most = env.company.psms_trace_possible
        self._pools, self._too_many = {}, {}

    def load(self, product_ids):
        """Read the movements and the stock of these products, in two statements."""
        fresh = sorted(set(product_ids) - self._pools.keys() - self._too_many.keys())
        if not fresh:
            return
        lines, outside = {product_id: [] for product_id in fresh}, set()
        for product_id, total, line_id, date, quantity, source, destination, customers in _movements(self.env, fresh):
            if total > MOST_MOVEMENTS:
                self._too_many[product_id] = total
            else:
                lines[product_id].append(Line(line_id, date, quantity, source, destination))
                outside.update(customers)
        stock = _stock(self.env, [product_id for product_id in fresh if product_id not in self._too_many])
        for product_id in fresh:
            if product_id not in self._too_many:
                self._pools[product_id] = Pools(lines[product_id], stock.get(product_id, {}), outside)

    def ask(self, product_id, line_ids, up):
        """What may have become of the goods of these lines; the product has to be loaded."""
        if product_id in self._too_many:
            return Possible(cut=Cut(product_id, MOVEMENTS, self._too_many[product_id]))
        pools, most = self._pools[product_id], self.most * max(1, len(line_ids))
        likely = pools.first_out(line_ids, up, MOST_STEPS)
        wide = pools.possible(line_ids, up, most)
        if wide.complete and likely.complete:
            return Possible(wide.lines, likely.lines, wide.places, likely.places)
        return Possible(likely.lines, likely.lines, likely.places, likely.places, Cut(product_id, USES, most))


def made(env, product_ids):
    """Which of these products were ever made by us: others have no production behind them to go on to."""
    rows = env.execute_query(SQL(
        """
        SELECT product.id
          FROM product_product product
         WHERE product.id = ANY(%s) AND EXISTS (
               SELECT FROM stock_move move
                 JOIN stock_location source ON source.id = move.location_id
                WHERE move.product_id = product.id AND source.usage = 'production' AND move.state = 'done'
                  AND move.company_id = ANY(%s))
        """, list(product_ids), env.companies.ids)) if product_ids else []
    return {product_id for product_id, in rows}


def _movements(env, product_ids):
    """Done movements between places; of a product with too many the first row alone, for their number."""
    return env.execute_query(SQL(
        """
          SELECT product_id, total, id, date, quantity, source, destination, customers
            FROM (SELECT line.product_id, COUNT(*) OVER product AS total, ROW_NUMBER() OVER product AS number, line.id,
                         line.date, line.quantity_product_uom AS quantity,
                         CASE WHEN source.usage IN ('internal', 'transit', 'customer') THEN source.id END AS source,
                         CASE WHEN destination.usage IN ('internal', 'transit', 'customer')
                              THEN destination.id END AS destination,
                         ARRAY_REMOVE(ARRAY[CASE WHEN source.usage = 'customer' THEN source.id END,
                                            CASE WHEN destination.usage = 'customer' THEN destination.id END], NULL) AS customers
                    FROM stock_move_line line
                    JOIN stock_location source ON source.id = line.location_id
                    JOIN stock_location destination ON destination.id = line.location_dest_id
                   WHERE line.product_id = ANY(%(products)s) AND line.lot_id IS NULL AND line.state = 'done'
                     AND line.quantity_product_uom > 0 AND line.company_id = ANY(%(companies)s)
                     AND line.location_id != line.location_dest_id
                  WINDOW product AS (PARTITION BY line.product_id)) movement
           WHERE total <= %(most)s OR number = 1
        """,
        products=list(product_ids), companies=env.companies.ids, most=MOST_MOVEMENTS,
    ))


def _stock(env, product_ids):
    """``{product: {place: quantity without lot}}``."""
    found = {}
    rows = env.execute_query(SQL(
        """
          SELECT quant.product_id, quant.location_id, SUM(quant.quantity)
            FROM stock_quant quant
            JOIN stock_location location ON location.id = quant.location_id
           WHERE quant.product_id = ANY(%s) AND quant.lot_id IS NULL
             AND location.usage IN ('internal', 'transit', 'customer')
             AND (quant.company_id IS NULL OR quant.company_id = ANY(%s))
        GROUP BY quant.product_id, quant.location_id
        """, list(product_ids), env.companies.ids)) if product_ids else []
    for product_id, place, quantity in rows:
        found.setdefault(product_id, {})[place] = quantity
    return found
