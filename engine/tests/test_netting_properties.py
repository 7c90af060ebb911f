"""What must hold for netting whatever the input, and agreement with a slow reference that shares no code."""

import math
import random

import numpy as np
import reference
from hypothesis import given, settings
from hypothesis import strategies as st
from psms_engine import plan
from strategies import START, open_weekly, plan_input, plans, shuffled

EPSILON = 1e-6


def planned(data):
    rows = plan(plan_input(data)).planned.rows()
    day = lambda date: (date - START).days  # noqa: E731
    return [
        (row["item"], row["quantity"], day(row["need"]), day(row["due"]), day(row["release"]), row["due"] > row["need"])
        for row in rows
    ]


@settings(max_examples=150, deadline=None)
@given(plans())
def test_agrees_with_the_reference(data):
    data["demands"] = [row for row in data["demands"] if row["day"] < data["horizon"]]
    # an order that can only start past the horizon is the engine's rule alone
    open_weekly(data)
    ours, theirs = planned(data), reference.net(data)
    assert [row[:1] + row[2:] for row in ours] == [row[:1] + row[2:] for row in theirs]
    np.testing.assert_allclose([row[1] for row in ours], [row[1] for row in theirs], atol=1e-6, rtol=0)


@settings(max_examples=60, deadline=None)
@given(plans(), st.integers(0, 1000))
def test_order_of_rows_does_not_matter(data, seed):
    assert planned(data) == planned(shuffled(data, random.Random(seed)))


@settings(max_examples=30, deadline=None)
@given(plans())
def test_same_input_same_output(data):
    assert list(plan(plan_input(data)).planned.rows()) == list(plan(plan_input(data)).planned.rows())


@settings(max_examples=80, deadline=None)
@given(plans())
def test_lot_rules_are_kept(data):
    rules = {item["item"]: item for item in data["items"]}
    for name, quantity, *_days in planned(data):
        rule = rules[name]
        assert quantity > EPSILON
        assert quantity >= rule["lot_min"] - EPSILON
        if rule["lot_multiple"]:
            assert math.isclose(quantity, round(quantity / rule["lot_multiple"]) * rule["lot_multiple"], abs_tol=EPSILON)
        if rule["lot_max"]:
            assert quantity <= rule["lot_max"] + EPSILON


@settings(max_examples=80, deadline=None)
@given(plans())
def test_nothing_is_released_inside_the_fence_or_on_a_closed_day(data):
    rules = {item["item"]: item for item in data["items"]}
    for name, _quantity, need, due, release, _moved in planned(data):
        closed = data["closed_vendor"] if rules[name]["calendar"] else data["closed"]
        assert release >= rules[name]["fence_days"]
        assert not {due, release} & closed
        # late only because an earlier release was not possible
        assert due <= need or not any(day not in closed for day in range(rules[name]["fence_days"], release))


@settings(max_examples=80, deadline=None)
@given(plans())
def test_stock_never_below_safety_unless_late(data):
    """On its need day every order has restored the safety stock, counting late orders by their need."""
    orders = plan(plan_input(data)).planned
    brought: dict[str, float] = {}
    for row in orders.rows():
        brought[row["item"]] = brought.get(row["item"], 0.0) + row["quantity"]
        assert math.isclose(row["covered"] + row["quantity"], brought[row["item"]], abs_tol=1e-6)
    # the projection, day by day, from the reference's view of demand and supply
    for item in data["items"]:
        _assert_projection(data, item, list(orders.rows()))


def _assert_projection(data, item, rows):
    name = item["item"]
    demand = [0.0] * data["horizon"]
    for row in data["demands"]:
        if row["item"] == name and row["day"] < data["horizon"]:
            demand[max(row["day"], 0)] += row["quantity"]
    for order in rows:
        release = (order["release"] - START).days
        made = next(i for i in data["items"] if i["item"] == order["item"])["source"] == "make"
        for line in data["bom"]:
            if made and line["parent"] == order["item"] and line["component"] == name and release < data["horizon"]:
                demand[release] += order["quantity"] * line["quantity"] / (1 - line["scrap"])
    stock = item["on_hand"]
    for day in range(data["horizon"]):
        stock -= demand[day]
        stock += sum(row["quantity"] for row in rows if row["item"] == name and (row["need"] - START).days == day)
        for row in data["supplies"]:
            if row["item"] == name and reference.usable_day(row, item) == day:
                stock += row["quantity"]
        assert stock >= item["safety_stock"] - 1e-5
    for row in rows:
        assert row["finish"] >= row["due"]
        assert row["days_late"] == max((row["due"] - row["need"]).days, 0)
