"""The mistakes that planners report of other planning programs, each as a test of its own."""

import datetime

import pytest
from psms_engine import Bom, Demands, Items, PlanError, PlanInput, Supplies, plan

START = datetime.date(2026, 1, 5)


def planned(items, demands, supplies=(), bom=(), result=False):
    """Plan rows whose dates are days from the start; planned orders as (item, quantity, need day, release day)."""

    def dated(rows):
        return [{**row, "date": START + datetime.timedelta(row["day"])} for row in rows]

    answer = plan(
        PlanInput(
            start=START,
            horizon_days=60,
            items=Items.from_rows({"source": "buy", **row} for row in items),
            bom=Bom.from_rows(bom),
            demands=Demands.from_rows(dated([{"demand": f"D{n}", **row} for n, row in enumerate(demands)])),
            supplies=Supplies.from_rows(dated([{"supply": f"S{n}", **row} for n, row in enumerate(supplies)])),
        )
    )
    return answer if result else orders_of(answer)


def orders_of(answer):
    rows = answer.planned.rows()
    return [(row["item"], row["quantity"], (row["need"] - START).days, (row["release"] - START).days) for row in rows]


def pump(day, quantity, **more):
    return {"item": "pump", "day": day, "quantity": quantity, **more}


def test_a_confirmed_receipt_later_than_the_lead_time_is_not_bought_again():
    assert planned([{"item": "pump", "lead_days": 3}], [pump(7, 10)], [pump(27, 10)]) == []


def test_a_postponed_purchase_is_not_bought_twice():
    answer = planned([{"item": "pump", "lead_days": 3}], [pump(7, 10)], [pump(21, 10)], result=True)
    assert len(answer.planned) == 0
    (advice,) = answer.advice.rows()
    assert (advice["supply"], advice["action"], advice["because"]) == ("S0", "expedite", "D0")


@pytest.mark.parametrize("rule", [{}, {"lot_days": 30}, {"lot_min": 45}])
@pytest.mark.parametrize("days", [(7, 7, 7), (7, 8, 9)])
def test_three_equal_orders_ask_for_45_and_not_for_75(rule, days):
    orders = planned([{"item": "pump", **rule}], [pump(day, 15) for day in days])
    assert sum(quantity for _item, quantity, _need, _release in orders) == 45


def test_a_minimum_is_rounded_up_to_the_multiple():
    assert planned([{"item": "pump", "lot_min": 100, "lot_multiple": 30}], [pump(7, 40)]) == [("pump", 120, 7, 7)]


def test_safety_stock_is_counted_once_and_not_with_each_order_line():
    orders = planned([{"item": "pump", "safety_stock": 10, "on_hand": 10}], [pump(7, 15), pump(7, 15), pump(8, 15)])
    assert orders == [("pump", 30, 7, 7), ("pump", 15, 8, 8)]


def test_fixed_orders_count():
    assert planned([{"item": "pump"}], [pump(7, 10)], [pump(6, 4, firm=1)]) == [("pump", 6, 7, 7)]


def test_components_of_components_are_ordered_in_the_same_run():
    items = [{"item": name, "source": "make", "lead_days": 1} for name in ("pump", "motor", "coil")]
    lines = [("pump", "motor"), ("motor", "coil"), ("coil", "wire")]
    bom = [{"parent": parent, "component": component, "quantity": 2} for parent, component in lines]
    orders = planned([*items, {"item": "wire", "lead_days": 1}], [pump(10, 1)], bom=bom)
    assert orders == [("coil", 4, 8, 7), ("motor", 2, 9, 8), ("pump", 1, 10, 9), ("wire", 8, 7, 6)]


def test_finished_stock_is_used_before_components_are_ordered():
    items = [{"item": "pump", "source": "make", "on_hand": 10}, {"item": "motor"}]
    assert planned(items, [pump(7, 10)], bom=[{"parent": "pump", "component": "motor", "quantity": 1}]) == []


def test_a_recursive_bill_is_refused_and_does_not_loop():
    items = [{"item": "pump", "source": "make"}, {"item": "motor", "source": "make"}]
    bom = [
        {"parent": "pump", "component": "motor", "quantity": 1},
        {"parent": "motor", "component": "pump", "quantity": 1},
    ]
    with pytest.raises(PlanError, match="no cycle in the bills of materials"):
        planned(items, [pump(7, 1)], bom=bom)


def test_the_first_order_for_safety_stock_is_needed_on_the_first_day_below_it():
    below = [{"item": "pump", "safety_stock": 10, "on_hand": 3, "lead_days": 2}]
    assert planned(below, []) == [("pump", 7, 0, 0)]
    level = [{"item": "pump", "safety_stock": 10, "on_hand": 10, "lead_days": 2}]
    assert planned(level, [pump(7, 4)]) == [("pump", 4, 7, 5)]
