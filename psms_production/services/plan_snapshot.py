"""Read a company's demand, stock, open supply and bills out of Odoo, as the tables of the planning engine.

An item of the engine is a product in a warehouse. The number of statements is constant: everything
is read in bulk (plan_queries.py) and joined here.
"""
import gc
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from . import plan_problems as problems
from . import plan_queries as queries
from . import plan_queries_bills as bill_queries
from .plan_bills import Bills
from .plan_calendar import Calendars, WorkCalendar
from .plan_flows import EPSILON, Flow, Flows
from .plan_parameters import Parameters
from .plan_problems import Problem
from .plan_sources import BUY, MAKE, TRANSFER, Source, Sources


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


@dataclass
class Snapshot:
    start: date
    horizon_days: int
    calendar: WorkCalendar  # of the company
    calendars: dict  # name -> closed dates in order; "" is the company's
    items: dict  # key -> Item, sorted by key
    demands: list[Flow]
    supplies: list[Flow]
    problems: list
    defer_days: int = 0  # an open supply that comes earlier by no more than this is left where it is


def take_snapshot(env, company, today, more_items=()):
    """Read everything that a plan of `company` starting on `today` depends on.

    :param more_items: keys of items that are read although nothing asks for them
    """
    env.flush_all()  # the statements below read the tables, not the cache
    # Tens of thousands of small objects that all stay: collecting garbage amid them would only walk through all of Odoo.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _Reader(env, company, today, more_items).read()
    finally:
        if collecting:
            gc.enable()


class _Reader:
    def __init__(self, env, company, today, more_items=()):
        self.env, self.company, self.today, self.more_items = env, company, today, more_items
        self.horizon_days = company.psms_plan_horizon_days
        self.problems = set()
        # The smallest step in which Odoo keeps a quantity.
        self.step = 10.0 ** -env["decimal.precision"].precision_get("Product Unit")

    def read(self):
        self._read_masters()
        areas = queries.stock_areas(self.env, self.company)
        on_hand = {(row.product_id, row.warehouse_id): row.quantity for row in queries.stock_on_hand(self.env, areas)}
        flows = Flows(self.env, self.company, self.today, areas, self.products, self.bills, self.step)
        flows.take_out_made_to_order(on_hand)
        flows.add_negative_stock(on_hand)
        flows.add_forecasts(self._first_open_day, self._demand_fence)
        flows.add_firm_orders()
        items = self._items(flows, on_hand)
        flows.add_firm_needs(items)
        flows.report_unplanned()
        self._report_byproducts(items)
        return Snapshot(
            self.today, self.horizon_days, self.calendars.company_calendar, self.calendars.closed(), items,
            [flow for flow in flows.demands if flow.key in items], [flow for flow in flows.supplies if flow.key in items],
            sorted(self.problems | flows.problems | self.bills.problems | self.sources.problems,
                   key=lambda problem: (problem.kind, problem.product_id, problem.warehouse_id or 0)),
            self.company.psms_plan_defer_days)

    def _read_masters(self):
        env, company = self.env, self.company
        warehouses = queries.warehouses(env, company)
        self.products = {row.id: row for row in queries.products(env, company)}
        self.bills = Bills(self.products, bill_queries.boms(env, company), bill_queries.bom_lines(env),
                           bill_queries.bom_attribute_values(env), bill_queries.variant_values(env))
        self.sources = Sources(
            self.products, self.bills, queries.vendors(env, company, self.today),
            queries.orderpoints(env, company), queries.rules(env, company), queries.routes(env), warehouses,
            purchase_days=int(company.days_to_purchase or 0))
        self.parameters = Parameters(queries.parameters(env, company), queries.category_chains(env))
        self.place_schedule = {row.id: row.schedule_id or company.resource_calendar_id.id for row in warehouses}
        self.vendor_schedule = queries.vendor_schedules(env)
        self.bill_schedules = bill_queries.bill_schedules(env)
        self.calendars = Calendars(company, self.today, self.horizon_days, {
            *self.place_schedule.values(), *self.vendor_schedule.values(),
            *(schedule for found in self.bill_schedules.values() for schedule in found)})
        # All currencies: one statement whatever the vendors' prices are in.
        self.rates = env["res.currency"].search([])._get_rates(company, self.today)

    def _first_open_day(self, warehouse_id, day):
        closed = self.calendars.of(frozenset({self.place_schedule[warehouse_id]})).closed
        place = bisect_left(closed, day)
        while place < len(closed) and closed[place] == day:
            place, day = place + 1, day + timedelta(days=1)
        return day

    def _parameter(self, key):
        product = self.products[key[0]]
        return self.parameters.of(product.id, product.category_id, key[1])

    def _demand_fence(self, key):
        parameter = self._parameter(key) if key[0] in self.products else None
        return parameter.demand_fence_days if parameter else 0

    # -- items ---------------------------------------------------------------------------------------------------------

    def _items(self, flows, on_hand):
        """Items with demand, supply or safety stock, and all that those are made of."""
        keys = {flow.key for flow in flows.demands} | {flow.key for flow in flows.supplies} | self._kept_in_stock()
        keys.update(self.more_items)
        wanted = [key for key in keys if flows.planned(key[0]) and not self.bills.kit(key[0])]
        items = {}
        while wanted:
            key = wanted.pop()
            if key in items:
                continue
            items[key] = item = self._item(key, max(on_hand.get(key, 0.0), 0.0))
            wanted.extend(component for component, _quantity, _scrap in item.bom)
        return dict(sorted(items.items()))

    def _kept_in_stock(self):
        """Items with a safety stock of their own. That of a category or a company is kept of what is in use."""
        kept = {key for key, row in self.sources.orderpoints.items() if row.min_quantity > EPSILON}
        for row in self.parameters.of_products():
            if row.safety_stock > EPSILON:
                kept.update((row.product_id, warehouse_id) for warehouse_id in self.place_schedule
                            if row.warehouse_id in (None, warehouse_id))
        return kept

    def _item(self, key, on_hand):
        product, source = self.products[key[0]], self.sources.source(*key)
        parameter, calendar = self._parameter(key), self._calendar(key[1], source)
        lead_days = calendar.open_days(source.lead_days) if source.kind == BUY else source.lead_days
        item = Item(key, source, int(lead_days), on_hand=on_hand, calendar=calendar.name,
                    unit_cost=product.cost or self._vendor_cost(source))
        if parameter:
            item.lead_days += parameter.security_days
            item.safety_stock = parameter.safety_stock
            item.fence_days, item.planner_id = parameter.fence_days, parameter.planner_id
            item.expedite_days = parameter.expedite_days if parameter.expedite_limited else None
        self._set_lot_rules(item, product, parameter, self.sources.orderpoints.get(key))
        if source.kind == MAKE:
            item.bom = self._components(*key, source.bom)
        elif source.kind == TRANSFER:
            item.bom = [((key[0], source.from_warehouse_id), 1.0, 0.0)]
        return item

    def _calendar(self, warehouse_id, source):
        """Days on which the warehouse and those who supply it work: the vendor, or the work centres of the bill."""
        place = self.place_schedule[warehouse_id]
        if source.kind == BUY and source.vendor and source.vendor.partner_id in self.vendor_schedule:
            return self.calendars.of(frozenset({place, self.vendor_schedule[source.vendor.partner_id]}))
        if source.kind == MAKE and source.bom.id in self.bill_schedules:
            return self.calendars.of(frozenset({place, *self.bill_schedules[source.bom.id]}))
        return self.calendars.of(frozenset({place}))

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
            if self.products[component.product_id].planned:
                lines[component.product_id, warehouse_id].append(component)
        return [
            (key, found[0].quantity, found[0].scrap) if len(found) == 1
            else (key, sum(line.quantity / (1.0 - line.scrap) for line in found), 0.0)
            for key, found in lines.items()]

    def _report_byproducts(self, items):
        """By-products of planned production are no supply before it is released: the plan can't order a product for them."""
        byproducts = bill_queries.byproducts(self.env)
        for (_product, warehouse_id), item in items.items() if byproducts else ():
            if item.source.kind == MAKE:
                self.problems.update(
                    Problem(problems.PLANNED_BYPRODUCT, product_id, warehouse_id)
                    for product_id in byproducts.get(item.source.bom.id, ()) if (product_id, warehouse_id) in items)

    # -- lot rules -----------------------------------------------------------------------------------------------------

    def _set_lot_rules(self, item, product, parameter, orderpoint):
        """From the planning parameters; the vendor's minimum and the reordering rule count beside them, the larger wins."""
        item.lot_min = item.source.vendor_minimum
        if parameter:
            self._apply(parameter, item)
        if orderpoint:
            item.safety_stock = max(item.safety_stock, orderpoint.min_quantity)
            if not parameter or parameter.lot_rule != "fixed":
                # Odoo fills up to the maximum once stock is under the minimum: at least the difference.
                item.lot_min = max(item.lot_min, orderpoint.max_quantity - max(orderpoint.min_quantity, 0.0))
        bom = item.source.bom
        if not item.lot_multiple and bom and bom.batch_size:
            item.lot_multiple = item.lot_max = bom.batch_size * bom.uom_factor / product.uom_factor
        item.lot_multiple = item.lot_multiple or self._unit_multiple(item.source, product, orderpoint)
        if item.lot_max and (item.lot_min > item.lot_max or item.lot_multiple > item.lot_max):
            self.problems.add(Problem(problems.LOT_CONFLICT, *item.key))
            item.lot_max = 0.0

    @staticmethod
    def _apply(parameter, item):
        item.lot_multiple = parameter.lot_multiple
        if parameter.lot_rule == "fixed":
            item.lot_max = parameter.lot_multiple
            return
        item.lot_min = max(item.lot_min, parameter.lot_min)
        item.lot_max = parameter.lot_max
        if parameter.lot_rule == "days":
            item.lot_days = parameter.lot_days

    def _unit_multiple(self, source, product, orderpoint):
        """The unit that the goods come in; else whole pieces, or what Odoo can keep of what is weighed or measured."""
        ratio = (orderpoint.uom_ratio if orderpoint and orderpoint.uom_ratio
                 else source.vendor.uom_ratio if source.vendor
                 else source.bom.uom_factor / product.uom_factor if source.bom else 0.0)
        # A vendor's box of 12 is a multiple; a kilogram of something kept in tonnes isn't.
        return ratio if ratio > 1.0 + EPSILON else 1.0 if product.countable else self.step
