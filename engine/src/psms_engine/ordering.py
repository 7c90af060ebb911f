"""From the shortage of items to the orders that cover it, by the lot rules.

Where the size of an order depends on nothing but its own need, all orders are found at once; with a minimum or a maximum each
depends on the one before, and it takes a walk from order to order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from .lots import EPSILON, MOST_PARTS, LotRule
from .model import Offence, PlanError
from .problem import Problem
from .segments import paired


@dataclass
class Events:
    """Days on which the shortage of an item may change; those of the batch's n-th item are at first[n]:first[n + 1].

    `key` is n x horizon + day. `peak` is the greatest shortage up to the event, 0 at least: an order is needed only where it
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
    """Orders of one batch before they have days: the event that needs each, and the figures."""

    event: np.ndarray
    quantity: np.ndarray
    covered: np.ndarray
    missing: np.ndarray
    divided: np.ndarray


def find_orders(problem: Problem, low: int, high: int, events: Events) -> Found:
    """The orders of items low..high, by event; those of one event in the order in which they were cut."""
    items = problem.items
    walk = (items.lot_min[low:high] > 0) | (items.lot_max[low:high] > 0)
    jump = items.lot_days[low:high] > 1
    rising = np.flatnonzero(events.rise > 0)
    place = events.item[rising] - low
    # steps too small to order for add up until they are not
    small = place[events.rise[rising] <= EPSILON]
    jump[small[items.lot_multiple[low:high][small] <= EPSILON]] = True
    walking = walk[place]
    jumping = jump[place] & ~walking
    parts = [
        _at_once(problem, events, rising[~(jumping | walking)]),
        _by_jumps(problem, low, events, rising[jumping]),
        _by_walking(problem, low, events, rising[walking]),
    ]
    event, *figures = (np.concatenate(column) for column in zip(*(vars(part).values() for part in parts)))
    order = np.argsort(event, kind="stable")
    found = Found(event[order], *(figure[order] for figure in figures))
    # the arithmetic of shares leaves dust behind the ninth digit
    found.quantity = np.round(found.quantity, 9)
    return found


def _rounded_up(quantity: np.ndarray, multiple: np.ndarray) -> np.ndarray:
    """To the multiple, where there is one."""
    rounded = np.ceil((quantity - EPSILON) / np.where(multiple > 0, multiple, 1.0)) * multiple
    return np.where(multiple > 0, np.maximum(rounded, 0), quantity)


def _at_once(problem: Problem, events: Events, rising: np.ndarray) -> Found:
    """Items with no rule but a multiple: orders must have brought the peak, rounded up, so each step of that is an order."""
    item = events.item[rising]
    cover = _rounded_up(events.peak[rising], problem.items.lot_multiple[item])
    step = np.diff(cover, prepend=0.0)
    heads = np.flatnonzero(np.diff(item, prepend=-1))
    step[heads] = cover[heads]
    place = np.flatnonzero(step > EPSILON)
    event, covered = rising[place], (cover - step)[place]
    return Found(event, step[place], covered, events.peak[event] - covered, np.zeros(len(event), dtype=bool))


def _by_jumps(problem: Problem, low: int, events: Events, rising: np.ndarray) -> Found:
    """Items that order for a window of days: from each event it is known how far an order there would reach.

    So the orders of an item are a chain that can be followed from all its events at once.
    """
    item = events.item[rising]
    wanted = _most_in_window(problem, low, events, rising)
    cover = _rounded_up(wanted, problem.items.lot_multiple[item])
    short = paired(item, events.peak[rising])
    # the next order is needed where the shortage first exceeds what this one covers; past the last event there is a stop
    following = np.searchsorted(short, paired(item, cover + EPSILON), side="right")
    following = np.append(np.where(np.append(item, -1)[following] == item, following, len(rising)), len(rising))
    heads = np.flatnonzero(np.diff(item, prepend=-1))
    begin = np.searchsorted(short, paired(item[heads], np.full(len(heads), EPSILON)), side="right")
    place = np.flatnonzero(_reached(begin[np.append(item, -1)[begin] == item[heads]], following)[:-1])
    event = rising[place]
    covered = np.zeros(len(place))
    covered[1:] = cover[place][:-1]
    covered[np.diff(item[place], prepend=-1) != 0] = 0.0
    return Found(event, cover[place] - covered, covered, wanted[place] - covered, np.zeros(len(event), dtype=bool))


def _reached(begin: np.ndarray, following: np.ndarray) -> np.ndarray:
    """Which places lie on the chains that start at `begin`; each round doubles the length of the jumps."""
    reached = np.zeros(len(following), dtype=bool)
    reached[begin] = True
    count = 0
    while (now := np.count_nonzero(reached)) > count:
        count = now
        reached[following[reached]] = True
        following = following[following]
    return reached


def _by_walking(problem: Problem, low: int, events: Events, rising: np.ndarray) -> Found:
    items = problem.items
    item = events.item[rising]
    wanted = _most_in_window(problem, low, events, rising)
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


def _most_in_window(problem: Problem, low: int, events: Events, rising: np.ndarray) -> np.ndarray:
    """The greatest shortage within the `lot_days` days that begin with each event's day.

    Asked for only where the shortage exceeds all before it, so the peak at the end of the window is the same.
    """
    item = events.item[rising]
    end = events.key[rising] + np.maximum(problem.items.lot_days[item], 1)
    end = np.minimum(end, (item - low + 1) * problem.horizon)
    return events.peak[np.searchsorted(events.key, end, side="left") - 1]


def _too_many_parts(problem: Problem, item: int, error: OverflowError) -> Offence:
    expected = f"a maximum that cuts a need into {MOST_PARTS} orders at most ({error})"
    row = int(problem.items.row[item]) + 2
    return Offence("items.csv", row, "lot_max", f"{problem.items.lot_max[item]:g}", expected)
