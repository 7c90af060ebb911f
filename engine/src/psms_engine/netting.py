"""Netting: what has to be ordered, item by item in low-level-code order.

Only days on which something happens are looked at. Within one batch of items the requirements, the calendar and the explosion
are array operations over all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ordering import Events, Found, find_orders
from .problem import Problem
from .segments import paired, running, sorted_places, spans, steps


@dataclass
class Orders:
    """Planned orders by batch, item, need day and part; all days count from the start."""

    item: np.ndarray
    quantity: np.ndarray
    need: np.ndarray
    due: np.ndarray
    release: np.ndarray
    # the reason: sums up to and including the need day, what earlier orders cover, what this order has to bring
    demand: np.ndarray
    supply: np.ndarray
    covered: np.ndarray
    missing: np.ndarray
    divided: np.ndarray


@dataclass
class Needs:
    """What planned orders ask of their components, one row for each order and component."""

    item: np.ndarray
    day: np.ndarray
    quantity: np.ndarray
    order: np.ndarray


def net(problem: Problem) -> tuple[list[Orders], Needs]:
    """Planned orders of each batch, and the component needs within the horizon that they cause."""
    batches = problem.batches()
    orders: list[Orders] = []
    needs: list[list[Needs]] = [[] for _batch in batches]
    count = 0
    for batch, (low, high) in enumerate(batches):
        dependent = join(Needs, needs[batch])
        events = _events(problem, low, high, dependent)
        placed = _place(problem, events, find_orders(problem, low, high, events))
        orders.append(placed)
        for below, part in _explode(problem, placed, count):
            needs[below].append(part)
        needs[batch] = [dependent]
        count += len(placed.item)
    return orders, join(Needs, [part for parts in needs for part in parts])


def _events(problem: Problem, low: int, high: int, dependent: Needs) -> Events:
    """Requirements and usable supply of items low..high by day, and the running shortage."""
    horizon, items = problem.horizon, problem.items
    key, change = _changes(problem, low, high, dependent)
    last = np.flatnonzero(np.diff(key, append=-1))
    row_first = np.searchsorted(key, np.arange(high - low + 1) * horizon)
    # demand and supply side by side as one complex number: one sum for both
    sums = running(change, row_first)[last]
    key = key[last]
    first = np.searchsorted(key, np.arange(high - low + 1) * horizon)
    place = np.repeat(np.arange(high - low), np.diff(first))
    demand, supply = sums.real.copy(), sums.imag.copy()
    item = place + low
    shortage = demand + items.safety[item] - items.on_hand[item] - supply
    peak = np.maximum.accumulate(paired(item, np.maximum(shortage, 0))).imag.copy()
    return Events(first, key, item, key - place * horizon, demand, supply, peak, steps(peak, first))


def _changes(problem: Problem, low: int, high: int, dependent: Needs) -> tuple[np.ndarray, np.ndarray]:
    """What items low..high are asked for (the real part) and offered (the imaginary part), by (item - low) x horizon + day."""
    horizon, demands, supplies = problem.horizon, problem.demands, problem.supplies
    own = slice(*np.searchsorted(demands.item, (low, high)))
    open_ = np.arange(*np.searchsorted(supplies.item, (low, high)))
    open_ = open_[supplies.usable[open_] < horizon]
    # every item has an event on day 0: its stock may lie below its safety stock from the start
    item = np.concatenate((np.arange(low, high), demands.item[own], dependent.item, supplies.item[open_]))
    day = np.concatenate((np.zeros(high - low, dtype=np.int64), demands.day[own], dependent.day, supplies.usable[open_]))
    change = np.zeros(len(item), dtype=np.complex128)
    asked = slice(high - low, len(item) - len(open_))
    change.real[asked] = np.concatenate((demands.quantity[own], dependent.quantity))
    change.imag[asked.stop :] = supplies.quantity[open_]
    key, order = sorted_places((item - low) * horizon + day)
    return key, change[order]


def _place(problem: Problem, events: Events, found: Found) -> Orders:
    """Give the orders of one batch their days and reasons."""
    item, need, items = events.item[found.event], events.day[found.event], problem.items
    fence = items.fence[item] if items.fence.any() else 0
    due, release = problem.workdays.schedule(need, items.lead[item], fence, items.calendar[item])
    return Orders(
        item=item,
        quantity=found.quantity,
        need=need.astype(np.int32),
        due=due.astype(np.int32),
        release=release.astype(np.int32),
        demand=events.demand[found.event],
        supply=events.supply[found.event],
        covered=found.covered,
        missing=found.missing,
        divided=found.divided,
    )


def _explode(problem: Problem, orders: Orders, count: int) -> list[tuple[int, Needs]]:
    """Component needs of one batch's orders by the batch of the component; `count` orders came before these.

    An order that can only start past the horizon asks for nothing within it, as a demand there would.
    """
    bom = problem.bom
    asking = np.flatnonzero(orders.release < problem.horizon)
    first, last = bom.first[orders.item[asking]], bom.first[orders.item[asking] + 1]
    line, order = spans(first, last), np.repeat(asking, last - first)
    batch = problem.batch_of[bom.component[line]]
    by_batch = np.argsort(batch, kind="stable")
    line, order = line[by_batch], order[by_batch]
    needs = Needs(
        item=bom.component[line],
        day=orders.release[order],
        quantity=orders.quantity[order] * bom.per_unit[line],
        order=(order + count).astype(np.int32),
    )
    counts = np.bincount(batch)
    ends = np.cumsum(counts)
    return [(below, pick(needs, slice(ends[below] - counts[below], ends[below]))) for below in np.flatnonzero(counts).tolist()]


def pick(table, rows: np.ndarray | slice):
    return type(table)(**{name: cells[rows] for name, cells in vars(table).items()})


def join(kind: type, parts: list):
    """Tables of arrays under each other; an empty one of the right types for none."""
    if not parts:
        names = kind.__dataclass_fields__
        floats = {"quantity", "demand", "supply", "covered", "missing"}
        return kind(**{name: np.zeros(0, dtype=np.float64 if name in floats else np.int64) for name in names})
    return kind(**{name: np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])})
