"""The numbers of an answer say the same as its names, in the caller's own order of rows."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from psms_engine import NONE, RULES_TEXTS, DemandKind, SupplyKind, plan
from psms_engine.result import Names
from strategies import plan_input, plans, shuffled


def supply_name(data, result, kind, index):
    return {
        SupplyKind.ON_HAND: lambda: f"on_hand:{data['items'][index]['item']}",
        SupplyKind.OPEN_SUPPLY: lambda: data["supplies"][index]["supply"],
        SupplyKind.PLANNED_ORDER: lambda: result.planned.order[index],
    }[kind]()


def demand_name(data, result, kind, index):
    return {
        DemandKind.DEMAND: lambda: data["demands"][index]["demand"],
        DemandKind.PLANNED_ORDER: lambda: result.planned.order[index],
        DemandKind.SAFETY_STOCK: lambda: f"safety:{data['items'][index]['item']}",
        NONE: lambda: "no demand",
    }[kind]()


@settings(max_examples=100, deadline=None)
@given(plans(), st.integers(0, 1000))
def test_numbers_are_rows_of_the_input(data, seed):
    data = shuffled(data, random.Random(seed))
    result = plan(plan_input(data))
    for table in (result.planned, result.pegs, result.promises, result.advice):
        assert table.item == [data["items"][index]["item"] for index in table.item_index.tolist()]
    pegs, promises, advice = result.pegs, result.promises, result.advice
    for kind, index, name in zip(pegs.supply_kind.tolist(), pegs.supply_index.tolist(), pegs.supply):
        assert supply_name(data, result, kind, index) == name
    for kind, index, name in zip(pegs.demand_kind.tolist(), pegs.demand_index.tolist(), pegs.demand):
        assert demand_name(data, result, kind, index) == name
    assert promises.demand == [data["demands"][index]["demand"] for index in promises.demand_index.tolist()]
    assert promises.cause == [" > ".join(supply_name(data, result, *link) for link in chain) for chain in promises.causes]
    assert advice.supply == [data["supplies"][index]["supply"] for index in advice.supply_index.tolist()]
    for kind, index, name in zip(advice.because_kind.tolist(), advice.because_index.tolist(), advice.because):
        assert demand_name(data, result, kind, index) == name
    assert result.planned.rules == [RULES_TEXTS[code] for code in result.planned.rules_code.tolist()]
    assert result.left_out == [data["demands"][index]["demand"] for index in result.left_out_index.tolist()]


@settings(max_examples=50, deadline=None)
@given(plans())
def test_an_order_finishes_late_because_of_what_it_waits_for(data):
    result = plan(plan_input(data))
    planned = result.planned
    for kind, index, finish, due in zip(planned.waits_kind, planned.waits_index, planned.finish, planned.due):
        assert (kind == NONE) == (index == NONE)
        # on closed days a wait may cost nothing
        assert kind != NONE or finish == due


def test_no_name_is_made_before_it_is_read(monkeypatch):
    data = {
        "horizon": 30,
        "items": [{"item": "pump", "source": "buy"}],
        "bom": [],
        "demands": [{"demand": "D1", "item": "pump", "day": 3, "quantity": 2}],
        "supplies": [],
        "closed": set(),
        "closed_vendor": set(),
    }
    result = plan(plan_input(data))
    assert "supply" not in vars(result.pegs)
    assert result.pegs.supply == ["planned:000001"]
    monkeypatch.setattr(Names, "of_supplies", None)
    assert result.pegs.supply == ["planned:000001"]
