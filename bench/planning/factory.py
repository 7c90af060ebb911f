"""A made-up factory of any size, the same for the same size.

Five made levels over bought parts, 60 % of the items bought, five components in each bill, lead times of 1 to 7 working days
made and 3 to 30 bought. Forty per cent of the items are ordered in multiples of what one to eight weeks use, thirty per cent
once a week, the others as needed. Four of five demands are sales of finished goods over the horizon, the fifth is for spares.
"""

from __future__ import annotations

import numpy as np
from psms_engine import Bom, Demands, Items, PlanInput, Supplies

MADE_LEVELS = 5
COMPONENTS = 5
START = np.datetime64("2026-01-05")


def factory(items: int, demands: int, horizon: int = 365, seed: int = 1) -> PlanInput:
    random = np.random.default_rng(seed)
    per_level = items * 2 // 5 // MADE_LEVELS
    made = per_level * MADE_LEVELS
    names = np.array([f"ITEM{number:06d}" for number in range(items)], dtype=object)
    parent, component, quantity = _bills(random, items, per_level)
    wanted = np.where(random.random(demands) < 0.8, random.integers(0, per_level, demands), random.integers(0, items, demands))
    amount = random.integers(1, 20, demands).astype(float)
    weekly = _usage(items, wanted, amount, parent, component, quantity) / horizon * 7
    rule = random.random(items)
    supplied = random.integers(made, items, items // 10)
    return PlanInput(
        start=str(START),
        horizon_days=horizon,
        items=Items(
            item=names.tolist(),
            source=["make"] * made + ["buy"] * (items - made),
            lead_days=np.where(np.arange(items) < made, random.integers(1, 8, items), random.integers(3, 31, items)),
            on_hand=np.round(weekly * random.random(items) * 4),
            safety_stock=np.where(random.random(items) < 0.3, np.round(weekly), 0.0),
            lot_days=np.where(rule > 0.7, 7, 0),
            lot_multiple=np.where(rule < 0.4, np.ceil(weekly * random.integers(1, 9, items)), 0.0),
        ),
        bom=Bom(parent=names[parent].tolist(), component=names[component].tolist(), quantity=quantity),
        demands=Demands(
            demand=[f"SO{number:07d}" for number in range(demands)],
            item=names[wanted].tolist(),
            date=START + random.integers(1, horizon, demands),
            quantity=amount,
            priority=random.integers(0, 3, demands),
        ),
        supplies=Supplies(
            supply=[f"PO{number:06d}" for number in range(len(supplied))],
            item=names[supplied].tolist(),
            date=START + random.integers(1, 60, len(supplied)),
            quantity=np.ceil(weekly[supplied] * 2) + 1,
            firm=random.integers(0, 2, len(supplied)),
        ),
        closed_days=[day for day in START + np.arange(2 * horizon) if not np.is_busday(day)],
    )


def _bills(random: np.random.Generator, items: int, per_level: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two components from the next made level and three bought ones; five bought ones at the bottom."""
    made = per_level * MADE_LEVELS
    parent = np.repeat(np.arange(made), COMPONENTS)
    component = random.integers(made, items, len(parent))
    from_below = (np.arange(len(parent)) % COMPONENTS < 2) & (parent < made - per_level)
    level = parent[from_below] // per_level
    component[from_below] = (level + 1) * per_level + random.integers(0, per_level, len(level))
    return parent, component, random.integers(1, 4, len(parent)).astype(float)


def _usage(items: int, wanted: np.ndarray, amount: np.ndarray, parent, component, quantity) -> np.ndarray:
    """What the horizon asks of each item, through all levels."""
    usage = np.bincount(wanted, weights=amount, minlength=items)
    asked = usage
    for _level in range(MADE_LEVELS):
        asked = np.bincount(component, weights=asked[parent] * quantity, minlength=items)
        usage = usage + asked
    return usage
