"""A part of a stored plan as a problem of its own for the engine: some items, with what the others ask of them.

Nothing is read from Odoo's documents: items, components, demands, supplies and the orders above are rows of the plan.
The engine places everything as it did in the whole plan, ties included, because all names sort as they did there.
"""
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

import psms_engine

from odoo.tools import SQL

from .plan_store import FIRM

# A calendar that nothing closes.
ALWAYS_OPEN = "always open"
# The engine's longest fence: nothing new of an item can be of use before.
NEVER = 36525
# Kept as they are: what planners have fixed, and what has become a document since the plan was made.
KEPT = ("firm", "released")


class Order(NamedTuple):
    id: int
    item_id: int
    state: str
    quantity: float
    need_date: date
    due_date: date
    release_date: date
    finish_date: date
    late: bool
    waits_supply_id: int | None
    waits_order_id: int | None
    item_name: str
    lead_days: int
    calendar: str | None
    waits_item_id: int | None  # the item of what it waits for


_ORDERS = SQL("""
    SELECT o.id, o.item_id, o.state, o.quantity, o.need_date, o.due_date, o.release_date, o.finish_date,
           COALESCE(o.late, FALSE), o.waits_supply_id, o.waits_order_id, i.product_id || '@' || i.warehouse_id,
           i.lead_days, i.calendar,
           -- Few wait for anything: looked up one by one, a join would read the whole table.
           COALESCE((SELECT s.item_id FROM psms_plan_supply s WHERE s.id = o.waits_supply_id),
                    (SELECT q.item_id FROM psms_planned_order q WHERE q.id = o.waits_order_id))
      FROM psms_planned_order o
      JOIN psms_plan_item i ON i.id = o.item_id""")


@dataclass
class Part:
    """The engine's tables of a part, and what their rows are in the database (0: nothing of its own)."""

    plan: object
    items: dict = field(default_factory=dict)  # item id -> row, those of the part alone
    item_ids: list = field(default_factory=list)
    demand_ids: list = field(default_factory=list)
    demand_orders: list = field(default_factory=list)
    supply_ids: list = field(default_factory=list)
    supply_items: list = field(default_factory=list)  # rows of items
    supply_orders: list = field(default_factory=list)
    # orders that ask for something of the part: of the items above, and the part's own kept ones
    asking: list = field(default_factory=list)
    # the part's own orders that are given to the engine as supply, by id
    own: dict = field(default_factory=dict)
    # (row of items, release day) -> order, of the orders above that the engine plans again as they are
    stand_in: dict = field(default_factory=dict)
    input: object = None


def components_below(env, item_ids):
    """These items and all that they are made of."""
    return [row[0] for row in env.execute_query(SQL(
        """WITH RECURSIVE below AS (
               SELECT unnest(%s::int[]) AS id
               UNION
               SELECT c.component_id FROM below JOIN psms_plan_component c ON c.item_id = below.id)
           SELECT id FROM below""", list(item_ids)))]


def read_part(plan, item_ids, orders_stay=False):
    """The problem of some items of a plan.

    :param orders_stay: their planned orders are given, on the days on which they are ready; only who gets what is
        found anew. Otherwise the planned orders are made anew, and the items below have to belong to the part.
    """
    return _Reader(plan, item_ids, orders_stay).read()


class _Reader:
    def __init__(self, plan, item_ids, orders_stay):
        self.env, self.plan, self.ids, self.orders_stay = plan.env, plan, list(item_ids), orders_stay
        self.part = Part(plan)
        self.rows = defaultdict(list)  # columns of the engine's tables

    def read(self):
        self._items()
        lines = self._component_lines()
        self._orders(lines)
        self._demands()
        self._supplies()
        self.part.input = self._input()
        return self.part

    def _put(self, table, **cells):
        for name, cell in cells.items():
            self.rows[table, name].append(cell)

    # -- items ---------------------------------------------------------------------------------------------------------

    def _items(self):
        rows = self.env.execute_query_dict(SQL(
            """SELECT id, product_id, warehouse_id, source, lead_days, on_hand_qty, safety_qty, lot_days, lot_min,
                      lot_multiple, lot_max, expedite_days, fence_days, calendar
                 FROM psms_plan_item WHERE id = ANY(%s)""", self.ids))
        for row in rows:
            row["place"] = len(self.part.item_ids)
            row["name"] = f"{row['product_id']}@{row['warehouse_id']}"
            self.part.items[row["id"]] = row
            self.part.item_ids.append(row["id"])
            stay = self.orders_stay
            self._put(
                "items", item=row["name"], source="buy" if stay or row["source"] == "buy" else "make",
                lead_days=row["lead_days"], on_hand=row["on_hand_qty"], safety_stock=row["safety_qty"],
                expedite_days=None if row["expedite_days"] < 0 else row["expedite_days"], calendar=row["calendar"] or "",
                # Orders that stay are enough, but netting may not use them in time: what it adds must not be of use.
                fence_days=NEVER if stay else row["fence_days"],
                **{name: 0 if stay else row[name] for name in ("lot_days", "lot_min", "lot_multiple", "lot_max")})

    def _component_lines(self):
        """{item above: [(number of the line, component, quantity, scrap)]}; a line is numbered as in the whole bill."""
        lines = defaultdict(list)
        for item_id, component_id, quantity, scrap, number in self.env.execute_query(SQL(
                """SELECT item_id, component_id, quantity, scrap, number
                     FROM (SELECT c.item_id, c.component_id, c.quantity, c.scrap,
                                  row_number() OVER (PARTITION BY c.item_id ORDER BY c.id) - 1 AS number
                             FROM psms_plan_component c
                            WHERE c.item_id IN (SELECT item_id FROM psms_plan_component WHERE component_id = ANY(%(ids)s))
                          ) line
                    WHERE component_id = ANY(%(ids)s) ORDER BY item_id, number""", ids=self.ids)):
            lines[item_id].append((number, component_id, quantity, scrap))
        return lines

    # -- orders --------------------------------------------------------------------------------------------------------

    def _orders(self, lines):
        """What the orders above ask of the part, and what the part's own orders bring."""
        part, stay = self.part, self.orders_stay
        found = self.env.execute_query(SQL(
            "%s WHERE o.item_id = ANY(%s) AND (%s OR o.state != 'planned' OR o.item_id != ALL(%s)) ORDER BY o.id",
            _ORDERS, list({*lines, *self.ids}), stay, self.ids))
        if not stay:
            self._bills({item_id: own for item_id, own in lines.items() if item_id in part.items})
        twins, places = defaultdict(int), {}
        for order in map(Order._make, found):
            if order.item_id in part.items:
                self._own_supply(order)
            asks = lines.get(order.item_id)
            if asks:
                part.asking.append(order)
                if order.state in KEPT:
                    self._kept_needs(order, asks)
                else:
                    self._stand_in(order, asks, twins, places)

    def _bills(self, lines):
        for item_id, asks in lines.items():
            for _number, component_id, quantity, scrap in asks:
                self._put("bom", parent=self.part.items[item_id]["name"], component=self.part.items[component_id]["name"],
                          quantity=quantity, scrap=scrap)

    def _own_supply(self, order):
        """A kept order is there on its due date; one that stays, on the day on which it is ready, after all open supply."""
        kept = order.state in KEPT
        self._put("supplies", supply=f"{FIRM}:{order.id}" if kept else f"~{order.id:012d}",
                  item=self.part.items[order.item_id]["name"], date=order.due_date if kept else order.finish_date,
                  quantity=order.quantity, firm=int(order.state == "firm"))
        self.part.supply_ids.append(0)
        self.part.supply_items.append(self.part.items[order.item_id]["place"])
        self.part.supply_orders.append(order.id)
        self.part.own[order.id] = order

    def _kept_needs(self, order, asks):
        for number, component_id, quantity, scrap in asks:
            self._put("demands", demand=f"{FIRM}:{order.id}:{number}", item=self.part.items[component_id]["name"],
                      date=order.release_date, quantity=order.quantity * quantity / (1.0 - scrap), priority=1)
            self.part.demand_ids.append(0)
            self.part.demand_orders.append(order.id)

    def _stand_in(self, order, asks, twins, places):
        """Let the engine plan an order above as it is, so that its need of components stands in line where it stood.

        Its item is made in no time on a calendar that never closes, asks for the part's components alone, and orders
        just what is demanded of it. Orders of an item that are released on one day need an item each.
        """
        day = max(order.release_date, self.plan.start_date)
        twin = twins[order.item_id, day]
        twins[order.item_id, day] += 1
        key = (order.item_id, twin)
        # "#" sorts before every digit, so the twins of 12@1 come before 12@10 as 12@1 does.
        stand_in = f"{order.item_name}#{twin:06d}"
        if key not in places:
            places[key] = len(self.part.item_ids)
            self.part.item_ids.append(0)
            self._put("items", item=stand_in, source="make", calendar=ALWAYS_OPEN, lead_days=0, on_hand=0, safety_stock=0,
                      expedite_days=None, fence_days=0, lot_days=0, lot_min=0, lot_multiple=0, lot_max=0)
            for _number, component_id, quantity, scrap in asks:
                self._put("bom", parent=stand_in, component=self.part.items[component_id]["name"], quantity=quantity, scrap=scrap)
        self.part.stand_in[places[key], day] = order
        self._put("demands", demand=f"for:{order.id}", item=stand_in, date=day, quantity=order.quantity, priority=0)
        self.part.demand_ids.append(0)
        self.part.demand_orders.append(0)

    # -- documents -----------------------------------------------------------------------------------------------------

    def _demands(self):
        for row_id, ref, item_id, day, quantity, priority in self.env.execute_query(SQL(
                "SELECT id, ref, item_id, date, quantity, priority FROM psms_plan_demand WHERE item_id = ANY(%s)", self.ids)):
            self._put("demands", demand=ref, item=self.part.items[item_id]["name"], date=day, quantity=quantity,
                      priority=priority)
            self.part.demand_ids.append(row_id)
            self.part.demand_orders.append(0)

    def _supplies(self):
        for row_id, ref, item_id, day, quantity, firm in self.env.execute_query(SQL(
                "SELECT id, ref, item_id, date, quantity, firm FROM psms_plan_supply WHERE item_id = ANY(%s)", self.ids)):
            self._put("supplies", supply=ref, item=self.part.items[item_id]["name"], date=day, quantity=quantity,
                      firm=int(firm))
            self.part.supply_ids.append(row_id)
            self.part.supply_items.append(self.part.items[item_id]["place"])
            self.part.supply_orders.append(0)

    def _input(self):
        plan = self.plan
        tables = defaultdict(dict)
        for (table, name), cells in self.rows.items():
            tables[table][name] = cells
        # The items of a part use few of a plan's calendars.
        used = set(self.rows["items", "calendar"])
        closed = [(day, name) for name, days in (plan.closed_days or {}).items() if name in used for day in days]
        return psms_engine.PlanInput(
            start=plan.start_date, horizon_days=plan.horizon_days, defer_tolerance_days=plan.defer_days,
            items=psms_engine.Items(**tables["items"]), bom=psms_engine.Bom(**tables["bom"]),
            demands=psms_engine.Demands(**tables["demands"]), supplies=psms_engine.Supplies(**tables["supplies"]),
            closed_days=psms_engine.ClosedDays(date=[day for day, _name in closed], calendar=[name for _day, name in closed]))
