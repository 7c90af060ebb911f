"""Store the answer of the engine: every table of a plan with one COPY.

Names become ids here: rows of the snapshot and of the engine's tables get their ids in bulk, and the engine's row
numbers are the places in those arrays.
"""
from functools import cached_property

import numpy as np
from psms_engine import RULES_TEXTS, DemandKind, SupplyKind

from odoo.tools import SQL

from odoo.addons.psms_base.services.bulk import copy_rows, next_ids, nullable

from .plan_days import PlanDays
from .plan_engine import days_late

FIRM = "firm"
MANY = 5_000  # planned orders


def store_plan(env, plan, snapshot, result):
    """Write all that belongs to a plan whose own row exists.

    Firm planned orders among the supplies of the snapshot go over to this plan.
    """
    plan.flush_recordset()
    Store(env, plan, snapshot, result).run()
    if len(result.planned) > MANY:
        # The database's own idea of these tables is of another plan: what a planner opens next would be slow.
        env.cr.execute(SQL("""ANALYZE psms_plan_item (plan_id), psms_plan_component (item_id, component_id),
                              psms_planned_order (item_id, state), psms_plan_peg (item_id)"""))
    env.invalidate_all()


class Store:
    """Rows of a plan made of the engine's tables; `plan_part` stores a part of a plan anew with it."""

    def __init__(self, env, plan, snapshot, result):
        self.env, self.plan, self.snapshot, self.result = env, plan, snapshot, result
        self.items = list(snapshot.items.values())
        self.place = {item.key: number for number, item in enumerate(self.items)}
        self.item_ids = next_ids(env, "psms_plan_item", len(self.items))
        self.demand_item = self._items_of(snapshot.demands)
        self.supply_item = self._items_of(snapshot.supplies)
        self.order_ids = next_ids(env, "psms_planned_order", len(result.planned))
        # A firm planned order stands in the pegs as what it is, not as a document of its own.
        firm_supply, firm_demand = _firm(snapshot.supplies), _firm(snapshot.demands)
        self.supply_ids = np.where(firm_supply, 0, next_ids(env, "psms_plan_supply", len(firm_supply)))
        self.demand_ids = np.where(firm_demand, 0, next_ids(env, "psms_plan_demand", len(firm_demand)))
        self.supply_order = _order_ids(snapshot.supplies)
        self.demand_order = _order_ids(snapshot.demands)

    def _items_of(self, flows):
        return np.fromiter((self.place[flow.key] for flow in flows), dtype=np.int64, count=len(flows))

    def run(self):
        self._items()
        self._components()
        self._move_firm_orders()
        self._orders()
        self._demands()
        self._supplies()
        self._pegs()
        self._advice()

    # -- items ---------------------------------------------------------------------------------------------------------

    def _items(self):
        items, count = self.items, len(self.items)
        sources = [item.source for item in items]
        copy_rows(self.env, "psms_plan_item", {
            "id": self.item_ids,
            "plan_id": np.full(count, self.plan.id),
            "company_id": np.full(count, self.plan.company_id.id),
            "product_id": np.array([item.key[0] for item in items], dtype=np.int64),
            "warehouse_id": np.array([item.key[1] for item in items], dtype=np.int64),
            "source": np.array([source.kind for source in sources], dtype=object),
            "vendor_id": nullable([source.vendor.partner_id if source.vendor else 0 for source in sources]),
            "bom_id": nullable([source.bom.id if source.bom else 0 for source in sources]),
            "source_warehouse_id": nullable([source.from_warehouse_id or 0 for source in sources]),
            "made_to_order": np.array([source.made_to_order for source in sources], dtype=bool),
            "planner_id": nullable([item.planner_id or 0 for item in items]),
            "calendar": np.array([item.calendar for item in items], dtype=object),
            "expedite_days": np.array(
                [-1 if item.expedite_days is None else item.expedite_days for item in items], dtype=np.int64),
            **{name: np.array([getattr(item, name) for item in items], dtype=np.int64)
               for name in ("lead_days", "lot_days", "fence_days")},
            **{column: np.array([getattr(item, name) for item in items], dtype=float) for column, name in (
                ("on_hand_qty", "on_hand"), ("safety_qty", "safety_stock"), ("lot_min", "lot_min"),
                ("lot_multiple", "lot_multiple"), ("lot_max", "lot_max"), ("unit_cost", "unit_cost"))},
        })

    def _components(self):
        lines = [(number, self.place[key], quantity, scrap)
                 for number, item in enumerate(self.items) for key, quantity, scrap in item.bom]
        parent, component, quantity, scrap = (np.array(column) for column in zip(*lines)) if lines else [np.zeros(0, int)] * 4
        copy_rows(self.env, "psms_plan_component", {
            "item_id": self.item_ids[parent],
            "component_id": self.item_ids[component],
            "quantity": quantity.astype(float),
            "scrap": scrap.astype(float),
        })

    # -- orders --------------------------------------------------------------------------------------------------------

    def _orders(self):
        planned = self.result.planned
        late = days_late(planned)
        waits_supply, waits_order = self._supply_ends(planned.waits_kind, planned.waits_index)
        self._copy("psms_planned_order", {
            "id": self.order_ids,
            "item_id": self.item_ids[planned.item_index],
            "state": np.full(len(planned), "planned", dtype=object),
            "quantity": planned.quantity,
            "need_date": planned.need,
            "due_date": planned.due,
            "release_date": planned.release,
            "finish_date": planned.finish,
            "days_late": late,
            "late": late > 0,
            **{f"{name}_qty": getattr(planned, name).astype(float) for name in ("demand", "supply", "covered", "missing")},
            "lot_rules": np.array(RULES_TEXTS, dtype=object)[planned.rules_code],
            "waits_supply_id": nullable(waits_supply),
            "waits_order_id": nullable(waits_order),
        })

    def _move_firm_orders(self):
        """Hang firm orders on the items of this plan, ready as late as the latest of their components makes them."""
        waits = {}
        promises = self.result.promises
        for number, late in zip(promises.demand_index.tolist(), promises.days_late.tolist()):
            flow = self.snapshot.demands[number]
            if flow.ref.startswith(FIRM):
                waits[flow.res_id] = max(waits.get(flow.res_id, 0), late)
        rows = [(flow.res_id, int(self.item_ids[self.place[flow.key]]), waits.get(flow.res_id, 0), self._lead_from_start(flow))
                for flow in self.snapshot.supplies if flow.ref.startswith(FIRM)]
        if rows and self.plan.state == "current":
            ids, items, wait, earliest = map(list, zip(*rows))
            self.env.execute_query(SQL(
                """UPDATE psms_planned_order o
                      SET item_id = firm.item_id, finish_date = firm.finish, waits_supply_id = NULL, waits_order_id = NULL,
                          days_late = GREATEST(firm.finish - o.need_date, 0), late = firm.finish > o.need_date
                     FROM (SELECT new.id, new.item_id, GREATEST(due_date + wait, earliest) AS finish
                             FROM unnest(%s::int[], %s::int[], %s::int[], %s::date[]) AS new(id, item_id, wait, earliest)
                             JOIN psms_planned_order old ON old.id = new.id) firm
                    WHERE o.id = firm.id AND o.state = 'firm' RETURNING 1""", ids, items, wait, earliest))

    def _lead_from_start(self, flow):
        """The first day on which an order can be ready that is released today."""
        item, snapshot = self.snapshot.items[flow.key], self.snapshot
        return self.days.ready(item.calendar, item.lead_days, snapshot.start)

    @cached_property
    def days(self):
        return PlanDays(self.snapshot.start, self.snapshot.calendars)

    # -- documents and what serves them --------------------------------------------------------------------------------

    def _documents(self, flows, ids, item):
        return {
            "id": ids,
            "plan_id": np.full(len(flows), self.plan.id),
            "item_id": self.item_ids[item],
            "kind": np.array([flow.kind for flow in flows], dtype=object),
            "name": np.array([flow.label for flow in flows], dtype=object),
            "res_model": np.array([flow.res_model or None for flow in flows], dtype=object),
            "res_id": nullable([flow.res_id or 0 for flow in flows]),
            "line_id": nullable([flow.line_id or 0 for flow in flows]),
            "ref": np.array([flow.ref for flow in flows], dtype=object),
            "partner_id": nullable([flow.partner_id or 0 for flow in flows]),
            "date": np.array([flow.date for flow in flows], dtype="datetime64[D]"),
            "quantity": np.array([flow.quantity for flow in flows], dtype=float),
        }

    def _demands(self):
        self._copy_real("psms_plan_demand", {
            **self._documents(self.snapshot.demands, self.demand_ids, self.demand_item),
            "priority": np.array([flow.priority for flow in self.snapshot.demands], dtype=np.int64),
            **self._promises(),
        })

    def _promises(self):
        """When each demand is served, by what last and because of what late."""
        promises, count = self.result.promises, len(self.demand_ids)
        rows = promises.demand_index
        promise = np.full(count, np.datetime64("NaT"), dtype="datetime64[D]")
        days, short = np.zeros(count, dtype=np.int64), np.zeros(count)
        promise[rows], days[rows], short[rows] = promises.promise, promises.days_late, promises.short
        last_supply, last_order, waits_for = np.zeros((3, count), dtype=np.int64)
        last_supply[rows], last_order[rows] = self._supply_ends(promises.last_kind, promises.last_index)
        for number, chain in zip(rows.tolist(), promises.causes):
            if chain:
                waits_for[number] = self._item_id(*chain[-1])
        return {
            "promise_date": promise,
            "days_late": days,
            "short_qty": short,
            "last_supply_id": nullable(last_supply),
            "last_order_id": nullable(last_order),
            "cause_item_id": nullable(waits_for),
        }

    def _item_id(self, kind, number):
        if kind == SupplyKind.PLANNED_ORDER:
            number = self.result.planned.item_index[number]
        elif kind == SupplyKind.OPEN_SUPPLY:
            number = self.supply_item[number]
        return self.item_ids[number]

    def _supplies(self):
        flows = self.snapshot.supplies
        self._copy_real("psms_plan_supply", {
            **self._documents(flows, self.supply_ids, self.supply_item),
            "firm": np.array([flow.firm for flow in flows], dtype=bool),
        })

    def _copy(self, table, columns):
        copy_rows(self.env, table, columns)

    def _copy_real(self, table, columns):
        """All rows but those of firm planned orders, which have no id here."""
        real = columns["id"] > 0
        copy_rows(self.env, table, {name: values[real] for name, values in columns.items()})

    def _pegs(self):
        pegs = self.result.pegs
        supply, order = self._supply_ends(pegs.supply_kind, pegs.supply_index)
        demand, for_order = self._demand_ends(pegs.demand_kind, pegs.demand_index)
        self._copy("psms_plan_peg", {
            "item_id": self.item_ids[pegs.item_index],
            "supply_id": nullable(supply),
            "order_id": nullable(order),
            "demand_id": nullable(demand),
            "for_order_id": nullable(for_order),
            "quantity": pegs.quantity,
        })

    def _supply_ends(self, kind, index):
        """Ids of open supplies and of planned orders, 0 where it is neither."""
        return _ends(kind == SupplyKind.OPEN_SUPPLY, kind == SupplyKind.PLANNED_ORDER, index,
                     self.supply_ids, self.supply_order, self.order_ids)

    def _demand_ends(self, kind, index):
        """Ids of demands and of planned orders that need components, 0 where it is neither."""
        return _ends(kind == DemandKind.DEMAND, kind == DemandKind.PLANNED_ORDER, index,
                     self.demand_ids, self.demand_order, self.order_ids)

    def _advice(self):
        advice, count = self.result.advice, len(self.result.advice)
        because_demand, because_order = self._demand_ends(advice.because_kind, advice.because_index)
        self._copy("psms_plan_advice", {
            "plan_id": np.full(count, self.plan.id),
            "supply_id": nullable(self.supply_ids[advice.supply_index]),
            "order_id": nullable(self.supply_order[advice.supply_index]),
            "item_id": self.item_ids[self.supply_item[advice.supply_index]],
            "action": np.array(advice.wanted, dtype=object),
            "blocked": np.array([action == "blocked" for action in advice.action], dtype=bool),
            "from_date": advice.from_date,
            "to_date": advice.to_date,
            "quantity": advice.quantity,
            "because_demand_id": nullable(because_demand),
            "because_order_id": nullable(because_order),
            "because_safety": advice.because_kind == DemandKind.SAFETY_STOCK,
            "state": np.full(count, "open", dtype=object),
        })


def _firm(flows):
    return np.fromiter((flow.ref.startswith(FIRM) for flow in flows), dtype=bool, count=len(flows))


def _order_ids(flows):
    """The firm planned order that a flow is, 0 for any other."""
    return np.fromiter((flow.res_id if flow.ref.startswith(FIRM) else 0 for flow in flows), dtype=np.int64, count=len(flows))


def _ends(is_document, is_order, index, document_ids, firm_orders, order_ids):
    documents, orders = np.zeros((2, len(index)), dtype=np.int64)
    documents[is_document] = document_ids[index[is_document]]
    orders[is_document] = firm_orders[index[is_document]]
    orders[is_order] = order_ids[index[is_order]]
    return documents, orders
