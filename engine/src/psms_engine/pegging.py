"""Pegging: which supply serves which demand, and when a planned order can really be finished.

Within an item both sides form a queue and are matched from the front. Items are done from the deepest batch up, because the
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
from .result import NONE
from .segments import by_rank, merged, order_by, paired, running, spans

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
    """Pegs by item name in queue order, and what follows from them; days count from the start."""

    supply: np.ndarray
    demand: np.ndarray
    quantity: np.ndarray
    # for each item: where its pegs begin, and how many there are
    first: np.ndarray
    count: np.ndarray
    # for each supply: the day on which it is there, what nothing takes of it
    there: np.ndarray
    unused: np.ndarray
    # for each demand: its day, and what it lacks
    day: np.ndarray
    short: np.ndarray
    # for each planned order: the supply that it has to wait for, or -1
    blocker: np.ndarray


def peg(problem: Problem, orders: Orders, needs: Needs, number: np.ndarray) -> Pegging:
    """Serve all demands. Orders are numbered in the order of their names; `number` lists them in the order of netting."""
    pegger = _Pegger(problem, orders, needs, number)
    # from the deepest items up
    parts = [pegger.peg_items(low, high) for low, high in reversed(problem.batches())]
    # an empty one for a plan without items
    parts.append((np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0)))
    first, count = by_rank(problem.items.rank, pegger.count), pegger.count
    places = (spans(first[low:high], first[low:high] + count[low:high]) for low, high in reversed(problem.batches()))
    pegged = merged(parts, places, int(count.sum()))
    day = np.concatenate((problem.demands.day, needs.day, np.full(len(problem.items.row), problem.horizon)))
    return Pegging(*pegged, first, count, pegger.there, pegger.unused, day, pegger.short, pegger.blocker)


class _Pegger:
    """What is known so far while the batches are done one after the other."""

    def __init__(self, problem: Problem, orders: Orders, needs: Needs, number: np.ndarray) -> None:
        self.problem, self.orders, self.needs = problem, orders, needs
        self.order_number, self.netted = number, orders.item[number]
        count, order_count = len(problem.items.row), len(orders.item)
        self.first_need = len(problem.demands.row)
        self.first_order = count + len(problem.supplies.row)
        self.there = np.zeros(self.first_order + order_count, dtype=np.int64)
        self.there[count : self.first_order] = problem.supplies.day
        self.unused, self.short = np.zeros(len(self.there)), np.zeros(self.first_need + len(needs.item) + count)
        self.count = np.zeros(count, dtype=np.int64)
        # for each order the last of its components to be there, if it has to wait for one, and that day
        self.blocker = np.full(order_count, NONE, dtype=np.int64)
        self.waits = orders.release.copy()

    def peg_items(self, low: int, high: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pegs of items low..high, whose components have all been done."""
        asked, offered = self._asked(low, high), self._offered(low, high)
        giver, taker, quantity = _match(low, high, asked, offered, self.unused, self.short)
        supply, demand = offered.number[giver], asked.number[taker]
        self.count[low:high] = np.bincount(asked.item[taker] - low, minlength=high - low)
        self._wait(supply, demand)
        return supply.astype(np.int32), demand.astype(np.int32), quantity

    def _asked(self, low: int, high: int) -> Queue:
        """By item: date, priority, name; safety stock last, behind the horizon.

        A component need has the priority 0 and the name of its order.
        """
        real, needs, count = self.problem.demands, self.needs, high - low
        own = slice(*np.searchsorted(real.item, (low, high)))
        # needs stand by batch, so halving finds where one begins, although they are not sorted within it
        inner = slice(*np.searchsorted(needs.item, (low, high)))
        # the names of orders all begin alike, so they stand together among the names of demands
        after = np.where(real.rank[own] < 0, real.rank[own], real.rank[own] + len(self.orders.item))
        rank = np.concatenate((after, needs.order[inner], np.zeros(count, dtype=np.int64)))
        priority = np.zeros(len(rank), dtype=np.int64)
        priority[: len(after)] = real.priority[own]
        item = np.concatenate((real.item[own], needs.item[inner], np.arange(low, high)))
        day = np.concatenate((real.day[own], needs.day[inner], np.full(count, self.problem.horizon)))
        quantity = np.concatenate((real.quantity[own], needs.quantity[inner], self.problem.items.safety[low:high]))
        safety = np.arange(low, high) + self.first_need + len(needs.item)
        number = np.concatenate((_numbers(own), _numbers(inner) + self.first_need, safety))
        return _reorder(Queue(item, number, day, quantity), order_by(item, day, priority, rank))

    def _offered(self, low: int, high: int) -> Queue:
        """By item: stock on hand, then by the day on which it is there; of one day open supplies first."""
        problem, orders = self.problem, self.orders
        items, supplies = problem.items, problem.supplies
        open_ = slice(*np.searchsorted(supplies.item, (low, high)))
        planned = self.order_number[slice(*np.searchsorted(self.netted, (low, high)))]
        front = np.full(high - low, FRONT)
        item = np.concatenate((np.arange(low, high), supplies.item[open_], orders.item[planned]))
        day = np.concatenate((front, supplies.day[open_], self._finish(planned)))
        number = np.concatenate((np.arange(low, high), _numbers(open_) + len(items.row), planned + self.first_order))
        quantity = np.concatenate((items.on_hand[low:high], supplies.quantity[open_], orders.quantity[planned]))
        return _reorder(Queue(item, number, day, quantity), order_by(item, day, number))

    def _finish(self, order: np.ndarray) -> np.ndarray:
        """The day on which planned orders are finished, now that their components have been done."""
        items, item = self.problem.items, self.orders.item[order]
        finish = self.problem.workdays.add(self.waits[order], items.lead[item], items.calendar[item])
        self.there[self.first_order + order] = finish
        return finish

    def _wait(self, supply: np.ndarray, demand: np.ndarray) -> None:
        """Let the orders above wait for these pegs: from batch to batch the later one wins, of equals the one seen first."""
        need = demand - self.first_need
        inner = (need >= 0) & (need < len(self.needs.order))
        supply, order = supply[inner], self.needs.order[need[inner]]
        delays = self.there[supply] > self.waits[order]
        # of several values assigned to one place the last one stays
        supply, order = supply[delays][::-1], order[delays][::-1]
        ranked = np.argsort(self.there[supply], kind="stable")
        self.blocker[order[ranked]] = supply[ranked]
        self.waits[order[ranked]] = self.there[supply[ranked]]


def _numbers(places: slice) -> np.ndarray:
    return np.arange(places.start, places.stop)


def _reorder(queue: Queue, order: np.ndarray) -> Queue:
    return Queue(*(cells[order] for cells in vars(queue).values()))


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
    short[asked.number] = _beyond(asked_to, length[asked.item - low], asked.quantity)
    unused[offered.number] = _beyond(offered_to, length[offered.item - low], offered.quantity)
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
    return giver[real], taker[real], np.round(piece[real], 9)


def _beyond(end: np.ndarray, length: np.ndarray, quantity: np.ndarray) -> np.ndarray:
    """What of each piece lies past the length of its tape."""
    return np.minimum(np.maximum(end - length, 0), quantity)
