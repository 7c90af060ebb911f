"""Slotting: which goods should lie nearer to the door, and what should make room for them.

The way to a bin is its place in the walking order. Goods that are picked ``picks`` times save ``picks`` times the difference
of two bins when they change; in exchange with other goods, those walk further as often as they are picked. Advice is given
for what saves most, each bin once, among bins of the same zone, for goods in bulk also pick faces, and only where the rules of
the bin allow it.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from odoo.tools import SQL

from odoo.addons.psms_base.services.calendar import day_start

from . import bin_load
from .bin_rules import Load, room

#: zones whose goods are picked from
KINDS = ("pick_face", "bulk", "finished", "cold")
#: goods looked at, those that walk most; advice given
LOOK_AT, AT_MOST = 500, 100
#: bins tried for each of them, best first, until the rules allow one
TRIES = 20


@dataclass(frozen=True)
class Advice:
    """Goods that should change their bin. ``swap_product_id`` is 0 where the other bin is empty."""

    product_id: int
    location_id: int
    location_dest_id: int
    quantity: float
    picks: int
    swap_product_id: int
    swap_picks: int
    saving: int


def advise(env, warehouse, day):
    """Advice for a warehouse from the picks of its window that ends with ``day``, what saves most first."""
    bins = env["stock.location"].search([
        ("id", "child_of", warehouse.lot_stock_id.id), ("usage", "=", "internal"), ("walk_order", ">", 0),
        ("child_ids", "=", False), "|", ("zone_id", "=", False), ("zone_id.kind", "in", KINDS),
    ], order="walk_order, id")
    return _Floor(env, bins, _picks(env, warehouse, bins, day)).advise() if bins else []


def _picks(env, warehouse, bins, day):
    """{(product id, bin id): number of lines that took goods out of the bin and away from the shelves}"""
    end = day_start(warehouse.company_id, day + timedelta(days=1))
    path = warehouse.lot_stock_id.parent_path
    env.flush_all()
    return {(product, location): count for product, location, count in env.execute_query(SQL("""
        SELECT line.product_id, line.location_id, COUNT(*)
          FROM stock_move_line line JOIN stock_location dest ON dest.id = line.location_dest_id
         WHERE line.state = 'done' AND line.location_id = ANY(%s) AND line.date >= %s AND line.date < %s
           AND dest.usage NOT IN ('inventory', 'supplier') AND dest.parent_path NOT LIKE %s
      GROUP BY 1, 2""", bins.ids, end - timedelta(days=warehouse.company_id.psms_class_days), end, f"{path}%"))}


class _Floor:
    """The bins in walking order with what lies in them."""

    def __init__(self, env, bins, picks):
        self.env, self.bins, self.picks = env, bins, picks
        self.loads, self.rules = bin_load.loads(env, bins.ids), bin_load.rules(env, bins)
        self.place = {location.id: number for number, location in enumerate(bins)}
        self.walk = np.array(bins.mapped("walk_order"))
        self.zone = np.array([location.zone_id.id for location in bins])
        self.kind = np.array([location.zone_id.kind or "bulk" for location in bins])
        self.busy = np.zeros(len(bins))
        for (_product, location_id), count in picks.items():
            if location_id in self.loads:
                self.busy[self.place[location_id]] += count
        # a bin of several products makes no room by one exchange
        self.open = np.array([len(self._load(location.id).products) <= 1 for location in bins])

    def _load(self, location_id):
        return self.loads.get(location_id) or Load()

    def advise(self):
        found = sorted(filter(None, map(self._better, self._walked_most())), key=lambda advice: -advice.saving)
        used, kept = set(), []
        for advice in found:
            if not used & {advice.location_id, advice.location_dest_id}:
                used |= {advice.location_id, advice.location_dest_id}
                kept.append(advice)
        return kept[:AT_MOST]

    def _walked_most(self):
        """(product, bin, picks) of goods that lie there now, those that people walk most for first."""
        cells = [(product_id, location_id, count) for (product_id, location_id), count in self.picks.items()
                 if set(self._load(location_id).products) == {product_id}]
        cells.sort(key=lambda cell: (-cell[2] * self.walk[self.place[cell[1]]], cell))
        return cells[:LOOK_AT]

    def _better(self, cell):
        """The best advice for these goods, if there is one."""
        product_id, location_id, picks = cell
        here = self.place[location_id]
        reachable = self.zone == self.zone[here]
        if self.kind[here] == "bulk":
            reachable |= self.kind == "pick_face"
        reachable &= self.open
        saving = np.where(reachable, (picks - self.busy) * (self.walk[here] - self.walk), 0)
        for there in np.argsort(-saving, kind="stable")[:TRIES]:
            if saving[there] <= 0:
                return None
            dest_id = self.bins[int(there)].id
            other = next(iter(self._load(dest_id).products), 0)
            if self._fits(location_id, dest_id) and (not other or self._fits(dest_id, location_id)):
                quantity = self._load(location_id).products[product_id]
                return Advice(product_id, location_id, dest_id, quantity, picks, other, int(self.busy[there]), int(saving[there]))
        return None

    def _fits(self, location_id, dest_id):
        """Whether all that lies in one bin may lie in the other, once that is empty."""
        load, filled = self._load(location_id), Load()
        for product_id, quantity in load.products.items():
            product = self.env["product.product"].browse(product_id)
            for lot in sorted(load.lots[product_id]):
                # how much there is of each lot matters to no rule
                goods = bin_load.goods(product, quantity, lot)
                if room(self.rules[dest_id], filled, goods)[1]:
                    return False
                filled.add(goods)
                quantity = 0
        return True
