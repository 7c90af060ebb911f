"""Goods that Odoo has ordered for one document already: made to order.

The purchase or production belongs to the sale or the order that it was made for, whatever else needs the product. So both
sides leave the plan, as far as they cover each other: nothing is bought for that demand again, and nobody else is promised
its goods. What remains of either side is planned like everything.
"""
from collections import defaultdict

from . import plan_problems as problems
from .plan_problems import Problem

EPSILON = 1e-6


def take_out(demands, supplies, on_hand, links):
    """Take what is made to order out of demands, supplies and stock.

    :param on_hand: {item: quantity}, changed in place
    :param links: rows of plan_queries.made_to_order; `supply` None: the goods are in stock, reserved
    :return: (demands, supplies, problems)
    """
    if not links:
        return demands, supplies, set()
    demand_of = {flow.ref: flow for flow in demands}
    supply_of = {flow.ref: flow for flow in supplies}
    left = {flow.ref: flow.quantity for flow in demands}
    unused = {flow.ref: flow.quantity for flow in supplies}
    ordered, late = defaultdict(float), defaultdict(float)
    for link in links:
        demand = demand_of.get(link.demand)
        if not demand:
            continue
        supply = supply_of.get(link.supply)
        if supply and supply.key == demand.key:
            quantity = min(left[link.demand], unused[link.supply])
            unused[link.supply] -= quantity
            if supply.date > demand.date:
                late[demand.key] += quantity
        elif link.supply is None:
            quantity = min(left[link.demand], link.quantity, max(on_hand.get(demand.key, 0.0), 0.0))
            if quantity > EPSILON:
                on_hand[demand.key] -= quantity
        else:
            continue
        left[link.demand] -= quantity
        ordered[demand.key] += quantity
    found = {Problem(kind, *key, quantity=quantity) for kind, quantities in (
        (problems.MADE_TO_ORDER, ordered), (problems.MADE_TO_ORDER_LATE, late))
        for key, quantity in quantities.items() if quantity > EPSILON}
    return _remaining(demands, left), _remaining(supplies, unused), found


def _remaining(flows, left):
    """The flows with what is left of them."""
    return [flow if left[flow.ref] == flow.quantity else flow._replace(quantity=left[flow.ref])
            for flow in flows if left[flow.ref] > EPSILON]
