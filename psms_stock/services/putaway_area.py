"""The bins of one area with what is in them, and the search for the best one.

In this order: where the same lot lies, where the same product lies, a free bin (of a zone that names
the product's category before others; near the door for class A, further away for B and C), and last
a bin beside other products. A bin that takes everything is better than several that take a part.
"""

from typing import NamedTuple

from odoo.tools import SQL

from . import bin_load
from .bin_rules import Load, Rules, room

#: goods pass through these zones; nothing is stored there unless the rule names such a place itself
PASSING_KINDS = ("receiving", "quarantine", "scrap", "shipping")
#: share of the bins, from the door on, that is left to better classes
CLASS_START = {"b": 1 / 3, "c": 2 / 3}

BINS = """
    SELECT bin.id, bin.zone_id, bin.storage_category_id
      FROM stock_location bin
     WHERE bin.parent_path LIKE %s AND bin.usage = 'internal' AND bin.active AND %s
       AND NOT EXISTS (SELECT 1 FROM stock_location child
                        WHERE child.location_id = bin.id AND child.active AND child.usage = 'internal')
  ORDER BY NULLIF(bin.walk_order, 0) NULLS LAST, bin.complete_name, bin.id
"""


class Found(NamedTuple):
    bin_id: int
    reason: str  # selection of stock.move.line.putaway_reason
    quantity: float
    goods: list


class Area:

    def __init__(self, env, root, storage_category, without_lines=()):
        env.flush_all()
        only = SQL("bin.storage_category_id = %s", storage_category.id) if storage_category else SQL("TRUE")
        bins = {
            bin_id: (zone_id, category_id)
            for bin_id, zone_id, category_id in env.execute_query(SQL(BINS, root.parent_path + "%", only))
        }
        self.ids = list(bins)
        # sudo: see bin_load.rules
        self.root_zone = root.sudo().zone_id.id
        zones = env["psms.stock.zone"].browse({zone_id for zone_id, _category in bins.values() if zone_id})
        self.rules = bin_load.rules_of(env, bins)
        self.loads = bin_load.loads(env, self.ids, without_lines)
        self.rank = {bin_id: rank for rank, bin_id in enumerate(self.ids)}
        self.limits = bin_load.zone_limits(zones)
        self.totals = bin_load.zone_loads(env, self.limits, without_lines)
        self.faces = self._pick_faces(env)
        self.empty = [bin_id for bin_id in self.ids if not self.loads.get(bin_id)]
        self.holding = {}
        for bin_id, load in self.loads.items():
            for product_id in load.products:
                self.holding.setdefault(product_id, set()).add(bin_id)

    def _pick_faces(self, env):
        """{bin id: ids of the products that are picked there}"""
        # sudo: see bin_load.rules
        groups = env["psms.stock.pick.face"].sudo()._read_group(
            [("location_id", "in", self.ids)], ["location_id"], ["product_id:array_agg"])
        return {location.id: set(product_ids) for location, product_ids in groups}

    # === SEARCH === #

    def find(self, goods, abc, splittable):
        """Return what :class:`Found` says for goods that stay together, or None.

        :param goods: several only for the contents of one package
        :param splittable: a bin that takes a part of the goods will do when none takes all of it
        """
        for steps in ((self._same_lot, self._same_product, self._free), (self._shared,)):
            for partly in (False, True) if splittable else (False,):
                for step in steps:
                    for bin_id, reason in step(goods[0], abc):
                        quantity = self._room(bin_id, goods)
                        if quantity > 0 and (partly or quantity >= sum(row.quantity for row in goods)):
                            return Found(bin_id, reason, quantity, goods)
        return None

    def fill(self, found):
        """Reckon with goods that were given a bin."""
        rules = self.rules.get(found.bin_id)
        if rules is None:
            return
        load = self.loads.setdefault(found.bin_id, Load())
        if not load:
            self.empty.remove(found.bin_id)
        total = self.totals.get(rules.zone_id)
        for goods in found.goods:
            quantity = found.quantity if len(found.goods) == 1 else goods.quantity
            load.add(goods, quantity)
            self.holding.setdefault(goods.product_id, set()).add(found.bin_id)
            if total is not None:
                total.add(goods, quantity)

    def _room(self, bin_id, goods):
        """Quantity of the goods that the bin takes; a package goes in as a whole or not at all."""
        rules = self.rules[bin_id]
        limits, total = self.limits.get(rules.zone_id), self.totals.get(rules.zone_id)
        load = self.loads.get(bin_id) or Load()
        if len(goods) == 1:
            quantity, _code = room(rules, load, goods[0], limits, total)
            return quantity
        if rules.only_empty and load:
            return 0.0
        after, zone_after = _copy(load), _copy(total) if total is not None else None
        for row in goods:
            # The first product of a package does not stand in the way of the second.
            free = Rules(**{**vars(rules), "only_empty": False})
            quantity, _code = room(free, after, row, limits, zone_after)
            if quantity < row.quantity:
                return 0.0
            after.add(row)
            if zone_after is not None:
                zone_after.add(row)
        return sum(row.quantity for row in goods)

    # === STEPS, each gives bins in the order in which they should be tried === #

    def _same_lot(self, goods, _abc):
        if goods.lot:
            for bin_id in self._holding(goods):
                if goods.lot in self.loads[bin_id].lots.get(goods.product_id, ()):
                    yield bin_id, "same_lot"

    def _same_product(self, goods, _abc):
        for bin_id in self._holding(goods):
            yield bin_id, "same_product"

    def _holding(self, goods):
        bins = sorted(self.holding.get(goods.product_id, ()), key=self.rank.__getitem__)
        return [bin_id for bin_id in bins if not self._passing(bin_id)]

    def _free(self, goods, abc):
        nearest = {"a": "class_a", "b": "class_b", "c": "class_c"}.get(abc, "nearest")
        ordered = self._by_class(abc)
        own = [bin_id for bin_id in ordered if self.rules[bin_id].allowed & goods.categories]
        for bin_id in own:
            if self._usual(bin_id, goods):
                yield bin_id, "zone" if nearest == "nearest" else nearest
        for bin_id in ordered:
            if not self.rules[bin_id].allowed and self._usual(bin_id, goods):
                yield bin_id, nearest
        # A pick face that belongs to no product, before anything is mixed.
        for bin_id in ordered:
            if self._spare_face(bin_id):
                yield bin_id, nearest

    def _by_class(self, abc):
        start = CLASS_START.get(abc, 0) * len(self.ids)
        if not start:
            return list(self.empty)
        far = [bin_id for bin_id in self.empty if self.rank[bin_id] >= start]
        near = [bin_id for bin_id in self.empty if self.rank[bin_id] < start]
        return far + near[::-1]

    def _shared(self, goods, _abc):
        for bin_id in self.ids:
            if self.loads.get(bin_id) and (self._usual(bin_id, goods) or self._spare_face(bin_id)):
                yield bin_id, "shared"

    def _usual(self, bin_id, goods):
        """Whether goods of this product are stored here; pick faces are filled from bulk unless they are its own."""
        if bin_id in self.faces:
            return goods.product_id in self.faces[bin_id]
        return not self._passing(bin_id) and not self._is_face(bin_id)

    def _spare_face(self, bin_id):
        return bin_id not in self.faces and self._is_face(bin_id)

    def _is_face(self, bin_id):
        rules = self.rules[bin_id]
        return rules.zone_kind == "pick_face" and rules.zone_id != self.root_zone

    def _passing(self, bin_id):
        rules = self.rules[bin_id]
        return rules.zone_kind in PASSING_KINDS and rules.zone_id != self.root_zone


def _copy(load):
    return Load(
        dict(load.products), {product_id: set(lots) for product_id, lots in load.lots.items()},
        load.weight, load.volume, dict(load.pallets))
