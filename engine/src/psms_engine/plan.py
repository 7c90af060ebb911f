"""From input to result: check, net, peg, advise, and put names and dates to the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .advice import BLOCKED, NEVER, Advised, advise
from .lots import EPSILON
from .model import Advice, Pegs, PlanInput, Planned, PlanResult, Promises
from .netting import Needs, Orders, net, pick
from .pegging import Pegging, peg
from .problem import Problem
from .validate import build_problem, ranks


def plan(plan_input: PlanInput) -> PlanResult:
    """The material plan; raises PlanError when the input can't be planned."""
    problem = build_problem(plan_input)
    orders, needs = _numbered_by_name(problem, *net(problem))
    pegging = peg(problem, orders, needs)
    return _Report(problem, orders, needs, pegging).result(advise(problem, pegging))


def _numbered_by_name(problem: Problem, orders: Orders, needs: Needs) -> tuple[Orders, Needs]:
    """Orders by item name; within an item they already follow each other by need day."""
    order = np.argsort(ranks(problem.items.name)[orders.item], kind="stable")
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    return pick(orders, order), replace(needs, order=number[needs.order])


class _Report:
    """The numbers of a plan in words: names for numbers, dates for days."""

    def __init__(self, problem: Problem, orders: Orders, needs: Needs, pegging: Pegging) -> None:
        self.problem, self.orders, self.pegging = problem, orders, pegging
        self.names = problem.items.name
        self.item_rank = ranks(self.names)
        self.order_names = order_names(len(orders.item))
        on_hand = [f"on_hand:{name}" for name in self.names]
        safety = [f"safety:{name}" for name in self.names]
        self.supply_names = on_hand + problem.supplies.name + self.order_names
        self.demand_names = problem.demands.name + _picked(self.order_names, needs.order) + safety

    def result(self, advised: Advised) -> PlanResult:
        return PlanResult(self._planned(), self._pegs(), self._promises(), self._advice(advised), self.problem.left_out)

    def _date(self, day: np.ndarray) -> np.ndarray:
        return self.problem.start + day.astype("timedelta64[D]")

    def _named(self, item: np.ndarray) -> list[str]:
        return _picked(self.names, item)

    # -- tables --------------------------------------------------------------------------------------------------------

    def _planned(self) -> Planned:
        orders, items = self.orders, self.problem.items
        finish = self.pegging.there[len(self.pegging.there) - len(orders.item) :]
        safety, on_hand = items.safety[orders.item], items.on_hand[orders.item]
        shortage = orders.demand + safety - on_hand - orders.supply
        return Planned(
            order=self.order_names,
            item=self._named(orders.item),
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
            rules=_rules(self.problem, orders, shortage),
        )

    def _pegs(self) -> Pegs:
        pegging, items = self.pegging, self.problem
        supply_item = np.concatenate((np.arange(len(self.names)), items.supplies.item, self.orders.item))
        item = supply_item[pegging.supply]
        order = np.argsort(self.item_rank[item], kind="stable")
        return Pegs(
            supply=_picked(self.supply_names, pegging.supply[order]),
            demand=_picked(self.demand_names, pegging.demand[order]),
            item=self._named(item[order]),
            quantity=pegging.quantity[order],
        )

    def _promises(self) -> Promises:
        """What serves a demand comes in the order of its days: the last peg of a demand is the latest."""
        demands, pegging = self.problem.demands, self.pegging
        count = len(demands.name)
        last = np.full(count, -1, dtype=np.int64)
        real = np.flatnonzero(pegging.demand < count)
        # of several pegs of one demand the last one assigned stays
        last[pegging.demand[real]] = pegging.supply[real]
        short = np.where(pegging.short[:count] > EPSILON, pegging.short[:count], 0.0)
        there = np.where(last >= 0, pegging.there[last], demands.day)
        promise = np.where((last < 0) & (short > 0), np.datetime64("NaT"), self._date(there))
        late = np.maximum(there - demands.day, 0)
        order = np.argsort(self.item_rank[demands.item], kind="stable")
        return Promises(
            demand=_picked(demands.name, order),
            item=self._named(demands.item[order]),
            date=self._date(demands.day[order]),
            promise=promise[order],
            days_late=late[order],
            short=short[order],
            cause=[self._chain(int(last[number])) if late[number] else "" for number in order.tolist()],
        )

    def _chain(self, supply: int) -> str:
        """From what serves a late demand last down to what everything waits for."""
        first_order = len(self.pegging.there) - len(self.orders.item)
        chain = []
        while supply >= 0:
            chain.append(self.supply_names[supply])
            supply = int(self.pegging.blocker[supply - first_order]) if supply >= first_order else -1
        return " > ".join(chain)

    def _advice(self, advised: Advised) -> Advice:
        supplies = self.problem.supplies
        supply = np.array(advised.supply, dtype=np.int64)
        to = np.array(advised.to, dtype=np.int64)
        order = np.argsort(self.item_rank[supplies.item[supply]], kind="stable").tolist()
        firm = supplies.firm[supply].tolist()
        return Advice(
            supply=[supplies.name[advised.supply[row]] for row in order],
            item=self._named(supplies.item[supply[order]]),
            action=[BLOCKED if firm[row] else advised.action[row] for row in order],
            from_date=self._date(supplies.day[supply[order]]),
            to_date=np.where(to == NEVER, np.datetime64("NaT"), self._date(to))[order],
            quantity=np.array([advised.quantity[row] for row in order]),
            because=[self._because(advised.because[row]) for row in order],
            wanted=[advised.action[row] for row in order],
        )

    def _because(self, demand: int) -> str:
        return self.demand_names[demand] if demand >= 0 else "no demand"


def order_names(count: int) -> list[str]:
    """Names whose order as text is the order of the numbers."""
    width = max(6, len(str(count)))
    return [f"planned:{number:0{width}d}" for number in range(1, count + 1)]


def _rules(problem: Problem, orders: Orders, shortage: np.ndarray) -> list[str]:
    items, item = problem.items, orders.item
    raised = np.maximum(orders.missing, items.lot_min[item])
    applied = {
        "lot_days": orders.missing > shortage - orders.covered + EPSILON,
        "lot_min": (raised > orders.missing + EPSILON) & (orders.quantity + EPSILON >= raised),
        "lot_multiple": (items.lot_multiple[item] > 0) & (orders.quantity > raised + EPSILON),
        "lot_max": orders.divided,
    }
    # 16 combinations at most: one text for each
    code = sum(flags.astype(np.int64) << bit for bit, flags in enumerate(applied.values()))
    texts = [" ".join(name for bit, name in enumerate(applied) if number >> bit & 1) for number in range(16)]
    return _picked(texts, code)


def _picked(texts: list[str], places: np.ndarray) -> list[str]:
    return np.array(texts, dtype=object)[places].tolist()
