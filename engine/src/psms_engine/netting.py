"""Netting: what has to be ordered, item by item in low-level-code order.

Only days on which something happens are looked at. Within one level the requirements, the calendar and the explosion are
array operations over all items; only a minimum, a maximum or a window, by which each order depends on the one before, take
a walk from order to order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    """Days on which the shortage of an item may change; those of the level's n-th item are at first[n]:first[n + 1].

    `key` is item x horizon + day. `peak` is the greatest shortage up to the event, 0 at least: an order is needed only where it
    rises, and without lot rules it is what orders must have brought by then.
    """

    first: np.ndarray
    key: np.ndarray
    item: np.ndarray
    day: np.ndarray
    demand: np.ndarray
    supply: np.ndarray
    peak: np.ndarray
    rise: np.ndarray


@dataclass
class Found:
    """Orders of one level before they have days: the event that needs each, and the figures."""

    event: np.ndarray
    quantity: np.ndarray
    covered: np.ndarray
    missing: np.ndarray
    divided: np.ndarray


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
        placed = _place(problem, events, _find_orders(problem, low, high, events))
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


def running(amounts: np.ndarray, first: np.ndarray, operation: np.ufunc = np.add) -> np.ndarray:
    """Running sums (or another operation) that begin anew at each `first`.

    One sum over all would be a little faster, but leave rounding dust of one item in another.
    """
    sums = amounts.copy()
    long = np.flatnonzero(np.diff(first) > 1)
    for begin, end in zip(first[long].tolist(), first[long + 1].tolist()):
        part = sums[begin:end]
        operation.accumulate(part, out=part)
    return sums


def steps(sums: np.ndarray, first: np.ndarray) -> np.ndarray:
    """What `running` undoes: the differences, beginning anew at each `first`."""
    differences = np.diff(sums, prepend=0.0)
    differences[first[:-1]] = sums[first[:-1]]
    return differences


def _find_orders(problem: Problem, low: int, high: int, events: Events) -> Found:
    """The orders of all items of a level, by event; those of one event in the order in which they were cut."""
    walk = _takes_a_walk(problem, low, high, events)
    found = join(Found, [_order_at_once(problem, events, ~walk[events.item - low]), _walk_items(problem, low, events, walk)])
    # the arithmetic of shares leaves dust behind the ninth digit
    found.quantity = np.round(found.quantity, 9)
    return pick(found, np.argsort(found.event, kind="stable"))


def _takes_a_walk(problem: Problem, low: int, high: int, events: Events) -> np.ndarray:
    """Which items have to be gone through from order to order, since an order's size decides when the next is due."""
    items = problem.items
    walk = (items.lot_min[low:high] > 0) | (items.lot_max[low:high] > 0) | (items.lot_days[low:high] > 1)
    # steps too small to order for add up until they are not
    small = events.item[(events.rise > 0) & (events.rise <= EPSILON)] - low
    walk[small[items.lot_multiple[low:high][small] <= EPSILON]] = True
    return walk


def _order_at_once(problem: Problem, events: Events, chosen: np.ndarray) -> Found:
    """Items with no rule but a multiple: orders must have brought the peak, rounded up, so each step of that is an order."""
    multiple = problem.items.lot_multiple[events.item]
    rounded = np.ceil((events.peak - EPSILON) / np.where(multiple > 0, multiple, 1.0)) * multiple
    cover = np.where(multiple > 0, np.maximum(rounded, 0), events.peak)
    step = steps(cover, events.first)
    event = np.flatnonzero((step > EPSILON) & chosen)
    covered = cover[event] - step[event]
    return Found(event, step[event], covered, events.peak[event] - covered, np.zeros(len(event), dtype=bool))


def _walk_items(problem: Problem, low: int, events: Events, walk: np.ndarray) -> Found:
    items = problem.items
    rising = np.flatnonzero((events.rise > 0) & walk[events.item - low])
    item = events.item[rising]
    wanted = _most_in_window(problem, events, rising)
    bounds = np.flatnonzero(np.diff(item, prepend=-1, append=-1)).tolist()
    event, short, want = rising.tolist(), events.peak[rising].tolist(), wanted.tolist()
    rows: list[tuple] = []
    for begin, end in zip(bounds, bounds[1:]):
        own = int(item[begin])
        rule = LotRule(float(items.lot_min[own]), float(items.lot_multiple[own]), float(items.lot_max[own]))
        try:
            _walk(rows, zip(event[begin:end], short[begin:end], want[begin:end]), rule)
        except OverflowError as error:
            raise PlanError([_too_many_parts(problem, own, error)]) from None
    columns = zip(*rows) if rows else [[]] * 5
    kinds = (np.int64, np.float64, np.float64, np.float64, bool)
    return Found(*(np.array(column, dtype=kind) for column, kind in zip(columns, kinds)))


def _walk(rows: list[tuple], needs: Iterable[tuple[int, float, float]], rule: LotRule) -> None:
    """From day to day: where the shortage exceeds what orders cover, order what is wanted by then."""
    covered = 0.0
    for event, short, want in needs:
        if short > covered + EPSILON:
            missing = want - covered
            parts = rule.parts(missing)
            for quantity in parts:
                rows.append((event, quantity, covered, missing, len(parts) > 1))
                covered += quantity
                missing -= quantity


def _most_in_window(problem: Problem, events: Events, rising: np.ndarray) -> np.ndarray:
    """The greatest shortage within the `lot_days` days that begin with each event's day.

    Asked for only where the shortage exceeds all before it, so the peak at the end of the window is the same.
    """
    item = events.item[rising]
    end = events.key[rising] + np.maximum(problem.items.lot_days[item], 1)
    end = np.minimum(end, (item + 1) * problem.horizon)
    return events.peak[np.searchsorted(events.key, end, side="left") - 1]


def _too_many_parts(problem: Problem, item: int, error: OverflowError) -> Offence:
    expected = f"a maximum that cuts a need into {MOST_PARTS} orders at most ({error})"
    row = int(problem.items.row[item]) + 2
    return Offence("items.csv", row, "lot_max", f"{problem.items.lot_max[item]:g}", expected)


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
