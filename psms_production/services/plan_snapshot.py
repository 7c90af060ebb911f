"""Read a company's demand, stock, open supply and bills out of Odoo, as the tables of the planning engine.

An item of the engine is a product in a warehouse. The number of statements is constant: everything
is read in bulk (plan_queries.py) and joined here.
"""
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from . import plan_problems as problems
from . import plan_queries as queries
from .plan_bills import Bills
from .plan_calendar import WorkCalendar, work_calendar
from .plan_problems import Problem
from .plan_sources import BUY, MAKE, TRANSFER, Source, Sources

EPSILON = 1e-6


@dataclass
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


@dataclass(frozen=True)
class Flow:
    """An open demand or supply of an item."""

    ref: str
    key: tuple
    date: date
    quantity: float
    label: str


@dataclass
class Snapshot:
    start: date
    horizon_days: int
    calendar: WorkCalendar
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
        on_hand = {(row.product_id, row.warehouse_id): row.quantity for row in queries.stock_on_hand(env, areas)}
        demands, supplies = self._flows(areas)
        demands += self._negative_stock(on_hand)
        items = self._items(demands, supplies, on_hand)
        self._report_unplanned(demands)
        return Snapshot(
            self.today, self.horizon_days, self.calendar, items,
            [flow for flow in demands if flow.key in items], [flow for flow in supplies if flow.key in items],
            sorted(self.problems | self.bills.problems | self.sources.problems,
                   key=lambda problem: (problem.kind, problem.product_id, problem.warehouse_id or 0)))

    # -- demand and supply ---------------------------------------------------------------------------------------------

    def _flows(self, areas):
        drafts = self.company.psms_plan_drafts
        demands, supplies = [], []
        for move in queries.open_moves(self.env, self.company, areas, self.tz, drafts):
            for warehouse_id, flows in ((move.from_warehouse_id, demands), (move.to_warehouse_id, supplies)):
                if warehouse_id:
                    flows.append(Flow(f"move:{move.id}", (move.product_id, warehouse_id), move.date,
                                      self._needed(move), move.label))
        for line in queries.open_rfq_lines(self.env, self.company, self.tz, drafts):
            supplies.extend(self._rfq_flows(line))
        return demands, supplies

    def _needed(self, move):
        """What a production order needs by its bill, where Odoo has only rounded that up.

        The plan that the order was released from knew the exact need; the roundings of many orders
        would add up to crumbs to be ordered once more.
        """
        if move.billed is not None and abs(move.quantity - move.billed) <= self.step + EPSILON:
            return move.billed
        return move.quantity

    def _rfq_flows(self, line):
        """A requested kit arrives as its components; on a confirmed order Odoo has made those moves."""
        kit = self.bills.kit(line.product_id)
        if not kit:
            yield Flow(f"rfq:{line.id}", (line.product_id, line.warehouse_id), line.date, line.quantity, line.label)
            return
        for number, component in enumerate(self.bills.components(line.product_id, kit)):
            yield Flow(f"rfq:{line.id}:{number}", (component.product_id, line.warehouse_id), line.date,
                       line.quantity * component.quantity, line.label)

    def _negative_stock(self, on_hand):
        """Stock below zero has been used already: a need of today."""
        for key, quantity in on_hand.items():
            if quantity < -EPSILON and self._planned(key[0]):
                self.problems.add(Problem(problems.NEGATIVE_STOCK, *key, quantity=quantity))
                yield Flow(f"stock:{key[0]}@{key[1]}", key, self.today, -quantity, "")

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
        item = Item(key, source, int(lead_days), on_hand=on_hand, lot_days=product.lot_days)
        self._set_lot_rules(item, product, self.sources.orderpoints.get(key))
        if source.kind == MAKE:
            item.bom = self._components(product_id, warehouse_id, source.bom)
        elif source.kind == TRANSFER:
            item.bom = [((product_id, source.from_warehouse_id), 1.0, 0.0)]
        return item

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
