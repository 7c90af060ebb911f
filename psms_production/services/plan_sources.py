"""Where a product in a warehouse comes from: made, bought or brought from another warehouse.

Follows Odoo's own choice of a stock rule (`stock.rule._get_rule`) for the main stock of the
warehouse, for all products at once.
"""
from collections import defaultdict
from functools import cache
from typing import NamedTuple

from . import plan_problems as problems
from .plan_problems import Problem

MAKE, BUY, TRANSFER = "make", "buy", "transfer"


class Source(NamedTuple):
    kind: str
    bom: object = None
    vendor: object = None  # first price of the chosen vendor
    vendor_minimum: float = 0.0
    from_warehouse_id: int | None = None
    lead_days: int = 0
    made_to_order: bool = False


class Sources:
    def __init__(self, products, bills, vendors, orderpoints, rules, routes, warehouses, purchase_days=0):
        self.products = products
        self.bills = bills
        self.problems = set()
        self.purchase_days = purchase_days
        self.orderpoints = {(row.product_id, row.warehouse_id): row for row in orderpoints}
        self._vendors = defaultdict(list)
        for row in vendors:
            self._vendors[row.template_id].append(row)
        self._template_routes, self._category_routes, self._warehouse_routes = routes
        self._warehouses = {row.id: row for row in warehouses}
        self._rules = defaultdict(list)
        for rule in rules:
            self._rules[rule.destination_id, rule.route_id].append(rule)
        self._route_rank = {rule.route_id: (rule.route_sequence, rule.route_id) for rule in rules}
        self._route_actions = defaultdict(set)
        for rule in rules:
            self._route_actions[rule.route_id].add(rule.action)
        self._order_routes = {rule.route_id for rule in rules if rule.procure_method == "make_to_order"
                              and rule.destination_id not in {row.stock_location_id for row in warehouses}}
        self._find_rule = cache(self._find_rule)

    def source(self, product_id, warehouse_id):
        orderpoint = self.orderpoints.get((product_id, warehouse_id))
        bom = self.bills.normal(product_id, warehouse_id, orderpoint and orderpoint.bom_id)
        prices = self._vendor_prices(product_id, orderpoint and orderpoint.vendor_id)
        product = self.products[product_id]
        own_routes = self._template_routes.get(product.template_id, ())
        rule = self._find_rule(
            warehouse_id, own_routes, self._category_routes.get(product.category_id, ()),
            orderpoint.route_id if orderpoint else None, bool(bom), bool(prices))
        kind = self._kind(rule, bom, prices, product_id, warehouse_id)
        order_made = bool(self._order_routes.intersection(own_routes))
        if kind == TRANSFER:
            return Source(TRANSFER, from_warehouse_id=rule.supplier_warehouse_id, lead_days=rule.delay,
                          made_to_order=order_made)
        if kind == MAKE and bom:
            return Source(MAKE, bom=bom, lead_days=bom.lead_days, made_to_order=order_made)
        self.bills.report_unsupported(product_id)
        if not prices:
            elsewhere = self.bills.candidates(product_id, "normal") and not bom
            kind = problems.OTHER_WAREHOUSE_BOM if elsewhere else problems.NO_SOURCE
            self.problems.add(Problem(kind, product_id, warehouse_id))
            return Source(BUY, made_to_order=order_made)
        base = min(prices, key=lambda price: price.min_quantity)
        return Source(BUY, vendor=base, vendor_minimum=base.min_quantity,
                      lead_days=base.delay + self.purchase_days, made_to_order=order_made)

    def _kind(self, rule, bom, prices, product_id, warehouse_id):
        if rule and rule.action == "manufacture":
            return MAKE
        if rule and rule.action in ("pull", "pull_push"):
            supplier = rule.supplier_warehouse_id
            if supplier in self._warehouses and supplier != warehouse_id:
                return TRANSFER
            self.problems.add(Problem(problems.UNSUPPORTED_ROUTE, product_id, warehouse_id))
        elif rule and rule.action == "buy":
            return BUY
        return MAKE if bom and not prices else BUY if prices else MAKE

    def _vendor_prices(self, product_id, preferred_vendor_id=None):
        """The prices of the vendor that comes first, or of the one that the reordering rule names."""
        rows = [row for row in self._vendors.get(self.products[product_id].template_id, ())
                if row.product_id in (None, product_id)]
        if preferred_vendor_id and any(row.partner_id == preferred_vendor_id for row in rows):
            return [row for row in rows if row.partner_id == preferred_vendor_id]
        return [row for row in rows if row.partner_id == rows[0].partner_id]

    def _find_rule(self, warehouse_id, own, category, orderpoint_route, has_bom, has_vendor):
        """The pull rule that fills the main stock, by the routes of the reordering rule, the product
        and its category, then those of the warehouse; first at the stock itself, then at its parents."""
        warehouse = self._warehouses[warehouse_id]

        def usable(route):
            actions = self._route_actions[route]
            return not ("buy" in actions and not has_vendor or "manufacture" in actions and not has_bom)
        chains = [
            [orderpoint_route] if orderpoint_route else [],
            sorted({*own, *category}, key=lambda route: (route not in own, self._rank(route))),
            sorted(filter(usable, self._warehouse_routes.get(warehouse_id, ())), key=self._rank),
        ]
        for location_id in reversed(warehouse.ancestors):
            for chain in chains:
                for route in chain:
                    found = [rule for rule in self._rules.get((location_id, route), ())
                             if rule.warehouse_id in (None, warehouse_id)]
                    if found:
                        return min(found, key=lambda rule: rule.warehouse_id is None)
        return None

    def _rank(self, route):
        return self._route_rank.get(route, (0, route))
