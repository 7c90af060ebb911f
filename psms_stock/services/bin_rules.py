"""What fits into a bin: arithmetic on plain values, without database (services/bin_load.py reads them).

A limit of 0 is no limit. A rule is broken by a *code*; services/bin_messages.py has the sentences.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

# As many pieces as a float holds exactly: the room of a bin without limits.
UNLIMITED = 1e15
# Weights and volumes are sums of products of floats; what differs by less is the same.
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Limits:
    weight: float = 0.0
    volume: float = 0.0
    pallets: int = 0

    def __bool__(self):
        return bool(self.weight or self.volume or self.pallets)


@dataclass(frozen=True)
class Rules:
    """The rules of one bin: those of its zone and those of its storage category."""

    zone_id: int = 0
    zone_kind: str = ""
    allowed: frozenset = frozenset()  # ids of product categories; what lies below them counts too
    forbidden: frozenset = frozenset()
    one_product: bool = False
    one_product_in_zone: bool = False  # because the zone says so, not only the storage category
    one_lot: bool = False
    only_empty: bool = False
    limits: Limits = Limits()
    of_product: dict = field(default_factory=dict, hash=False)  # product id -> quantity
    of_package_type: dict = field(default_factory=dict, hash=False)  # package type id -> number
    strict: bool = False  # what does not fit is refused at posting, not only never proposed


class Goods(NamedTuple):
    """Goods that want to go into a bin. ``categories`` is the category of the product with all above it."""

    product_id: int
    quantity: float
    categories: frozenset = frozenset()
    weight: float = 0.0  # of one unit
    volume: float = 0.0
    lot: str = ""
    pallet: int = 0
    package_type: int = 0

    @property
    def whole(self):
        return float(self.quantity).is_integer()


@dataclass
class Load:
    """What lies in a bin, or in a whole zone, with what is on its way there."""

    products: dict = field(default_factory=dict)  # product id -> quantity
    lots: dict = field(default_factory=dict)  # product id -> names of lots; "" for goods without
    weight: float = 0.0
    volume: float = 0.0
    pallets: dict = field(default_factory=dict)  # outermost package id -> its package type id

    def __bool__(self):
        return bool(self.products)

    def add(self, goods, quantity=None):
        quantity = goods.quantity if quantity is None else quantity
        self.products[goods.product_id] = self.products.get(goods.product_id, 0.0) + quantity
        self.lots.setdefault(goods.product_id, set()).add(goods.lot)
        self.weight += quantity * goods.weight
        self.volume += quantity * goods.volume
        if goods.pallet:
            self.pallets[goods.pallet] = goods.package_type


def room(rules, load, goods, limits=None, total=None):
    """How much of ``goods`` fits into a bin that holds ``load``, and the code of what stops the rest.

    :param limits: limits of the zone as a whole, with ``total``, what the zone holds
    :return: ``(quantity, code)``; the code is empty when everything fits
    """
    if code := forbidding(rules, goods) or mixing(rules, load, goods):
        return 0.0, code
    best, reason = goods.quantity, ""
    for available, code in _rooms(rules, load, goods, limits, total):
        if available < best:
            best, reason = available, code
    if best < goods.quantity and goods.whole:
        # Pieces stay whole: 142.8 boxes are 142.
        best = float(int(best + TOLERANCE))
    return max(best, 0.0), reason


def forbidding(rules, goods):
    """The code of the rule by which these goods may not lie in this zone at all."""
    if rules.forbidden & goods.categories or (rules.allowed and not rules.allowed & goods.categories):
        return "category"
    return ""


def mixing(rules, load, goods):
    """The code of the rule by which these goods may not lie beside what is there."""
    if not load:
        return ""
    if rules.only_empty:
        return "not_empty"
    if rules.one_product and set(load.products) != {goods.product_id}:
        return "other_product"
    if rules.one_lot and load.lots.get(goods.product_id, {goods.lot}) != {goods.lot}:
        return "other_lot"
    return ""


def _rooms(rules, load, goods, limits, total):
    yield from _within(rules.limits, load, goods, "")
    if limits:
        yield from _within(limits, total, goods, "zone_")
    if goods.product_id in rules.of_product:
        held = load.products.get(goods.product_id, 0.0)
        yield rules.of_product[goods.product_id] - held, "product_full"
    if goods.pallet and goods.package_type in rules.of_package_type and goods.pallet not in load.pallets:
        alike = sum(1 for kind in load.pallets.values() if kind == goods.package_type)
        if alike + 1 > rules.of_package_type[goods.package_type]:
            yield 0.0, "pallets"


def _within(limits, load, goods, scope):
    for limit, used, each, code in (
        (limits.weight, load.weight, goods.weight, "weight"),
        (limits.volume, load.volume, goods.volume, "volume"),
    ):
        if limit and each > 0:
            yield (limit - used + TOLERANCE) / each, scope + code
    if limits.pallets and goods.pallet and goods.pallet not in load.pallets and len(load.pallets) >= limits.pallets:
        yield 0.0, scope + "pallets"


def refused(rules, code):
    """Whether what is stopped by ``code`` is refused when a person wants it, or only never proposed."""
    return rules.strict or code in ("category", "other_lot") or (code == "other_product" and rules.one_product_in_zone)


def broken(rules, load):
    """The code of the rule that a bin breaks with what lies in it, empty if none."""
    if rules.one_product and len(load.products) > 1 and refused(rules, "other_product"):
        return "other_product"
    if rules.one_lot and any(len(lots) > 1 for lots in load.lots.values()):
        return "other_lot"
    if not rules.strict:
        return ""
    if code := exceeded(rules.limits, load):
        return code
    if any(load.products.get(product, 0.0) > limit + TOLERANCE for product, limit in rules.of_product.items()):
        return "product_full"
    kinds = list(load.pallets.values())
    if any(kinds.count(kind) > limit for kind, limit in rules.of_package_type.items()):
        return "pallets"
    return ""


def exceeded(limits, load):
    """The code of the limit that a load exceeds, empty if none."""
    if limits.weight and load.weight > limits.weight + TOLERANCE:
        return "weight"
    if limits.volume and load.volume > limits.volume + TOLERANCE:
        return "volume"
    if limits.pallets and len(load.pallets) > limits.pallets:
        return "pallets"
    return ""
