"""Advice on open supplies: what to pull forward, put off, cut or cancel, judged by what they are pegged to."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .lots import EPSILON
from .pegging import Pegging
from .problem import Problem
from .result import CANCEL, DEFER, EXPEDITE, REDUCE

# no day: nothing needs the supply
NEVER = 2**40


@dataclass
class Advised:
    """Rows of advice; days count from the start, a `to` of NEVER is blank. `because` is the number of a demand, or -1."""

    supply: list[int] = field(default_factory=list)
    action: list[str] = field(default_factory=list)
    to: list[int] = field(default_factory=list)
    quantity: list[float] = field(default_factory=list)
    because: list[int] = field(default_factory=list)

    def add(self, supply: int, action: str, to: int, quantity: float, because: int) -> None:
        self.supply.append(supply)
        self.action.append(action)
        self.to.append(to)
        self.quantity.append(quantity)
        self.because.append(because)


def advise(problem: Problem, pegging: Pegging) -> Advised:
    """Go through the open supplies in the order of the problem; firm ones are judged like the others."""
    supplies, items = problem.supplies, problem.items
    advised = Advised()
    if not len(supplies.row):
        return advised
    need, because = _first_needs(problem, pegging)
    safe = _safe_needs(problem, pegging, need)
    base = len(items.row)
    unused = pegging.unused[base : base + len(supplies.row)]
    days, calendar = problem.workdays, items.calendar[supplies.item]
    earliest = days.next_open(np.maximum(supplies.day - items.expedite[supplies.item], 0), calendar)
    for_need = np.maximum(days.last_open(np.minimum(need, supplies.day), calendar), earliest)
    for_safety = np.maximum(days.last_open(np.minimum(safe, supplies.day), calendar), earliest)
    put_off = days.last_open(safe, calendar)
    safety_of = len(pegging.day) - base + supplies.item
    cause = np.where(safe < need, safety_of, because)
    taken = unused < supplies.quantity - EPSILON
    for index, day in enumerate(supplies.day.tolist()):
        whole, left = float(supplies.quantity[index]), float(unused[index])
        if for_need[index] < day and need[index] < day:
            advised.add(index, EXPEDITE, int(for_need[index]), whole, int(because[index]))
        elif for_safety[index] < day and safe[index] < day:
            advised.add(index, EXPEDITE, int(for_safety[index]), whole, int(safety_of[index]))
        elif taken[index] and safe[index] < NEVER and put_off[index] - day > problem.tolerance:
            advised.add(index, DEFER, int(put_off[index]), whole, int(cause[index]))
        # what comes past the horizon may serve what is left out of the plan
        if left > EPSILON and day < problem.horizon:
            advised.add(index, REDUCE if taken[index] else CANCEL, NEVER, left, -1)
    return advised


def _first_needs(problem: Problem, pegging: Pegging) -> tuple[np.ndarray, np.ndarray]:
    """For each open supply the day of the first demand that it serves, safety stock aside, and that demand's number."""
    base, count = len(problem.items.row), len(problem.supplies.row)
    need, because = np.full(count, NEVER), np.full(count, -1)
    index = pegging.supply - base
    served = np.flatnonzero((index >= 0) & (index < count) & (pegging.demand < len(pegging.day) - base))[::-1]
    # pegs of an item are in the order of its demands: the first of a supply, its first need, is written last and stays
    because[index[served]] = pegging.demand[served]
    needed = because >= 0
    need[needed] = pegging.day[because[needed]]
    return need, because


def _safe_needs(problem: Problem, pegging: Pegging, need: np.ndarray) -> np.ndarray:
    """The day from which each supply is needed if the safety stock is to be kept all the time.

    Pegging gives safety stock what is left, last; the stock falls below it earlier, on the day on which demand and safety
    stock exceed what is there before the supply.
    """
    supplies, items = problem.supplies, problem.items
    base = len(items.row)
    safe = need.copy()
    kept = np.flatnonzero(items.safety[supplies.item] > EPSILON)
    for item in np.unique(supplies.item[kept]).tolist():
        begin = int(pegging.first[item])
        end = begin + int(pegging.count[item])
        passed = np.cumsum(pegging.quantity[begin:end])
        real = pegging.demand[begin:end] < len(pegging.day) - base
        first_peg = dict(zip(reversed(pegging.supply[begin:end].tolist()), reversed(range(end - begin))))
        for index in range(*np.searchsorted(supplies.item, (item, item + 1)).tolist()):
            if base + index in first_peg:
                position = first_peg[base + index]
                before = float(passed[position]) - float(pegging.quantity[begin + position])
                safe[index] = _day_below(passed[real], pegging.day[pegging.demand[begin:end][real]], before - items.safety[item])
    return safe


def _day_below(demand: np.ndarray, day: np.ndarray, available: float) -> int:
    """The day on which running demand exceeds what is available."""
    if available < -EPSILON:
        return 0
    later = int(np.searchsorted(demand, available + EPSILON, side="right"))
    return int(day[later]) if later < len(day) else NEVER
