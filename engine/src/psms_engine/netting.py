"""Netting: what has to be ordered, item by item in low-level-code order.

Only days on which something happens are looked at. Within one level the requirements, the calendar and the explosion are
array operations over all items; the walk from shortage to order, where each order depends on the one before, is a loop over
the items that run short.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .levels import spans
from .lots import EPSILON, MOST_PARTS, LotRule
from .model import Offence, PlanError
from .problem import Problem


@dataclass
class Orders:
    """Planned orders by level, item, need day and part; all days count from the start."""

    item: np.ndarray
    quantity: np.ndarray
    need: np.ndarray
    due: np.ndarray
    release: np.ndarray
    moved: np.ndarray
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


@dataclass
class Events:
    """Days on which the shortage of an item may change; those of the level's n-th item are at first[n]:first[n + 1]."""

    first: np.ndarray
    day: np.ndarray
    demand: np.ndarray
    supply: np.ndarray
    shortage: np.ndarray


@dataclass
class Found:
    """Orders of one level as they are found: the event that needs it, and the figures."""

    event: list[int] = field(default_factory=list)
    quantity: list[float] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)
    missing: list[float] = field(default_factory=list)
    divided: list[bool] = field(default_factory=list)

    def add(self, event: int, covered: float, missing: float, parts: list[float]) -> float:
        """Take the orders for one need; returns what is covered from then on."""
        for quantity in parts:
            # the arithmetic of shares leaves dust behind the ninth digit
            quantity = round(quantity, 9)
            self.event.append(event)
            self.quantity.append(quantity)
            self.covered.append(covered)
            self.missing.append(missing)
            self.divided.append(len(parts) > 1)
            covered += quantity
            missing -= quantity
        return covered


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
        found = _find_orders(problem, low, events)
        placed = _place(problem, low, events, found)
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
    sums = np.zeros((2, len(keys)))
    sums[0] = np.bincount(needed_place, weights=amounts, minlength=len(keys))
    sums[1] = np.bincount(supplied_place, weights=supplies.quantity[open_][inside], minlength=len(keys))
    first = np.searchsorted(keys, np.arange(low, high + 1) * horizon)
    _accumulate(sums, first)
    item = keys // horizon
    shortage = sums[0] + problem.items.safety[item] - problem.items.on_hand[item] - sums[1]
    return Events(first, keys - item * horizon, sums[0], sums[1], shortage)


def _accumulate(sums: np.ndarray, first: np.ndarray) -> None:
    """Running sums within each item, in place. One sum over all items would leave rounding dust of one in another."""
    bounds = first.tolist()
    for begin, end in zip(bounds, bounds[1:]):
        if end - begin > 1:
            part = sums[:, begin:end]
            np.cumsum(part, axis=1, out=part)


def _find_orders(problem: Problem, low: int, events: Events) -> Found:
    found = Found()
    items = problem.items
    worst = np.maximum.reduceat(events.shortage, events.first[:-1]) if len(events.day) else np.zeros(0)
    for position in np.flatnonzero(worst > EPSILON).tolist():
        item = low + position
        rule = LotRule(float(items.lot_min[item]), float(items.lot_multiple[item]), float(items.lot_max[item]))
        begin, end = events.first[position : position + 2].tolist()
        window = int(items.lot_days[item])
        shortage = events.shortage[begin:end]
        wanted = _window_maximum(events.day[begin:end], shortage, window) if window > 1 else shortage
        try:
            _walk(found, begin, shortage.tolist(), wanted.tolist(), rule)
        except OverflowError as error:
            raise PlanError([_too_many_parts(problem, item, error)]) from None
    return found


def _walk(found: Found, event: int, shortage: list[float], wanted: list[float], rule: LotRule) -> None:
    """From day to day: where the shortage exceeds what orders cover, order what is wanted by then."""
    covered = 0.0
    for index, short in enumerate(shortage):
        if short > covered + EPSILON:
            missing = wanted[index] - covered
            covered = found.add(event + index, covered, missing, rule.parts(missing))


def _window_maximum(day: np.ndarray, shortage: np.ndarray, window: int) -> np.ndarray:
    """The greatest shortage within the `window` days that begin with each event's day.

    Asked for only where the shortage exceeds all before it, so the running maximum at the end of the window is the same.
    """
    last = np.searchsorted(day, day + window, side="left") - 1
    return np.maximum.accumulate(shortage)[last]


def _too_many_parts(problem: Problem, item: int, error: OverflowError) -> Offence:
    expected = f"a maximum that cuts a need into {MOST_PARTS} orders at most ({error})"
    row = int(problem.items.row[item]) + 2
    return Offence("items.csv", row, "lot_max", f"{problem.items.lot_max[item]:g}", expected)


def _place(problem: Problem, low: int, events: Events, found: Found) -> Orders:
    """Give the orders of one level their days and reasons."""
    event = np.array(found.event, dtype=np.int64)
    item = low + np.searchsorted(events.first, event, side="right") - 1
    need = events.day[event]
    due, release, moved = problem.workdays.schedule(need, problem.items.lead[item])
    return Orders(
        item=item,
        quantity=np.array(found.quantity),
        need=need,
        due=due,
        release=release,
        moved=moved,
        demand=events.demand[event],
        supply=events.supply[event],
        covered=np.array(found.covered),
        missing=np.array(found.missing),
        divided=np.array(found.divided, dtype=bool),
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
