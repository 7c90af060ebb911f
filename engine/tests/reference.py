"""The rules of planning, done slowly: a day after the other, an item after the other, with nothing clever.

It is written from the rules alone and shares no code with the engine, so that the two can be held against each other on
thousands of small random plans. Input: the dict that `strategies.plans` draws.
"""

from __future__ import annotations

import math
from collections import defaultdict

EPSILON = 1e-6
MANY_DAYS = 400


def open_days(data, item):
    closed = data["closed_vendor"] if item["calendar"] else data["closed"]
    return [day for day in range(MANY_DAYS) if day not in closed]


def schedule(need, item, days):
    """Due and release of an order for `need`, and whether it had to move."""
    lead, fence = item["lead_days"], item["fence_days"]
    before = [day for day in days if day <= need]
    if len(before) > lead and before[-1 - lead] >= fence:
        return before[-1], before[-1 - lead], False
    free = [day for day in days if day >= fence]
    return free[lead], free[0], True


def parts(missing, item):
    """The orders that bring what is missing."""
    least, multiple, most = item["lot_min"], item["lot_multiple"], item["lot_max"]
    if multiple and most:
        most = math.floor(most / multiple + EPSILON) * multiple
    found = []
    while True:
        quantity = max(missing, least)
        if multiple:
            quantity = math.ceil(quantity / multiple - EPSILON) * multiple
        if not most or quantity <= most + EPSILON:
            return [*found, quantity]
        found.append(most)
        missing -= most


def usable_day(supply, item):
    if supply["firm"]:
        return max(supply["day"], 0)
    if item["expedite_days"] is None:
        return 0
    return max(max(supply["day"], 0) - item["expedite_days"], 0)


def net_item(data, item, demand):
    """Planned orders of one item, for its demand by day."""
    horizon, days = data["horizon"], open_days(data, item)
    supply = defaultdict(float)
    for row in data["supplies"]:
        if row["item"] == item["item"]:
            supply[usable_day(row, item)] += row["quantity"]
    shortage, total = [], item["safety_stock"] - item["on_hand"]
    for day in range(horizon):
        total += demand[day] - supply[day]
        shortage.append(total)
    orders, covered = [], 0.0
    for day in range(horizon):
        if shortage[day] > covered + EPSILON:
            window = shortage[day : day + max(item["lot_days"], 1)]
            for quantity in parts(max(window) - covered, item):
                due, release, moved = schedule(day, item, days)
                orders.append((item["item"], quantity, day, due, release, moved))
                covered += quantity
    return orders


def net(data):
    """Planned orders by item and need day: (item, quantity, need, due, release, moved)."""
    demand = {item["item"]: defaultdict(float) for item in data["items"]}
    for row in data["demands"]:
        demand[row["item"]][max(row["day"], 0)] += row["quantity"]
    waiting = {item["item"]: item for item in data["items"]}
    planned = []
    while waiting:
        # any item that no waiting item uses
        users = {line["component"] for line in data["bom"] if line["parent"] in waiting}
        item = waiting.pop(min(name for name in waiting if name not in users))
        orders = net_item(data, item, demand[item["item"]])
        planned += orders
        for line in data["bom"] if item["source"] == "make" else ():
            for _item, quantity, _need, _due, release, _moved in orders if line["parent"] == item["item"] else ():
                demand[line["component"]][release] += quantity * line["quantity"] / (1 - line["scrap"])
    return sorted(planned, key=lambda order: (order[0], order[2]))


# -- pegging -----------------------------------------------------------------------------------------------------------


def peg(data, planned):
    """Serve the demands of a plan. `planned` lists (order, item, quantity, release), days from the start.

    Returns the pegs as {(supply, demand): quantity}, and for each supply the day on which it is there.
    """
    items = {item["item"]: item for item in data["items"]}
    pegs, there = defaultdict(float), {}
    ready = defaultdict(lambda: -1)
    waiting = set(items)
    while waiting:
        # any item that uses no waiting item
        name = min(n for n in waiting if not any(line["parent"] == n and line["component"] in waiting for line in data["bom"]))
        waiting.remove(name)
        days = open_days(data, items[name])
        demands = _demands(data, items, planned, name)
        supplies = [[-1, 0, f"on_hand:{name}", items[name]["on_hand"]]]
        supplies += [[max(s["day"], 0), 1, s["supply"], s["quantity"]] for s in data["supplies"] if s["item"] == name]
        for order, item, quantity, release in planned:
            if item == name:
                begin = next(day for day in days if day >= max(release, ready[order]))
                supplies.append([days[days.index(begin) + items[name]["lead_days"]], 2, order, quantity])
        supplies.sort()
        there.update({row[2]: max(row[0], 0) for row in supplies})
        for *_place, demand, quantity in demands:
            for row in supplies:
                amount = min(quantity, row[3])
                if amount > EPSILON:
                    pegs[row[2], demand] += amount
                    ready[demand] = max(ready[demand], there[row[2]])
                    quantity -= amount
                    row[3] -= amount
    return dict(pegs), there


def _demands(data, items, planned, name):
    """What asks for an item: (day, priority, name, quantity), first one first."""
    found = [
        (max(d["day"], 0), d["priority"], d["demand"], d["quantity"])
        for d in data["demands"]
        if d["item"] == name and d["day"] < data["horizon"]
    ]
    for order, item, quantity, release in planned:
        lines = [line for line in data["bom"] if line["parent"] == item and line["component"] == name]
        if items[item]["source"] == "make" and lines and release < data["horizon"]:
            each = sum(line["quantity"] / (1 - line["scrap"]) for line in lines)
            found.append((release, 0, order, quantity * each))
    return [*sorted(found), (math.inf, 0, f"safety:{name}", items[name]["safety_stock"])]
