"""Plan a part of a stored plan anew, at once: some items and all that they are made of.

What netting finds for an item depends on the items above it alone, so new orders are exact for the items and everything
below them. When orders are ready depends on the items below: the new dates are carried up from item to item, as far as
they change anything, and each item on that way has its supply shared out anew.
"""
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import psms_engine

from odoo.tools import SQL

from odoo.addons.psms_base.services.bulk import next_ids

from .plan_days import PlanDays
from .plan_engine import days_late
from .plan_part import KEPT, components_below, read_part
from .plan_store import Store


def replan(plan, item_ids):
    """Plan these items and everything below them again, and carry the new dates up.

    The caller has locked the plan, has the right to change it and has written what is different: an order that is firm
    now, another demand, stock, lead time.

    :return: ids of the items whose orders or pegs are new
    """
    plan.env.flush_all()
    ids = components_below(plan.env, item_ids)
    solved = _Solved(plan, ids)
    solved.store()
    changed = set(ids) | _carry_up(plan, solved)
    plan.env.invalidate_all()
    return changed


class _Solved(Store):
    """The engine's answer to a part of a plan, stored in the place of what was there."""

    def __init__(self, plan, item_ids, orders_stay=False):
        self.env, self.plan, self.orders_stay = plan.env, plan, orders_stay
        self.part = part = read_part(plan, item_ids, orders_stay)
        self.result = psms_engine.plan(part.input)
        self.item_ids = np.array(part.item_ids, dtype=np.int64)
        self.demand_ids = np.array(part.demand_ids, dtype=np.int64)
        self.demand_order = np.array(part.demand_orders, dtype=np.int64)
        self.supply_ids = np.array(part.supply_ids, dtype=np.int64)
        self.supply_order = np.array(part.supply_orders, dtype=np.int64)
        self.supply_item = np.array(part.supply_items, dtype=np.int64)
        self.order_ids = self._number_orders()

    def _number_orders(self):
        """New orders get new ids; those above, which the engine only repeats, have theirs."""
        planned = self.result.planned
        new = self.item_ids[planned.item_index] > 0
        ids = np.zeros(len(planned), dtype=np.int64)
        if not self.orders_stay:
            ids[new] = next_ids(self.env, "psms_planned_order", int(new.sum()))
        above = np.flatnonzero(~new)
        days = planned.need[above].tolist()
        for number, item, day in zip(above.tolist(), planned.item_index[above].tolist(), days):
            ids[number] = self.part.stand_in[item, day].id
        return ids

    def store(self):
        ids = list(self.part.items)
        if not self.orders_stay:
            gone = self.env.execute_query(SQL(
                "DELETE FROM psms_planned_order WHERE item_id = ANY(%s) AND state = 'planned' RETURNING late", ids))
            self._orders()
            late = days_late(self.result.planned)[self.item_ids[self.result.planned.item_index] > 0]
            self._count(len(late) - len(gone), int((late > 0).sum()) - sum(bool(row[0]) for row in gone))
        self.env.cr.execute(SQL("DELETE FROM psms_plan_peg WHERE item_id = ANY(%s)", ids))
        self.env.cr.execute(SQL("DELETE FROM psms_plan_advice WHERE item_id = ANY(%s) AND state = 'open'", ids))
        self._pegs()
        self._advice()
        self._update_promises()

    def _copy(self, table, columns):
        """All but the rows of items that are none of the part's own, and advice on what has become a document."""
        keep = columns["item_id"] > 0
        if table == "psms_plan_advice":
            keep &= self._open_advice(columns)
        return super()._copy(table, {name: values[keep] for name, values in columns.items()})

    def _open_advice(self, columns):
        """Advice that a planner hasn't dealt with, on documents and firm orders."""
        done = {tuple(row) for row in self.env.execute_query(SQL(
            """SELECT COALESCE(supply_id, 0), COALESCE(order_id, 0), action FROM psms_plan_advice
                WHERE item_id = ANY(%s) AND state != 'open'""", list(self.part.items)))}
        firm = {order.id for order in self.part.own.values() if order.state == "firm"}
        rows = self.result.advice.supply_index
        ends = zip(self.supply_ids[rows].tolist(), self.supply_order[rows].tolist(), columns["action"].tolist())
        return np.array([bool(supply or order in firm) and (supply, order, action) not in done
                         for supply, order, action in ends], dtype=bool)

    def _count(self, orders, late):
        if orders or late:
            self.env.cr.execute(SQL(
                "UPDATE psms_plan SET order_count = order_count + %s, late_count = late_count + %s WHERE id = %s",
                orders, late, self.plan.id))

    def _update_promises(self):
        columns = {"id": self.demand_ids, **self._promises()}
        real = columns["id"] > 0
        values = [cells[real].tolist() for cells in columns.values()]
        if values[0]:
            self.env.cr.execute(SQL(
                """UPDATE psms_plan_demand d
                      SET promise_date = n.promise, days_late = n.days, short_qty = n.short, last_supply_id = n.supply,
                          last_order_id = n.last_order, cause_item_id = n.cause
                     FROM unnest(%s::int[], %s::date[], %s::int[], %s::float8[], %s::int[], %s::int[], %s::int[])
                       AS n(id, promise, days, short, supply, last_order, cause)
                    WHERE d.id = n.id""", *values))


# -- upwards -----------------------------------------------------------------------------------------------------------


def _carry_up(plan, solved):
    """Carry new dates from a part to the orders above, item by item, until nothing changes any more.

    :return: ids of the items above whose supply was shared out anew
    """
    days, touched, shared_out = PlanDays(plan.start_date, plan.closed_days), set(), set()
    while True:
        changed = _new_dates(solved, days)
        _write_dates(plan, changed)
        planned = [new for new in changed if new.order.state == "planned"]
        touched.update(new.order.id for new in planned)
        items = {new.order.item_id for new in planned if new.finish != new.order.finish_date}
        if not items:
            break
        shared_out |= items
        solved = _Solved(plan, items, orders_stay=True)
        solved.store()
    _name_causes(plan, touched, shared_out)
    return shared_out


class _New(NamedTuple):
    """What an order above waits for now."""

    order: object
    finish: date
    supply_id: int | None
    order_id: int | None


def _new_dates(solved, days):
    """The orders above whose dates or causes a part changes."""
    part, found, unsure = solved.part, [], []
    inside = set(part.items)
    waits = _waits(solved)
    for order in part.asking:
        waits_here = order.waits_item_id in inside
        if order.id not in waits and order.state == "planned" and not waits_here:
            continue  # the part has never kept it waiting
        day, *ends = waits.get(order.id, (order.release_date, None, None))
        finish = _finish(order, day, days)
        if order.state == "planned" and not waits_here:
            # It waits for something else, or for nothing: only what comes later still is new.
            if finish > order.finish_date:
                found.append(_New(order, finish, *ends))
        elif order.state == "planned" and finish >= order.finish_date or finish > order.finish_date or order.item_id in inside:
            found.append(_New(order, finish, *ends))
        elif finish < order.finish_date:
            unsure.append(order)
    if unsure:
        others = _waits_of_all(part.plan, unsure)
        for order in unsure:
            day, *ends = others.get(order.id, (order.release_date, None, None))
            found.append(_New(order, _finish(order, day, days), *ends))
    return [new for new in found if new.finish != new.order.finish_date or new.order.state == "planned" and (
        (new.supply_id, new.order_id) != (new.order.waits_supply_id, new.order.waits_order_id))]


def _finish(order, day, days):
    """A kept order has its own date, and is later by as much as its components are; never sooner than made at once."""
    begin = max(day, order.release_date)
    if order.state == "planned":
        return days.ready(order.calendar, order.lead_days, begin)
    wait = max(begin - max(order.release_date, days.start), timedelta())
    earliest = days.ready(order.calendar, order.lead_days, days.start) if order.state == "firm" else order.due_date
    return max(order.due_date + wait, earliest)


def _waits(solved):
    """{order above: (day, supply, order)}: what it waits for within the part."""
    planned, found = solved.result.planned, {}
    rows = np.flatnonzero(solved.item_ids[planned.item_index] == 0)
    supply, order = solved._supply_ends(planned.waits_kind[rows], planned.waits_index[rows])
    for order_id, day, supply_id, waits_id in zip(
            solved.order_ids[rows].tolist(), planned.finish[rows].tolist(), supply.tolist(), order.tolist()):
        if supply_id or waits_id:
            found[order_id] = (day, supply_id or None, waits_id or None)
    promises = solved.result.promises
    kept = {order.id: order.release_date for order in solved.part.asking if order.state in KEPT}
    for order_id, days in zip(solved.demand_order[promises.demand_index].tolist(), promises.days_late.tolist()):
        if order_id and days:
            day = max(kept[order_id], solved.plan.start_date) + timedelta(days=days)
            found[order_id] = max(found.get(order_id, (day, None, None)), (day, None, None))
    return found


def _waits_of_all(plan, orders):
    """The same from the stored pegs of all components of some orders, wherever they belong."""
    return {order_id: (day, supply_id, waits_id) for order_id, day, supply_id, waits_id in plan.env.execute_query(SQL(
        """SELECT DISTINCT ON (o.id) o.id, there.day, p.supply_id, p.order_id
             FROM psms_planned_order o
             JOIN psms_plan_component c ON c.item_id = o.item_id
             JOIN psms_plan_peg p ON p.item_id = c.component_id AND p.for_order_id = o.id
             LEFT JOIN psms_plan_supply s ON s.id = p.supply_id
             LEFT JOIN psms_planned_order q ON q.id = p.order_id
             CROSS JOIN LATERAL (SELECT GREATEST(
                 COALESCE(s.date, CASE WHEN q.state = 'planned' THEN q.finish_date ELSE q.due_date END), %(start)s) AS day) there
            WHERE o.id = ANY(%(ids)s) AND there.day > GREATEST(o.release_date, %(start)s)
            ORDER BY o.id, there.day DESC, p.id""", ids=[order.id for order in orders], start=plan.start_date))}


def _write_dates(plan, changed):
    if not changed:
        return
    rows = [(new.order.id, new.finish, new.supply_id, new.order_id) for new in changed]
    late = plan.env.execute_query(SQL(
        """UPDATE psms_planned_order o
              SET finish_date = n.finish, days_late = GREATEST(n.finish - o.need_date, 0), late = n.finish > o.need_date,
                  waits_supply_id = n.supply, waits_order_id = n.waits
             FROM unnest(%s::int[], %s::date[], %s::int[], %s::int[]) AS n(id, finish, supply, waits)
            WHERE o.id = n.id RETURNING o.id, o.state, o.late""", *map(list, zip(*rows))))
    before = {new.order.id: new.order.late for new in changed}
    more = sum(int(is_late) - int(before[order_id]) for order_id, state, is_late in late if state == "planned")
    if more:
        plan.env.cr.execute(SQL("UPDATE psms_plan SET late_count = late_count + %s WHERE id = %s", more, plan.id))


def _name_causes(plan, order_ids, item_ids):
    """Follow what late demands wait for to the end of the chain, where the chain has changed."""
    if not order_ids:
        return
    plan.env.cr.execute(SQL(
        """WITH RECURSIVE up AS (
               SELECT o.id, o.item_id FROM psms_planned_order o WHERE o.id = ANY(%(orders)s)
               UNION
               SELECT o.id, o.item_id
                 FROM up
                 JOIN psms_plan_component c ON c.component_id = up.item_id
                 JOIN psms_planned_order o ON o.item_id = c.item_id AND o.waits_order_id = up.id
           ), chain AS (
               SELECT * FROM (
                   SELECT d.id, d.last_order_id AS order_id, d.last_supply_id AS supply_id
                     FROM up JOIN psms_plan_demand d ON d.item_id = up.item_id AND d.last_order_id = up.id WHERE d.days_late > 0
                    UNION
                   SELECT d.id, d.last_order_id, d.last_supply_id
                     FROM psms_plan_demand d WHERE d.item_id = ANY(%(items)s) AND d.days_late > 0) first_links
               UNION ALL
               SELECT chain.id, o.waits_order_id, o.waits_supply_id
                 FROM chain
                 JOIN psms_planned_order o ON o.id = chain.order_id AND o.state = 'planned'
                WHERE o.waits_order_id IS NOT NULL OR o.waits_supply_id IS NOT NULL
           )
           UPDATE psms_plan_demand d
              SET cause_item_id = COALESCE(s.item_id, o.item_id)
             FROM chain
             LEFT JOIN psms_planned_order o ON o.id = chain.order_id
             LEFT JOIN psms_plan_supply s ON s.id = chain.supply_id
            WHERE d.id = chain.id AND (o.id IS NULL OR o.state != 'planned'
                                       OR o.waits_order_id IS NULL AND o.waits_supply_id IS NULL)""",
        orders=list(order_ids), items=list(item_ids)))
