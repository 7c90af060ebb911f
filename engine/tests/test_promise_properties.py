"""What a plan promises about the future, whatever the input, and the cases in which more can't be promised."""

import dataclasses
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from psms_engine import Supplies, plan, read_folder
from strategies import START, amounts, plan_input, plans

CASES = Path(__file__).parent / "cases"
EPSILON = 1e-5


def day(date):
    return (date - START).days


@settings(max_examples=100, deadline=None)
@given(plans(lots=False), amounts, st.integers(0, 40), st.integers(0, 5))
def test_more_supply_makes_no_promise_later(data, quantity, on, place):
    """Without lot rules and with firm supplies: one more, and nothing is promised later than before or than its date.

    The three cases below say why not without these conditions.
    """
    for row in data["supplies"]:
        row["firm"] = 1
    before = {row["demand"]: max(row["promise"], row["date"]) for row in plan(plan_input(data)).promises.rows()}
    item = data["items"][place % len(data["items"])]["item"]
    more = {"supply": "more", "item": item, "day": on, "quantity": quantity, "firm": 1}
    after = plan(plan_input({**data, "supplies": [*data["supplies"], more]})).promises
    for row in after.rows():
        assert max(row["promise"], row["date"]) <= before[row["demand"]]


@pytest.mark.parametrize(
    ("case", "later"),
    [("more_supply_and_lot_days", "SO2"), ("more_supply_not_firm", "SO1"), ("supply_on_a_closed_day", "SO1")],
)
def test_where_more_supply_does_make_a_promise_later(case, later):
    given_ = read_folder(CASES / case / "in")
    assert given_.supplies.supply == ["MORE"]
    after = {row["demand"]: row for row in plan(given_).promises.rows()}
    before = {row["demand"]: row for row in plan(dataclasses.replace(given_, supplies=Supplies())).promises.rows()}
    assert [name for name in after if after[name]["promise"] > before[name]["promise"]] == [later]
    assert before[later]["days_late"] == 0


@settings(max_examples=150, deadline=None)
@given(plans())
def test_stock_below_safety_is_reported(data):
    """The stock as it will really be, by the days on which orders finish and supplies come, keeps the safety stock.

    Except from the need to the finish of an order that finishes after its need, and while an open supply that the plan counts
    earlier has not come.
    """
    result = plan(plan_input(data))
    change, excused = defaultdict(lambda: defaultdict(float)), defaultdict(set)
    for order in result.planned.rows():
        change[order["item"]][day(order["finish"])] += order["quantity"]
        excused[order["item"]] |= set(range(day(order["need"]), day(order["finish"])))
    for _name, item, quantity, on in asked(data, result):
        change[item][on] -= quantity
    rules = {item["item"]: item for item in data["items"]}
    for row in data["supplies"]:
        comes = max(row["day"], 0)
        change[row["item"]][comes] += row["quantity"]
        limit = rules[row["item"]]["expedite_days"]
        counted = comes if row["firm"] else 0 if limit is None else max(comes - limit, 0)
        excused[row["item"]] |= set(range(counted, comes))
    for name, item in rules.items():
        stock = item["on_hand"]
        for on in range(data["horizon"]):
            stock += change[name][on]
            assert stock >= item["safety_stock"] - EPSILON or on in excused[name]


def asked(data, result):
    """Every demand within the horizon, planned orders' included: (name, item, quantity, day)."""
    for row in data["demands"]:
        if row["day"] < data["horizon"]:
            yield row["demand"], row["item"], row["quantity"], max(row["day"], 0)
    made = {item["item"] for item in data["items"] if item["source"] == "make"}
    for order in result.planned.rows():
        for line in data["bom"]:
            if line["parent"] == order["item"] and order["item"] in made and day(order["release"]) < data["horizon"]:
                share = line["quantity"] / (1 - line["scrap"])
                yield order["order"], line["component"], order["quantity"] * share, day(order["release"])


@settings(max_examples=150, deadline=None)
@given(plans())
def test_every_unit_is_accounted_for(data):
    """What is asked for is pegged or short; what is pegged of a supply and what is left of it make up the supply."""
    result = plan(plan_input(data))
    served, taken = defaultdict(float), defaultdict(float)
    for row in result.pegs.rows():
        assert row["quantity"] > 0
        served[row["demand"], row["item"]] += row["quantity"]
        taken[row["supply"], row["item"]] += row["quantity"]
    wanted, held = defaultdict(float), defaultdict(float)
    for name, item, quantity, _day in asked(data, result):
        wanted[name, item] += quantity
    for item in data["items"]:
        wanted[f"safety:{item['item']}", item["item"]] += item["safety_stock"]
        held[f"on_hand:{item['item']}", item["item"]] += item["on_hand"]
    for row in data["supplies"]:
        held[row["supply"], row["item"]] += row["quantity"]
    for row in result.planned.rows():
        held[row["order"], row["item"]] += row["quantity"]
    assert set(served) <= set(wanted)
    assert set(taken) <= set(held)
    for item in data["items"]:
        own = [key for key in wanted if key[1] == item["item"]]
        short = sum(wanted[key] - served[key] for key in own)
        left = sum(held[key] - taken[key] for key in held if key[1] == item["item"])
        assert all(served[key] <= wanted[key] + EPSILON for key in own)
        assert all(taken[key] <= held[key] + EPSILON for key in held)
        # stock lies idle and somebody goes without: never both
        assert short <= EPSILON or left <= EPSILON
    for row in result.promises.rows():
        key = row["demand"], row["item"]
        assert row["short"] == pytest.approx(wanted[key] - served[key], abs=EPSILON)
