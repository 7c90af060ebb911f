"""Read a company's demand, stock, open supply and bills out of Odoo, as the tables of the planning engine.

An item of the engine is a product in a warehouse. The number of statements is constant: everything
is read in bulk (plan_queries.py) and joined here.
"""
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from . import plan_problems as problems
from . import plan_queries as queries
from .plan_bills import Bills
from .plan_calendar import WorkCalendar, work_calendar
from .plan_problems import Problem
from .plan_sources import BUY, MAKE, TRANSFER, Source, Sources

EPSILON = 1e-6


@dataclass(slots=True)
class Item:
    key: tuple  # (product id, warehouse id)
    source: Source
    lead_days: int
    on_hand: float = 0.0
    safety_stock: float = 0.0
    lot_days: int = 0
    lot_min: float = 0.0
    lot_multiple: float = 0.0
    lot_max: float = 0.0
    bom: list = field(default_factory=list)  # (component key, quantity, scrap)
    planner_id: int | None = None
    expedite_days: int | None = None  # None: open supply may be pulled forward without limit
    fence_days: int = 0
    calendar: str = ""  # one of Snapshot.calendars
    unit_cost: float = 0.0  # in the company's currency, per unit of the product


class Flow(NamedTuple):
    """An open demand or supply of an item."""

    ref: str  # unique among demands, and among supplies
    key: tuple
    date: date
    quantity: float
    label: str  # name of the document
    # Demand: sale, component, forecast, transfer, other, stock (below zero).
    # Supply: purchase, rfq, production, transfer, byproduct, other.
    # Both: firm, a planned order that is kept as it is.
    kind: str
    # The document that a person opens, and its line: of the sale, the purchase or the forecast, else the stock move.
    res_model: str | None = None
    res_id: int | None = None
    line_id: int | None = None
    partner_id: int | None = None
    # Supply whose date nobody can move: goods on their way between two places, production that has begun.
    firm: bool = False
    priority: int = 1  # of a demand: 0 is served first (starred in Odoo), 1 others, 2 forecasts


@dataclass
class Snapshot:
    start: date
    horizon_days: int
    calendar: WorkCalendar  # of the company
    calendars: dict  # name -> closed dates in order; "" is the company's
    items: dict  # key -> Item, sorted by key
    demands: list
    supplies: list
    problems: list


def take_snapshot(env, company, today):
    """Read everything that a plan of `company` starting on `today` depends on."""
    env.flush_all()  # the statements below read the tables, not the cache
    return _Reader(env, company, today).read()


class _Reader:
    def __init__(self, env, company, today):
        self.env, self.company, self.today = env, company, today
        self.horizon_days = company.psms_plan_horizon_days
        self.tz = company._psms_timezone().zone
        self.problems = set()
        # The smallest step in which Odoo keeps a quantity.
        self.step = 10.0 ** -env["decimal.precision"].precision_get("Product Unit")

    def read(self):
        env, company = self.env, self.company
        self.calendar = work_calendar(company, self.today, self.horizon_days)
        warehouses = queries.warehouses(env, company)
        areas = queries.stock_areas(env, company)
        self.products = {row.id: row for row in queries.products(env, company)}
        self.bills = Bills(self.products, queries.boms(env, company), queries.bom_lines(env),
                           queries.bom_attribute_values(env), queries.variant_values(env))
        self.sources = Sources(
            self.products, self.bills, queries.vendors(env, company, self.today),
            queries.orderpoints(env, company), queries.rules(env, company), queries.routes(env), warehouses,
            purchase_days=int(company.days_to_purchase or 0))
        # All currencies: one statement whatever the vendors' prices are in.
        self.rates = env["res.currency"].search([])._get_rates(company, self.today)
        on_hand = {(row.product_id, row.warehouse_id): row.quantity for row in queries.stock_on_hand(env, areas)}
        demands, supplies = self._flows(areas)
        demands += self._negative_stock(on_hand)
        firm = queries.firm_orders(env, company)
        supplies += [Flow(f"firm:{order.id}", (order.product_id, order.warehouse_id), order.due_date, order.quantity, "",
                          "firm", "psms.planned.order", order.id, firm=True) for order in firm]
        items = self._items(demands, supplies, on_hand)
        demands += self._firm_needs(firm, items)
        self._report_unplanned(demands)
        return Snapshot(
            self.today, self.horizon_days, self.calendar, {"": self.calendar.closed}, items,
            [flow for flow in demands if flow.key in items], [flow for flow in supplies if flow.key in items],
            sorted(self.problems | self.bills.problems | self.sources.problems,
                   key=lambda problem: (problem.kind, problem.product_id, problem.warehouse_id or 0)))

    # -- demand and supply ---------------------------------------------------------------------------------------------

    def _flows(self, areas):
        drafts = self.company.psms_plan_drafts
        demands, supplies = [], []
        for move in queries.open_moves(self.env, self.company, areas, self.tz, drafts, self.step):
            ref, document = f"move:{move.id}", (move.res_model, move.res_id, move.line_id, move.partner_id)
            if move.from_warehouse_id:
                demands.append(Flow(ref, (move.product_id, move.from_warehouse_id), move.date, move.quantity, move.label,
                                    move.demand_kind, *document, False, move.priority))
            if move.to_warehouse_id:
                supplies.append(Flow(ref, (move.product_id, move.to_warehouse_id), move.date, move.quantity, move.label,
                                     move.supply_kind, *document, move.firm))
        for line in queries.open_rfq_lines(self.env, self.company, self.tz, drafts):
            supplies.extend(self._rfq_flows(line))
        return demands, supplies

    def _rfq_flows(self, line):
        """A requested kit arrives as its components; on a confirmed order Odoo has made those moves."""
        document = ("rfq", "purchase.order", line.order_id, line.id, line.partner_id)
        kit = self.bills.kit(line.product_id)
        if not kit:
            yield Flow(f"rfq:{line.id}", (line.product_id, line.warehouse_id), line.date, line.quantity, line.label, *document)
            return
        for number, component in enumerate(self.bills.components(line.product_id, kit)):
            yield Flow(f"rfq:{line.id}:{number}", (component.product_id, line.warehouse_id), line.date,
                       line.quantity * component.quantity, line.label, *document)

    def _negative_stock(self, on_hand):
        """Stock below zero has been used already: a need of today."""
        for key, quantity in on_hand.items():
            if quantity < -EPSILON and self._planned(key[0]):
                self.problems.add(Problem(problems.NEGATIVE_STOCK, *key, quantity=quantity))
                yield Flow(f"stock:{key[0]}@{key[1]}", key, self.today, -quantity, "", "stock", priority=0)

    def _firm_needs(self, firm, items):
        """Components of planned orders that are fixed, as the engine counts them for its own."""
        for order in firm:
            item = items.get((order.product_id, order.warehouse_id))
            for number, (key, quantity, scrap) in enumerate(item.bom if item else ()):
                yield Flow(f"firm:{order.id}:{number}", key, order.release_date, order.quantity * quantity / (1.0 - scrap), "",
                           "firm", "psms.planned.order", order.id)

    def _planned(self, product_id):
        return product_id in self.products and self.products[product_id].planned

    def _report_unplanned(self, demands):
        """Tracked goods that somebody took out of the plan, by the quantity that is left out."""
        left_out = defaultdict(float)
        for flow in demands:
            product = self.products.get(flow.key[0])
            if product and product.storable and not product.planned:
                left_out[flow.key] += flow.quantity
        self.problems.update(Problem(problems.NOT_PLANNED, *key, quantity=quantity)
                             for key, quantity in left_out.items())

    # -- items ---------------------------------------------------------------------------------------------------------

    def _items(self, demands, supplies, on_hand):
        """Items with demand, supply or safety stock, and all that those are made of."""
        safety = {(row.product_id, row.warehouse_id) for row in self.sources.orderpoints.values()
                  if row.min_quantity > EPSILON}
        wanted = [key for key in {flow.key for flow in demands} | {flow.key for flow in supplies} | safety
                  if self._planned(key[0]) and not self.bills.kit(key[0])]
        items = {}
        while wanted:
            key = wanted.pop()
            if key in items:
                continue
            items[key] = item = self._item(key, max(on_hand.get(key, 0.0), 0.0))
            wanted.extend(component for component, _quantity, _scrap in item.bom)
        return dict(sorted(items.items()))

    def _item(self, key, on_hand):
        product_id, warehouse_id = key
        product, source = self.products[product_id], self.sources.source(product_id, warehouse_id)
        lead_days = self.calendar.open_days(source.lead_days) if source.kind == BUY else source.lead_days
        item = Item(key, source, int(lead_days), on_hand=on_hand, lot_days=product.lot_days,
                    unit_cost=product.cost or self._vendor_cost(source))
        self._set_lot_rules(item, product, self.sources.orderpoints.get(key))
        if source.kind == MAKE:
            item.bom = self._components(product_id, warehouse_id, source.bom)
        elif source.kind == TRANSFER:
            item.bom = [((product_id, source.from_warehouse_id), 1.0, 0.0)]
        return item

    def _vendor_cost(self, source):
        """What the chosen vendor asks for one unit, in the company's currency."""
        vendor = source.vendor
        if not vendor or not vendor.price:
            return 0.0
        return vendor.price * self.rates.get(self.company.currency_id.id, 1.0) / self.rates.get(vendor.currency_id, 1.0)

    def _components(self, product_id, warehouse_id, bom):
        """One line by component; where a bill names it twice, the scrap goes into the quantity."""
        lines = defaultdict(list)
        for component in self.bills.components(product_id, bom):
            if self._planned(component.product_id):
                lines[component.product_id, warehouse_id].append(component)
        return [
            (key, found[0].quantity, found[0].scrap) if len(found) == 1
            else (key, sum(line.quantity / (1.0 - line.scrap) for line in found), 0.0)
            for key, found in lines.items()]

    def _set_lot_rules(self, item, product, orderpoint):
        source = item.source
        item.lot_min = max(product.lot_min, source.vendor_minimum)
        item.lot_max = product.lot_max
        item.lot_multiple = product.lot_multiple
        bom = source.bom
        if orderpoint:
            item.safety_stock = max(orderpoint.min_quantity, 0.0)
            # Odoo fills up to the maximum once stock is under the minimum: at least the difference.
            item.lot_min = max(item.lot_min, orderpoint.max_quantity - item.safety_stock)
        if not item.lot_multiple and bom and bom.batch_size:
            item.lot_multiple = item.lot_max = bom.batch_size * bom.uom_factor / product.uom_factor
        if not item.lot_multiple:
            ratio = (orderpoint.uom_ratio if orderpoint and orderpoint.uom_ratio
                     else source.vendor.uom_ratio if source.vendor
                     else bom.uom_factor / product.uom_factor if bom else 0.0)
            # A vendor's box of 12 is a multiple; a kilogram of something kept in tonnes isn't.
            item.lot_multiple = ratio if ratio > 1.0 + EPSILON else 0.0
        # Else whole pieces, or what Odoo can keep of a quantity that is weighed or measured.
        item.lot_multiple = item.lot_multiple or (1.0 if product.countable else self.step)
        if item.lot_max and (item.lot_min > item.lot_max or item.lot_multiple > item.lot_max):
            self.problems.add(Problem(problems.LOT_CONFLICT, *item.key))
            item.lot_max = 0.0
