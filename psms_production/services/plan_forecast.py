"""How sales orders consume a forecast. Pure: the plan and the master schedule show the same figures.

A forecast says how much of a product a warehouse will ship in a week (Monday to Sunday). An order is a part of what was
forecast, not something on top. So each week's orders consume the forecast of their week first; what is left of them, that of
the weeks before (the nearest first, so many weeks back as the company says), then that of the weeks after. Each unit ordered
consumes at most one unit of forecast; demand is the orders and what they leave of the forecast.
"""
from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

EPSILON = 1e-6


class ForecastWeek(NamedTuple):
    """One item's forecast of one week: `quantity` = `consumed` + `rest`."""

    quantity: float
    consumed: float
    rest: float


def monday(day):
    return day - timedelta(days=day.weekday())


def consume(forecasts, orders, back_weeks, forward_weeks):
    """Set orders against forecasts.

    :param forecasts: {(item, Monday): quantity}
    :param orders: (item, day, quantity) of all orders of the time, open or shipped
    :return: {(item, Monday): ForecastWeek} of the forecasts
    """
    rest = dict(forecasts)
    ordered = defaultdict(float)
    items = {item for item, _week in forecasts}
    for item, day, quantity in orders:
        if item in items:
            ordered[item, monday(day)] += quantity
    # First every week its own, so that an order never takes what the orders of another week will need.
    for offset in (0, *range(-1, -back_weeks - 1, -1), *range(1, forward_weeks + 1)):
        for item, week in sorted(key for key in ordered if ordered[key] > EPSILON):
            place = item, week + timedelta(weeks=offset)
            taken = min(rest.get(place, 0.0), ordered[item, week])
            if taken > 0.0:
                rest[place] -= taken
                ordered[item, week] -= taken
    return {key: ForecastWeek(quantity, quantity - rest[key], rest[key]) for key, quantity in forecasts.items()}
