"""Netting: what has to be ordered, item by item in low-level-code order.

Only days on which something happens are looked at. Within one level the requirements, the calendar and the explosion are
array operations over all items.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ordering import Events, Found, find_orders
from .problem import Problem
from .segments import running, spans, steps


@dataclass
class Orders:
    """Planned orders by level, item, need day and part; all days count from the start."""

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


def net(problem: Problem) -> tuple[Orders, Needs]:
    """Planned orders, and the component needs within the horizon that they cause."""
    depth = len(problem.level_first) - 1
    orders: list[Orders] = []
    needs: list[list[Needs]] = [[] for _level in range(depth)]
    count = 0
    for level in range(depth):
        low, high = problem.level_first[level : level + 2].tolist()
        dependent = join(Needs, needs[level])
        events = _events(problem, low, high, dependent)
        placed = _place(problem, events, find_orders(problem, low, high, events))
        orders.append(placed)
        for below, part in _explode(problem, placed, count):
            needs[below].append(part)
        needs[level] = [dependent]
        count += len(placed.item)
    return join(Orders, orders), join(Needs, [part for parts in needs for part in parts])


def _events(problem: Problem, low: int, high: int, dependent: Needs) -> Events:
    """Requirements and usable supply of items low..high by day, and the running shortage."""
    horizon = problem.horizon
    demands, supplies = problem.demands, problem.supplies
    own = slice(*np.searchsorted(demands.item, (low, high)))
    open_ = slice(*np.searchsorted(supplies.item, (low, high)))
    usable = supplies.usable[open_]
    inside = usable < horizon
    supplied = (supplies.item[open_] * horizon + usable)[inside]
    needed = np.concatenate((demands.item[own] * horizon + demands.day[own], dependent.item * horizon + dependent.day))
    # every item has an event on day 0: its stock may lie below its safety stock from the start
    keys, place = np.unique(np.concatenate((np.arange(low, high) * horizon, needed, supplied)), return_inverse=True)
    needed_place = place[high - low : high - low + len(needed)]
    supplied_place = place[high - low + len(needed) :]
    amounts = np.concatenate((demands.quantity[own], dependent.quantity))
    first = np.searchsorted(keys, np.arange(low, high + 1) * horizon)
    demand = running(np.bincount(needed_place, weights=amounts, minlength=len(keys)), first)
    supply = running(np.bincount(supplied_place, supplies.quantity[open_][inside], minlength=len(keys)), first)
    item = keys // horizon
    shortage = demand + problem.items.safety[item] - problem.items.on_hand[item] - supply
    peak = running(np.maximum(shortage, 0), first, np.maximum)
    return Events(first, keys, item, keys - item * horizon, demand, supply, peak, steps(peak, first))


def _place(problem: Problem, events: Events, found: Found) -> Orders:
    """Give the orders of one level their days and reasons."""
    item, need, items = events.item[found.event], events.day[found.event], problem.items
    due, release = problem.workdays.schedule(need, items.lead[item], items.fence[item], items.calendar[item])
    return Orders(
        item=item,
        quantity=found.quantity,
        need=need,
        due=due,
        release=release,
        demand=events.demand[found.event],
        supply=events.supply[found.event],
        covered=found.covered,
        missing=found.missing,
        divided=found.divided,
    )


def _explode(problem: Problem, orders: Orders, count: int) -> list[tuple[int, Needs]]:
    """Component needs of one level's orders by the level of the component; `count` orders came before these.

    An order that can only start past the horizon asks for nothing within it, as a demand there would.
    """
    bom = problem.bom
    asking = np.flatnonzero(orders.release < problem.horizon)
    first, last = bom.first[orders.item[asking]], bom.first[orders.item[asking] + 1]
    line = spans(first, last)
    order = np.repeat(asking, last - first)
    needs = Needs(
        item=bom.component[line],
        day=orders.release[order],
        quantity=orders.quantity[order] * bom.per_unit[line],
        order=order + count,
    )
    level = np.searchsorted(problem.level_first, needs.item, side="right") - 1
    return [(below, pick(needs, level == below)) for below in np.unique(level).tolist()]


def pick(table, rows: np.ndarray):
    return type(table)(**{name: cells[rows] for name, cells in vars(table).items()})


def join(kind: type, parts: list):
    """Tables of arrays under each other; an empty one of the right types for none."""
    if not parts:
        names = kind.__dataclass_fields__
        floats = {"quantity", "demand", "supply", "covered", "missing"}
        return kind(**{name: np.zeros(0, dtype=np.float64 if name in floats else np.int64) for name in names})
    return kind(**{name: np.concatenate([vars(part)[name] for part in parts]) for name in vars(parts[0])})
