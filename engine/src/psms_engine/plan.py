"""From input to result: check, net, peg, advise, and put the numbers of the caller in the place of our own."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .advice import NEVER, Advised, advise
from .lots import EPSILON
from .model import PlanInput
from .netting import Needs, Orders, join, net
from .pegging import Pegging, peg
from .problem import Problem
from .result import BLOCKED, NONE, RULES, Advice, Names, Pegs, Planned, PlanResult, Promises
from .segments import by_rank, merged, spans
from .validate import build_problem


def plan(plan_input: PlanInput) -> PlanResult:
    """The material plan; raises PlanError when the input can't be planned."""
    problem = build_problem(plan_input)
    orders, needs, number = _numbered_by_name(problem, *net(problem))
    pegging = peg(problem, orders, needs, number)
    return _Report(problem, orders, needs, pegging).result(advise(problem, pegging))


def _numbered_by_name(problem: Problem, parts: list[Orders], needs: Needs) -> tuple[Orders, Needs, np.ndarray]:
    """Orders by item name, and where those of netting went; within an item they already follow each other by need day."""
    batches = problem.batches()
    counts = [np.bincount(part.item - low, minlength=high - low) for part, (low, high) in zip(parts, batches)]
    count = np.concatenate((np.zeros(0, dtype=np.int64), *counts))
    first = by_rank(problem.items.rank, count)
    places = [spans(first[low:high], first[low:high] + count[low:high]) for low, high in batches]
    number = np.concatenate((np.zeros(0, dtype=np.int64), *places))
    if not parts:
        return join(Orders, []), needs, number
    orders = Orders(*merged([tuple(vars(part).values()) for part in parts], places, len(number)))
    return orders, replace(needs, order=number[needs.order]), number


# rows done at once where nothing else divides them
PIECE = 2**16


class _Numbering:
    """Our numbers, which run through several tables, as kind and index: the kinds stand one behind the other."""

    def __init__(self, *indexes: np.ndarray) -> None:
        self.kind = np.repeat(np.arange(len(indexes), dtype=np.int8), [len(index) for index in indexes])
        self.index = np.concatenate(indexes).astype(np.int32)

    def __call__(self, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        kind, index = np.empty(len(number), dtype=np.int8), np.empty(len(number), dtype=np.int32)
        # piece by piece, so that numpy needs no copy of all numbers
        for begin in range(0, len(number), PIECE):
            piece = slice(begin, begin + PIECE)
            kind[piece], index[piece] = self.kind[number[piece]], self.index[number[piece]]
        return kind, index

    def or_none(self, number: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same where a number below 0 stands for none."""
        kind, index = self(np.maximum(number, 0)) if len(self.index) else (number.astype(np.int8), number.astype(np.int32))
        return np.where(number < 0, np.int8(NONE), kind), np.where(number < 0, np.int32(NONE), index)


class _Report:
    """The numbers of a plan in the caller's terms: rows of the tables as they were given, dates for days."""

    def __init__(self, problem: Problem, orders: Orders, needs: Needs, pegging: Pegging) -> None:
        self.problem, self.orders, self.pegging = problem, orders, pegging
        self.rank, self.row = problem.items.rank, problem.items.row.astype(np.int32)
        given = problem.names
        self.names = Names(given.items, given.demands, given.supplies, len(orders.item))
        order_rows = np.arange(len(orders.item))
        self.supply = _Numbering(problem.items.row, problem.supplies.row, order_rows)
        self.demand = _Numbering(problem.demands.row, needs.order, problem.items.row)

    def result(self, advised: Advised) -> PlanResult:
        planned = self._planned()
        left_out = self.problem.left_out
        names = [self.names.demands[row] for row in left_out.tolist()]
        return PlanResult(planned, self._pegs(), self._promises(planned), self._advice(advised), names, left_out)

    def _date(self, day: np.ndarray) -> np.ndarray:
        return self.problem.start + day.astype("timedelta64[D]")

    # -- tables --------------------------------------------------------------------------------------------------------

    def _planned(self) -> Planned:
        orders, items = self.orders, self.problem.items
        finish = self.pegging.there[len(self.pegging.there) - len(orders.item) :]
        safety, on_hand = items.safety[orders.item], items.on_hand[orders.item]
        shortage = orders.demand + safety - on_hand - orders.supply
        waits_kind, waits_index = self.supply.or_none(self.pegging.blocker)
        return Planned(
            names_of=self.names,
            item_index=self.row[orders.item],
            quantity=orders.quantity,
            need=self._date(orders.need),
            due=self._date(orders.due),
            release=self._date(orders.release),
            finish=self._date(finish),
            days_late=np.maximum(orders.due - orders.need, 0),
            demand=orders.demand,
            safety_stock=safety,
            on_hand=on_hand,
            supply=orders.supply,
            shortage=shortage,
            covered=orders.covered,
            missing=orders.missing,
            rules_code=_rules_code(self.problem, orders, shortage),
            waits_kind=waits_kind,
            waits_index=waits_index,
        )

    def _pegs(self) -> Pegs:
        pegging, order = self.pegging, np.argsort(self.rank)
        supply_kind, supply_index = self.supply(pegging.supply)
        demand_kind, demand_index = self.demand(pegging.demand)
        return Pegs(
            names_of=self.names,
            supply_kind=supply_kind,
            supply_index=supply_index,
            demand_kind=demand_kind,
            demand_index=demand_index,
            item_index=np.repeat(self.row[order], pegging.count[order]),
            quantity=pegging.quantity,
        )

    def _by_name(self, item: np.ndarray) -> np.ndarray:
        """Positions by item name of rows that stand by item number."""
        items = np.argsort(self.rank)
        first = np.append(0, np.cumsum(np.bincount(item, minlength=len(items))))
        return spans(first[items], first[items + 1])

    def _promises(self, planned: Planned) -> Promises:
        """What serves a demand comes in the order of its days: the last peg of a demand is the latest."""
        demands, pegging = self.problem.demands, self.pegging
        count = len(demands.row)
        last = np.full(count, NONE, dtype=np.int64)
        real = np.flatnonzero(pegging.demand < count)
        # of several pegs of one demand the last one assigned stays
        last[pegging.demand[real]] = pegging.supply[real]
        short = np.where(pegging.short[:count] > EPSILON, pegging.short[:count], 0.0)
        there = np.where(last >= 0, pegging.there[last], demands.day)
        promise = np.where((last < 0) & (short > 0), np.datetime64("NaT"), self._date(there))
        order = self._by_name(demands.item)
        last_kind, last_index = self.supply.or_none(last[order])
        return Promises(
            names_of=self.names,
            demand_index=demands.row[order].astype(np.int32),
            item_index=self.row[demands.item[order]],
            date=self._date(demands.day[order]),
            promise=promise[order],
            days_late=np.maximum(there - demands.day, 0)[order],
            short=short[order],
            last_kind=last_kind,
            last_index=last_index,
            planned=planned,
        )

    def _advice(self, advised: Advised) -> Advice:
        supplies = self.problem.supplies
        supply = np.array(advised.supply, dtype=np.int64)
        to = np.array(advised.to, dtype=np.int64)
        order = np.argsort(self.rank[supplies.item[supply]], kind="stable")
        rows = order.tolist()
        firm = supplies.firm[supply].tolist()
        because_kind, because_index = self.demand.or_none(np.array(advised.because, dtype=np.int64)[order])
        return Advice(
            names_of=self.names,
            supply_index=supplies.row[supply[order]].astype(np.int32),
            item_index=self.row[supplies.item[supply[order]]],
            action=[BLOCKED if firm[row] else advised.action[row] for row in rows],
            from_date=self._date(supplies.day[supply[order]]),
            to_date=np.where(to == NEVER, np.datetime64("NaT"), self._date(to))[order],
            quantity=np.array([advised.quantity[row] for row in rows]),
            because_kind=because_kind,
            because_index=because_index,
            wanted=[advised.action[row] for row in rows],
        )


def _rules_code(problem: Problem, orders: Orders, shortage: np.ndarray) -> np.ndarray:
    items, item = problem.items, orders.item
    raised = np.maximum(orders.missing, items.lot_min[item])
    applied = {
        "lot_days": orders.missing > shortage - orders.covered + EPSILON,
        "lot_min": (raised > orders.missing + EPSILON) & (orders.quantity + EPSILON >= raised),
        "lot_multiple": (items.lot_multiple[item] > 0) & (orders.quantity > raised + EPSILON),
        "lot_max": orders.divided.astype(bool),
    }
    return sum(applied[rule].astype(np.int8) << bit for bit, rule in enumerate(RULES)).astype(np.int8)
