"""What the engine takes from a program: lists and arrays, blanks and dates of every kind, and what it refuses."""

import datetime

import numpy as np
import pytest
from psms_engine import Bom, Demands, Items, Offence, PlanError, PlanInput, Supplies, plan, validate

START = datetime.date(2026, 1, 5)


def simple(**changes) -> PlanInput:
    tables = {
        "start": START,
        "horizon_days": 30,
        "items": Items(item=["pump"], source=["buy"]),
        "demands": Demands(demand=["D1"], item=["pump"], date=["2026-01-12"], quantity=[5]),
    }
    return PlanInput(**{**tables, **changes})


def test_nothing_to_plan():
    result = plan(PlanInput(start=START, horizon_days=1))
    for table in (result.planned, result.pegs, result.promises, result.advice):
        assert len(table) == 0
        assert list(table.rows()) == []


def test_items_without_demand():
    result = plan(simple(demands=Demands()))
    assert len(result.planned) == 0


@pytest.mark.parametrize(
    "date",
    [
        "2026-01-12",
        datetime.date(2026, 1, 12),
        datetime.datetime(2026, 1, 12, 17, 30),
        np.datetime64("2026-01-12T17:30"),
    ],
)
def test_dates_of_every_kind(date):
    for column in ([date], [date, None][:1], np.array([date], dtype=object)):
        given = simple(demands=Demands(demand=["D1"], item=["pump"], date=column, quantity=[5]))
        assert plan(given).planned.need.tolist() == [datetime.date(2026, 1, 12)]


def test_array_of_dates():
    given = simple(demands=Demands(demand=["D1"], item=["pump"], date=np.array(["2026-01-12"], "M8[s]"), quantity=np.ones(1)))
    assert plan(given).planned.need.tolist() == [datetime.date(2026, 1, 12)]


@pytest.mark.parametrize("blank", [[None, 3], ["", 3], [" ", "3"], np.array([np.nan, 3])])
def test_blank_numbers(blank):
    items = Items(item=["pump", "fan"], source=["buy", "buy"], on_hand=blank, expedite_days=blank, lead_days=blank)
    demands = Demands(demand=["D1", "D2"], item=["pump", "fan"], date=["2026-01-12"] * 2, quantity=["5", 5])
    late = Supplies(supply=["S1", "S2"], item=["pump", "fan"], date=["2026-01-20"] * 2, quantity=[5, 5])
    planned = plan(simple(items=items, demands=demands, supplies=late)).planned
    # the fan's supply may come three days earlier at most; nothing limits the pump's
    assert list(zip(planned.item, planned.quantity.tolist(), planned.release.tolist())) == [
        ("fan", 2.0, datetime.date(2026, 1, 9))
    ]


def test_rows_and_columns_say_the_same():
    rows = Items.from_rows([{"item": "pump", "source": "buy", "on_hand": 2}, {"item": "fan", "source": "buy"}])
    columns = Items(item=["pump", "fan"], source=["buy", "buy"], on_hand=np.array([2, 0]))
    assert list(plan(simple(items=rows)).planned.rows()) == list(plan(simple(items=columns)).planned.rows())


def test_columns_of_unequal_length():
    with pytest.raises(ValueError, match="unequal length"):
        Items(item=["pump", "fan"], source=["buy"])


def test_offences_are_listed_and_raised():
    given = simple(items=Items(item=["pump"], source=["rent"], lead_days=[-1]))
    offences = validate(given)
    assert offences == [
        Offence("items.csv", 2, "source", "rent", "make or buy"),
        Offence("items.csv", 2, "lead_days", "-1", "a whole number of days from 0 to 36525"),
    ]
    with pytest.raises(PlanError) as error:
        plan(given)
    assert error.value.offences == offences
    assert str(error.value).splitlines() == [str(offence) for offence in offences]


def test_blank_horizon_is_refused():
    assert [str(offence) for offence in validate(simple(horizon_days=""))] == [
        "settings.json: row 1: horizon_days: '': expected a whole number of days from 1 to 36525"
    ]


def test_validate_leaves_the_input_alone():
    given = simple()
    assert validate(given) == []
    assert given == simple()


def test_a_maximum_like_a_grain_of_dust_is_refused():
    """It would cut the need into a hundred thousand orders."""
    items = Items(item=["pump"], source=["buy"], lot_max=[0.00005])
    with pytest.raises(PlanError, match=r"items.csv: row 2: lot_max: '5e-05': expected a maximum that cuts"):
        plan(simple(items=items))


def test_cycle_below_a_product_is_named_once():
    names = ["top", "a", "b", "c", "leaf"]
    bom = Bom(parent=["top", "a", "b", "c", "c"], component=["a", "b", "c", "a", "leaf"], quantity=[1] * 5)
    items = Items(item=names, source=["make"] * 5)
    (offence,) = validate(simple(items=items, bom=bom, demands=Demands()))
    assert offence == Offence("bom.csv", 5, "component", "a", "no cycle in the bills of materials (a > b > c > a)")


def test_left_out_demands_are_named():
    demands = Demands(demand=["in", "out"], item=["pump"] * 2, date=["2026-02-03", "2026-02-04"], quantity=[1, 1])
    result = plan(simple(demands=demands))
    assert result.left_out == ["out"]
    assert result.promises.demand == ["in"]
