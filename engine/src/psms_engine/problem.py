"""The checked input in the one form that netting and pegging work on.

Items are numbered by low-level code, then by name; demands and supplies are sorted by item. Whatever order the rows came
in, the same tables give the same problem, and from here on nothing depends on the order of the input any more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .workdays import WorkDays

# expedite_days of an item whose open supply may be pulled forward without limit: more days than dates can lie apart
NO_LIMIT = 10_000_000


@dataclass
class ItemData:
    """`row` counts in the input's own order, `rank` in the order of names."""

    row: np.ndarray
    rank: np.ndarray
    made: np.ndarray
    lead: np.ndarray
    on_hand: np.ndarray
    safety: np.ndarray
    lot_days: np.ndarray
    lot_min: np.ndarray
    lot_multiple: np.ndarray
    lot_max: np.ndarray
    expedite: np.ndarray
    calendar: np.ndarray
    # in open days of the item's calendar: as many lie before the first day on which an order may be released
    fence: np.ndarray


@dataclass
class BomData:
    """Lines by parent: those of item i are at first[i]:first[i + 1]. Bought items ask for nothing and have none.

    `per_unit` holds what is lost on the way, and lines of one component are added up.
    """

    first: np.ndarray
    component: np.ndarray
    per_unit: np.ndarray


@dataclass
class DemandData:
    """By item, day, priority and name.

    `rank` is the place among all names of demands; it is negative for those that come before the names of planned orders.
    """

    row: np.ndarray
    item: np.ndarray
    day: np.ndarray
    date: np.ndarray
    quantity: np.ndarray
    priority: np.ndarray
    rank: np.ndarray


@dataclass
class SupplyData:
    """By item, day and name; `usable` is the first day on which netting may count it."""

    row: np.ndarray
    item: np.ndarray
    day: np.ndarray
    quantity: np.ndarray
    firm: np.ndarray
    usable: np.ndarray


@dataclass
class GivenNames:
    """In the input's own order."""

    items: list[str]
    demands: list[str]
    supplies: list[str]


@dataclass
class Problem:
    start: np.datetime64
    horizon: int
    tolerance: int
    workdays: WorkDays
    # the items of batch n are batch_first[n]:batch_first[n + 1]; none of them uses one of the same or of an earlier batch
    batch_first: np.ndarray
    batch_of: np.ndarray
    items: ItemData
    bom: BomData
    demands: DemandData
    supplies: SupplyData
    names: GivenNames
    # rows of demands past the horizon, in the order of names
    left_out: np.ndarray

    def batches(self) -> list[tuple[int, int]]:
        return list(zip(self.batch_first.tolist(), self.batch_first[1:].tolist()))
