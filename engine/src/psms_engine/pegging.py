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
from .netting import Needs, Orders
from .problem import Problem
from .segments import paired, running
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
    pegger = _Pegger(problem, orders, needs)
    levels = list(zip(problem.level_first.tolist(), problem.level_first[1:].tolist()))
    # the deepest items have the highest numbers: turned round, the pegs of all levels are in the order of items
    parts = [pegger.peg_items(low, high) for low, high in reversed(levels)][::-1]
    empty = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    supply, demand, quantity = (np.concatenate(column) for column in zip(empty, *parts))
    day = np.empty(len(pegger.demands.number), dtype=np.int64)
    day[pegger.demands.number] = pegger.demands.day
    pegged = supply, demand, quantity
    return Pegging(*pegged, pegger.there, pegger.unused, day, pegger.short, pegger.blocker, orders.item)


class _Pegger:
    """What is known so far while the levels are done one after the other."""

    def __init__(self, problem: Problem, orders: Orders, needs: Needs) -> None:
        self.problem, self.orders = problem, orders
        self.demands = _demand_queue(problem, len(orders.item), needs)
        self.supplies = _supply_queue(problem, orders)
        count, order_count = len(problem.items.row), len(orders.item)
        self.first_order = count + len(problem.supplies.row)
        self.there = np.zeros(self.first_order + order_count, dtype=np.int64)
        self.there[count : self.first_order] = problem.supplies.day
        self.unused, self.short = np.zeros(len(self.there)), np.zeros(len(self.demands.number))
        # for each order the last of its components to be there, if it has to wait for one, and that day
        self.blocker = np.full(order_count, -1, dtype=np.int64)
        self.waits = orders.release.copy()
        # for each demand the order that it is a component need of, or -1
        self.asked_by = np.full(len(self.demands.number), -1, dtype=np.int64)
        self.asked_by[len(problem.demands.row) :][: len(needs.order)] = needs.order

    def peg_items(self, low: int, high: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pegs of items low..high, whose components have all been done."""
        offered = _between(self.supplies, low, high)
        self._finish(offered)
        offered = _reorder(offered, order_by(offered.item, offered.day, offered.number))
        pegs = _match(low, high, _between(self.demands, low, high), offered, self.unused, self.short)
        self._wait(*pegs)
        return pegs

    def _finish(self, offered: Queue) -> None:
        """Put planned orders where they belong: on the day on which they are finished."""
        planned = offered.number >= self.first_order
        order = offered.number[planned] - self.first_order
        items, item = self.problem.items, self.orders.item[order]
        offered.day[planned] = self.problem.workdays.add(self.waits[order], items.lead[item], items.calendar[item])
        self.there[offered.number[planned]] = offered.day[planned]

    def _wait(self, supply: np.ndarray, demand: np.ndarray, _quantity: np.ndarray) -> None:
        """Let the orders above wait for these pegs: from level to level the later one wins, of equals the one seen first."""
        inner = self.asked_by[demand] >= 0
        supply, order = supply[inner], self.asked_by[demand[inner]]
        delays = self.there[supply] > self.waits[order]
        supply, order = supply[delays], order[delays]
        # of several values assigned to one place the last one stays
        ranked = np.lexsort((-np.arange(len(supply)), self.there[supply]))
        self.blocker[order[ranked]] = supply[ranked]
        self.waits[order[ranked]] = self.there[supply[ranked]]


def _between(queue: Queue, low: int, high: int) -> Queue:
    """A copy of the part of a queue that belongs to items low..high."""
    begin, end = np.searchsorted(queue.item, (low, high)).tolist()
    return Queue(*(cells[begin:end].copy() for cells in vars(queue).values()))


def _reorder(queue: Queue, order: np.ndarray) -> Queue:
    return Queue(*(cells[order] for cells in vars(queue).values()))


def _demand_queue(problem: Problem, order_count: int, needs: Needs) -> Queue:
    """By item: date, priority, name; safety stock last, behind the horizon.

    A component need has the priority 0 and the name of its order.
    """
    real, count = problem.demands, len(problem.items.row)
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
    count = len(problem.items.row)
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
    order = np.argsort(paired(item, cut), kind="stable")
    of_demand = order < len(asked_to)
    # the sort keeps both queues in order: the cuts of a tape before a piece are as many as its owners before the piece's
    taker = np.cumsum(of_demand) - of_demand
    giver = np.arange(len(order)) - taker
    piece = np.diff(cut[order], prepend=0.0)
    piece[asked_first[:-1] + offered_first[:-1]] = cut[order[asked_first[:-1] + offered_first[:-1]]]
    real = piece > EPSILON
    return offered.number[giver[real]], asked.number[taker[real]], np.round(piece[real], 9)
