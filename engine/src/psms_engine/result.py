"""The tables that come out of a plan: numbers first, names on first use.

What a program stores by the hundred thousand it takes as numbers: rows of the input tables in the caller's own order, rows of
`planned`, and small codes. The columns of names, which the CSV files hold, are made when somebody reads them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import ClassVar

import numpy as np

from .model import Rows


class SupplyKind(IntEnum):
    """What an index of a supply is a row of: items, supplies or planned."""

    ON_HAND = 0
    OPEN_SUPPLY = 1
    PLANNED_ORDER = 2


class DemandKind(IntEnum):
    """What an index of a demand is a row of: demands, planned (a need of components) or items."""

    DEMAND = 0
    PLANNED_ORDER = 1
    SAFETY_STOCK = 2


# kind and index where there is neither: nothing waits, nothing needs it
NONE = -1

# rules_code is a sum of 1 << place in RULES; RULES_TEXTS has the text of each code
RULES = ("lot_days", "lot_min", "lot_multiple", "lot_max")
RULES_TEXTS = tuple(" ".join(rule for bit, rule in enumerate(RULES) if code >> bit & 1) for code in range(1 << len(RULES)))

# the action of a row of advice, and the advice itself, which differs where the supply is firm
EXPEDITE, DEFER, REDUCE, CANCEL, BLOCKED = "expedite", "defer", "reduce", "cancel", "blocked"


@dataclass(frozen=True, eq=False)
class Names:
    """The names behind the numbers: those of the caller in the caller's order, and those that the plan makes itself."""

    items: list[str]
    demands: list[str]
    supplies: list[str]
    planned: int

    @cached_property
    def orders(self) -> list[str]:
        return order_names(self.planned)

    def of_supplies(self, kind: np.ndarray, index: np.ndarray) -> list[str]:
        return _by_kind(self._supplies, kind, index)

    def of_demands(self, kind: np.ndarray, index: np.ndarray) -> list[str]:
        return _by_kind(self._demands, kind, index)

    @cached_property
    def _supplies(self) -> tuple[list[str], ...]:
        return [f"on_hand:{name}" for name in self.items], self.supplies, self.orders

    @cached_property
    def _demands(self) -> tuple[list[str], ...]:
        return self.demands, self.orders, [f"safety:{name}" for name in self.items]


def _by_kind(names: tuple[list[str], ...], kind: np.ndarray, index: np.ndarray) -> list[str]:
    """A blank for what is NONE."""
    texts = np.full(len(kind), "", dtype=object)
    for number, own in enumerate(names):
        chosen = np.flatnonzero(kind == number)
        texts[chosen] = np.array(own, dtype=object)[index[chosen]]
    return texts.tolist()


def picked(texts, places: np.ndarray) -> list[str]:
    return np.array(texts, dtype=object)[places].tolist()


def order_names(count: int) -> list[str]:
    """Names whose order as text is the order of the numbers."""
    width = max(6, len(str(count)))
    return [f"planned:{number:0{width}d}" for number in range(1, count + 1)]


@dataclass(eq=False)
class Result(Rows):
    """A table of the answer. `COLUMNS` are those of its CSV file; the fields are columns of numbers, some of them the same."""

    COLUMNS: ClassVar[tuple[str, ...]] = ()

    names_of: Names

    @classmethod
    def names(cls) -> list[str]:
        return list(cls.COLUMNS)

    def __len__(self) -> int:
        return len(self.item_index)

    @cached_property
    def item(self) -> list[str]:
        return picked(self.names_of.items, self.item_index)


@dataclass(eq=False)
class Planned(Result):
    """Planned orders by item and need day.

    `days_late` counts from `need` to `due`: more than 0 when the release had to move to the first open day. `finish` is later
    than `due` when components come late; (`waits_kind`, `waits_index`) is then the supply that it waits for, else NONE.
    The columns from `demand` on are the reason for the quantity, as figures that an app can put into words:
    shortage = demand + safety_stock - on_hand - supply (each up to and including the need day); missing = what this order
    has to bring: the shortage less what earlier orders cover, or the most that is missing within `lot_days`.
    `rules` are the codes that applied, in order, joined by a blank: lot_days, lot_min, lot_multiple, lot_max (this order is
    one of several parts); `rules_code` says the same as a number.
    """

    COLUMNS: ClassVar[tuple[str, ...]] = (
        *("order", "item", "quantity", "need", "due", "release", "finish", "days_late"),
        *("demand", "safety_stock", "on_hand", "supply", "shortage", "covered", "missing", "rules"),
    )

    item_index: np.ndarray
    quantity: np.ndarray
    need: np.ndarray
    due: np.ndarray
    release: np.ndarray
    finish: np.ndarray
    days_late: np.ndarray
    demand: np.ndarray
    safety_stock: np.ndarray
    on_hand: np.ndarray
    supply: np.ndarray
    shortage: np.ndarray
    covered: np.ndarray
    missing: np.ndarray
    rules_code: np.ndarray
    waits_kind: np.ndarray
    waits_index: np.ndarray

    @cached_property
    def order(self) -> list[str]:
        return self.names_of.orders

    @cached_property
    def rules(self) -> list[str]:
        return picked(RULES_TEXTS, self.rules_code)


@dataclass(eq=False)
class Pegs(Result):
    """Which supply (an open supply, a planned order, `on_hand:ITEM`) serves which demand (a demand, a planned order that
    needs components, `safety:ITEM`), with how much; by item, those of an item in the order of its queue."""

    COLUMNS: ClassVar[tuple[str, ...]] = ("supply", "demand", "item", "quantity")

    supply_kind: np.ndarray
    supply_index: np.ndarray
    demand_kind: np.ndarray
    demand_index: np.ndarray
    item_index: np.ndarray
    quantity: np.ndarray

    @cached_property
    def supply(self) -> list[str]:
        return self.names_of.of_supplies(self.supply_kind, self.supply_index)

    @cached_property
    def demand(self) -> list[str]:
        return self.names_of.of_demands(self.demand_kind, self.demand_index)


@dataclass(eq=False)
class Promises(Result):
    """When each demand can be served as things stand.

    (`last_kind`, `last_index`) is the supply that serves it last, NONE if nothing does. `cause` is the chain of supplies that
    makes it late, from that one down, joined by " > "; `causes` the same as pairs of kind and index.
    """

    COLUMNS: ClassVar[tuple[str, ...]] = ("demand", "item", "date", "promise", "days_late", "short", "cause")

    demand_index: np.ndarray
    item_index: np.ndarray
    date: np.ndarray
    promise: np.ndarray
    days_late: np.ndarray
    short: np.ndarray
    last_kind: np.ndarray
    last_index: np.ndarray
    planned: Planned

    @cached_property
    def demand(self) -> list[str]:
        return picked(self.names_of.demands, self.demand_index)

    @cached_property
    def causes(self) -> list[list[tuple[int, int]]]:
        """For each late promise the chain that makes it late; an empty list where there is none."""
        chains: list[list[tuple[int, int]]] = [[] for _row in range(len(self))]
        late = np.flatnonzero(self.days_late)
        waits = list(zip(self.planned.waits_kind.tolist(), self.planned.waits_index.tolist()))
        for row, kind, index in zip(late.tolist(), self.last_kind[late].tolist(), self.last_index[late].tolist()):
            while kind != NONE:
                chains[row].append((kind, index))
                kind, index = waits[index] if kind == SupplyKind.PLANNED_ORDER else (NONE, NONE)
        return chains

    @cached_property
    def cause(self) -> list[str]:
        links = [link for chain in self.causes for link in chain]
        names = iter(self.names_of.of_supplies(*np.array(links, dtype=np.int64).reshape(-1, 2).T))
        return [" > ".join(next(names) for _link in chain) for chain in self.causes]


@dataclass(eq=False)
class Advice(Result):
    """What to do about open supplies; `wanted` is the advice itself where a firm supply makes the action `blocked`."""

    COLUMNS: ClassVar[tuple[str, ...]] = ("supply", "item", "action", "from_date", "to_date", "quantity", "because", "wanted")

    supply_index: np.ndarray
    item_index: np.ndarray
    action: list[str]
    from_date: np.ndarray
    to_date: np.ndarray
    quantity: np.ndarray
    because_kind: np.ndarray
    because_index: np.ndarray
    wanted: list[str]

    @cached_property
    def supply(self) -> list[str]:
        return picked(self.names_of.supplies, self.supply_index)

    @cached_property
    def because(self) -> list[str]:
        return [name or "no demand" for name in self.names_of.of_demands(self.because_kind, self.because_index)]


@dataclass(eq=False)
class PlanResult:
    planned: Planned
    pegs: Pegs
    promises: Promises
    advice: Advice
    # demands at or past the horizon, which the plan leaves out: names in order, and rows of demands
    left_out: list[str]
    left_out_index: np.ndarray

    def tables(self) -> Iterator[tuple[str, Result]]:
        return ((name, table) for name, table in vars(self).items() if isinstance(table, Result))
