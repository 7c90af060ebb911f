"""From input to result: check, net, name the orders."""

from __future__ import annotations

import numpy as np

from .lots import EPSILON
from .model import PlanInput, Planned, PlanResult
from .netting import Orders, net, pick
from .problem import Problem
from .validate import build_problem


def plan(plan_input: PlanInput) -> PlanResult:
    """The material plan; raises PlanError when the input can't be planned."""
    problem = build_problem(plan_input)
    orders, _needs = net(problem)
    orders = pick(orders, _by_name(problem, orders))
    return PlanResult(planned=_planned(problem, orders), left_out=problem.left_out)


def _by_name(problem: Problem, orders: Orders) -> np.ndarray:
    """Orders by item name; they already follow each other by need day within an item."""
    names = problem.items.name
    rank = np.empty(len(names), dtype=np.int64)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    return np.argsort(rank[orders.item], kind="stable")


def _planned(problem: Problem, orders: Orders) -> Planned:
    items = problem.items
    date = lambda days: problem.start + days.astype("timedelta64[D]")  # noqa: E731
    shortage = orders.demand + items.safety[orders.item] - items.on_hand[orders.item] - orders.supply
    return Planned(
        order=order_names(len(orders.item)),
        item=[items.name[item] for item in orders.item.tolist()],
        quantity=orders.quantity,
        need=date(orders.need),
        due=date(orders.due),
        release=date(orders.release),
        finish=date(orders.due),
        days_late=np.where(orders.moved, orders.due - orders.need, 0),
        demand=orders.demand,
        safety_stock=items.safety[orders.item],
        on_hand=items.on_hand[orders.item],
        supply=orders.supply,
        shortage=shortage,
        covered=orders.covered,
        missing=orders.missing,
        rules=_rules(problem, orders, shortage),
    )


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
    return [texts[number] for number in code.tolist()]
