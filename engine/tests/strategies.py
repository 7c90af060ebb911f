"""Small random plans for property tests, as a plain dict, and the engine's input made from it."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st
from psms_engine import Bom, ClosedDays, Demands, Items, PlanInput, Supplies

START = datetime.date(2026, 1, 5)
NAMES = [f"item{number}" for number in range(6)]
# tenths and eighths show rounding, whole numbers show logic
amounts = st.one_of(st.integers(0, 60).map(float), st.integers(1, 400).map(lambda n: n / 10))
sizes = st.sampled_from([0.0, 0.0, 0.0, 5.0, 12.0, 30.0, 2.5])
days = st.integers(-5, 40)


@st.composite
def items(draw, name, lots=True):
    least, multiple, most = (draw(sizes), draw(sizes), draw(sizes)) if lots else (0.0, 0.0, 0.0)
    if most:
        # the most that is asked for must be possible: a multiple of the multiple that reaches the minimum
        unit = multiple or 1.0
        most = max(most, least, unit * -(-least // unit), multiple)
    return {
        "item": name,
        "source": draw(st.sampled_from(["make", "make", "buy"])),
        "lead_days": draw(st.integers(0, 8)),
        "on_hand": draw(amounts),
        "safety_stock": draw(st.sampled_from([0.0, 0.0, 7.0, 25.5])),
        "lot_days": draw(st.sampled_from([0, 0, 1, 5, 14])) if lots else 0,
        "lot_min": least,
        "lot_multiple": multiple,
        "lot_max": most,
        "expedite_days": draw(st.sampled_from([None, None, 0, 4, 20])),
        "calendar": draw(st.sampled_from([None, None, "vendor"])),
        "fence_days": draw(st.sampled_from([0, 0, 0, 3, 12])),
    }


@st.composite
def plans(draw, lots=True):
    names = NAMES[: draw(st.integers(1, len(NAMES)))]
    depth = draw(st.permutations(names))
    pairs = st.tuples(st.sampled_from(depth), st.sampled_from(depth)).filter(lambda p: depth.index(p[0]) < depth.index(p[1]))
    lines = draw(st.lists(pairs, max_size=8)) if len(names) > 1 else []
    one = st.sampled_from(names)
    return {
        "horizon": 30,
        "items": [draw(items(name, lots)) for name in names],
        "bom": [
            {
                "parent": parent,
                "component": component,
                "quantity": draw(st.sampled_from([1.0, 2.0, 0.25, 3.0])),
                "scrap": draw(st.sampled_from([0.0, 0.0, 0.1, 0.5])),
            }
            for parent, component in lines
        ],
        # names on either side of those of planned orders
        "demands": [
            {
                "demand": f"{'Dz'[number % 2]}{number}",
                "item": draw(one),
                "day": draw(days),
                "quantity": draw(amounts),
                "priority": draw(st.integers(0, 2)),
            }
            for number in range(draw(st.integers(0, 10)))
        ],
        "supplies": [
            {
                "supply": f"S{number}",
                "item": draw(one),
                "day": draw(days),
                "quantity": draw(amounts),
                "firm": draw(st.integers(0, 1)),
            }
            for number in range(draw(st.integers(0, 5)))
        ],
        "closed": draw(st.sets(st.integers(0, 45), max_size=15)),
        "closed_vendor": draw(st.sets(st.integers(0, 45), max_size=15)),
    }


def plan_input(data) -> PlanInput:
    def dated(rows):
        return [{**row, "date": START + datetime.timedelta(row["day"])} for row in rows]

    return PlanInput(
        start=START,
        horizon_days=data["horizon"],
        items=Items.from_rows(data["items"]),
        bom=Bom.from_rows(data["bom"]),
        demands=Demands.from_rows(dated(data["demands"])),
        supplies=Supplies.from_rows(dated(data["supplies"])),
        closed_days=ClosedDays.from_rows(
            {"date": START + datetime.timedelta(day), "calendar": calendar}
            for calendar, closed in (("", data["closed"]), ("vendor", data["closed_vendor"]))
            for day in sorted(closed)
        ),
    )


def open_weekly(data) -> dict:
    """No stretch of closed days is longer than a week, so no order starts past the horizon only because of them."""
    for calendar in ("closed", "closed_vendor"):
        data[calendar] = {day for day in data[calendar] if day % 7 != 3}
    return data


def shuffled(data, random) -> dict:
    """The same tables with their rows in another order."""
    mixed = dict(data)
    for table in ("items", "bom", "demands", "supplies"):
        mixed[table] = random.sample(data[table], len(data[table]))
    return mixed
