"""Pegging: which supply serves which demand, and when a planned order can really be finished.

Within an item both sides form a queue and are matched from the front. Items are done from the deepest level up, because the
place of a planned order in its queue depends on its finish, and that on what serves its own components.

Supplies are numbered on hand first (by item), then open supplies, then planned orders; demands are numbered real ones first,
then component needs, then safety stocks (by item).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .lots import EPSILON
from .netting import Needs, Orders, running
from .problem import Problem
from .validate import order_by

# before day 0, where the stock on hand is: the front of a queue
FRONT = -1


@dataclass
class Queue:
    """One side of all items: who stands in line (by number), what for, since when."""

    item: np.ndarray
    number: np.ndarray
    day: np.ndarray
    quantity: np.ndarray


@dataclass
class Pegging:
    """Pegs by item number in queue order, and what follows from them; days count from the start."""

    supply: np.ndarray
    demand: np.ndarray
    quantity: np.ndarray
    # for each supply: the day on which it is there, what nothing takes of it
    there: np.ndarray
    unused: np.ndarray
    # for each demand: its day, and what it lacks
    day: np.ndarray
    short: np.ndarray
    # for each planned order: the supply that it has to wait for, or -1
    blocker: np.ndarray
    order_item: np.ndarray


def peg(problem: Problem, orders: Orders, needs: Needs) -> Pegging:
    """Serve all demands. Orders are numbered in the order of their names."""
    count = len(problem.items.name)
    before_orders = count + len(problem.supplies.name)
    demands = _demand_queue(problem, len(orders.item), needs)
    supplies = _supply_queue(problem, orders)
    there = np.zeros(before_orders + len(orders.item), dtype=np.int64)
    there[count:before_orders] = problem.supplies.day
    unused, short = np.zeros(len(there)), np.zeros(len(demands.number))
    blocker = np.full(len(orders.item), -1, dtype=np.int64)
    waits = np.full(len(orders.item), FRONT, dtype=np.int64)
    needed_by = np.full(len(demands.number), -1, dtype=np.int64)
    needed_by[len(problem.demands.name) : len(demands.number) - count] = needs.order
    parts = []
    for level in range(len(problem.level_first) - 2, -1, -1):
        low, high = problem.level_first[level : level + 2].tolist()
        mine = slice(*np.searchsorted(supplies.item, (low, high)))
        line = Queue(*(cells[mine] for cells in vars(supplies).values()))
        planned = line.number >= before_orders
        order = line.number[planned] - before_orders
        lead = problem.items.lead[orders.item[order]]
        line.day[planned] = problem.workdays.add(np.maximum(orders.release[order], waits[order]), lead)
        there[line.number[planned]] = line.day[planned]
        line = _reorder(line, order_by(line.item, line.day, line.number))
        wanting = slice(*np.searchsorted(demands.item, (low, high)))
        asked = Queue(*(cells[wanting] for cells in vars(demands).values()))
        pegs = _match(low, high, asked, line, unused, short)
        _wait(pegs, there, needed_by, orders, waits, blocker)
        parts.append(pegs)
    supply, demand, quantity = (np.concatenate(column) for column in zip(*reversed(parts))) if parts else _no_pegs()
    day = np.empty(len(demands.number), dtype=np.int64)
    day[demands.number] = demands.day
    return Pegging(supply, demand, quantity, there, unused, day, short, blocker, orders.item)


def _no_pegs() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)


def _reorder(queue: Queue, order: np.ndarray) -> Queue:
    return Queue(*(cells[order] for cells in vars(queue).values()))


def _demand_queue(problem: Problem, order_count: int, needs: Needs) -> Queue:
    """By item: date, priority, name; safety stock last, behind the horizon.

    A component need has the priority 0 and the name of its order.
    """
    real, count = problem.demands, len(problem.items.name)
    # the names of orders all begin alike, so they stand together among the names of demands
    after = np.where(real.rank < 0, real.rank, real.rank + order_count)
    rank = np.concatenate((after, needs.order, np.zeros(count, dtype=np.int64)))
    priority = np.concatenate((real.priority, np.zeros(len(needs.item) + count, dtype=np.int64)))
    item = np.concatenate((real.item, needs.item, np.arange(count)))
    day = np.concatenate((real.day, needs.day, np.full(count, problem.horizon)))
    quantity = np.concatenate((real.quantity, needs.quantity, problem.items.safety))
    return _reorder(Queue(item, np.arange(len(item)), day, quantity), order_by(item, day, priority, rank))


def _supply_queue(problem: Problem, orders: Orders) -> Queue:
    """By item; planned orders get their day, and all their final place, when the item is pegged."""
    count = len(problem.items.name)
    item = np.concatenate((np.arange(count), problem.supplies.item, orders.item))
    day = np.concatenate((np.full(count, FRONT), problem.supplies.day, orders.due))
    quantity = np.concatenate((problem.items.on_hand, problem.supplies.quantity, orders.quantity))
    return _reorder(Queue(item, np.arange(len(item)), day, quantity), np.argsort(item, kind="stable"))


def _match(low: int, high: int, asked: Queue, offered: Queue, unused: np.ndarray, short: np.ndarray) -> tuple:
    """Peg the queues of items low..high; writes what is left over on either side.

    Demands and supplies of an item are laid out as two tapes, each cut where one ends and the next begins. Both tapes cut at
    all cuts: a piece then belongs to one demand and one supply. Every item has a cut on either tape (its safety stock and
    its stock on hand, though they may be 0), so no tape is empty.
    """
    bounds = np.arange(low, high + 1)
    asked_first, offered_first = np.searchsorted(asked.item, bounds), np.searchsorted(offered.item, bounds)
    asked_to, offered_to = running(asked.quantity, asked_first), running(offered.quantity, offered_first)
    # past the end of the shorter tape nothing is pegged
    length = np.minimum(asked_to[asked_first[1:] - 1], offered_to[offered_first[1:] - 1])
    short[asked.number] = np.clip(asked_to - length[asked.item - low], 0, asked.quantity)
    unused[offered.number] = np.clip(offered_to - length[offered.item - low], 0, offered.quantity)
    item = np.concatenate((asked.item, offered.item)) - low
    cut = np.minimum(np.concatenate((asked_to, offered_to)), length[item])
    order = np.lexsort((cut, item))
    of_demand = order < len(asked_to)
    # the sort keeps both queues in order: the cuts of a tape before a piece are as many as its owners before the piece's
    taker = np.cumsum(of_demand) - of_demand
    giver = np.arange(len(order)) - taker
    piece = np.diff(cut[order], prepend=0.0)
    piece[asked_first[:-1] + offered_first[:-1]] = cut[order[asked_first[:-1] + offered_first[:-1]]]
    real = piece > EPSILON
    return offered.number[giver[real]], asked.number[taker[real]], np.round(piece[real], 9)


def _wait(pegs: tuple, there: np.ndarray, needed_by: np.ndarray, orders: Orders, waits, blocker) -> None:
    """Note for each order the last of its components to be there, when that is after its release."""
    supply, demand, _quantity = pegs
    inner = needed_by[demand] >= 0
    supply, order = supply[inner], needed_by[demand[inner]]
    # from level to level the later one wins; of equals the one seen first
    delays = there[supply] > np.maximum(orders.release[order], waits[order])
    supply, order = supply[delays], order[delays]
    ranked = np.lexsort((-np.arange(len(supply)), there[supply]))
    blocker[order[ranked]] = supply[ranked]
    waits[order[ranked]] = there[supply[ranked]]
