"""What has changed from one plan to another, stored as rows of `psms.plan.difference`.

Planned orders, demands with their promises and open supplies are compared, and of the items stock, lead time, safety stock, lot
rules and bill. A demand or a supply is the same one in both plans when the line of its document is; planned orders have no
identity that outlives a plan, so those of one item are paired (see plan_difference.py). Orders that were released or fixed
meanwhile are decisions, not differences, and left out.

The likely cause of a changed order is what changed in the demand, supply, stock or rules of its item; if nothing did, of the
nearest item that it is a component of, and where its lateness changed, of its own components first. The number of statements
is constant.
"""
from collections import defaultdict, namedtuple
from itertools import chain

import numpy as np

from odoo.tools import SQL

from odoo.addons.psms_base.services.bulk import copy_rows, next_ids, nullable

from .plan_difference import EPSILON, Entry, kind, nearest_causes, pairs

ITEM_FIELDS = ("on_hand_qty", "lead_days", "safety_qty")
SUBJECT_OF_FIELD = {"on_hand_qty": "stock", "lead_days": "lead_time", "safety_qty": "safety"}
# What is late, or isn't any more, is read first.
RANK = {name: rank for rank, name in enumerate(("late", "on_time", "new", "gone", "more", "less", "later", "earlier", "changed"))}

Row = namedtuple("Row", "subject kind key before after record")
Item = namedtuple("Item", "id key source vendor_id planner_id unit_cost lot on_hand_qty lead_days safety_qty")


def compare(plan, against):
    """Store how `plan` differs from the plan `against`, unless that has been done.

    :return: the number of planned orders that differ
    """
    plan, against = plan.sudo(), against.sudo()  # nobody writes these tables by hand, this service does
    if plan.compared_id != against:
        plan.env.flush_all()
        plan.env.cr.execute(SQL("DELETE FROM psms_plan_difference WHERE plan_id = %s", plan.id))
        plan.write({"compared_id": against.id, "difference_count": _Comparison(plan, against).run()})
    return plan.difference_count


class _Comparison:
    def __init__(self, plan, against):
        self.env, self.plan, self.against = plan.env, plan, against
        self.env.flush_all()

    def run(self):
        self.items = self._read_items()
        self.lines = self._read_lines()
        orders = self._orders()
        demands, supplies = self._documents("psms_plan_demand", "demand"), self._documents("psms_plan_supply", "supply")
        rows = sorted(chain(orders, demands, supplies, self._item_rows()), key=self._rank)
        self._store(rows, self._causes(rows))
        self.env.invalidate_all()
        return len(orders)

    def _both(self, query):
        """Rows of both plans by plan: the one before, the one after."""
        found = {self.against.id: [], self.plan.id: []}
        for plan_id, *values in self.env.execute_query(query):
            found[plan_id].append(values)
        return found[self.against.id], found[self.plan.id]

    @property
    def _plans(self):
        return [self.against.id, self.plan.id]

    # -- reading -------------------------------------------------------------------------------------------------------

    def _read_items(self):
        """{(product, warehouse): item} before and after."""
        return [{(product, warehouse): Item(number, (product, warehouse), source, vendor, planner, cost, tuple(lot), *figures)
                 for number, product, warehouse, source, vendor, planner, cost, lot, *figures in rows}
                for rows in self._both(SQL(
                    """SELECT plan_id, id, product_id, warehouse_id, source, vendor_id, planner_id, COALESCE(unit_cost, 0),
                              ARRAY[lot_days, lot_min, lot_multiple, lot_max], on_hand_qty, lead_days, safety_qty
                         FROM psms_plan_item WHERE plan_id = ANY(%s)""", self._plans))]

    def _read_lines(self):
        """{item: {component: quantity}} before and after."""
        found = []
        for rows in self._both(SQL(
                """SELECT i.plan_id, i.product_id, i.warehouse_id, c.product_id, c.warehouse_id, l.quantity / (1 - l.scrap)
                     FROM psms_plan_component l
                     JOIN psms_plan_item i ON i.id = l.item_id
                     JOIN psms_plan_item c ON c.id = l.component_id
                    WHERE i.plan_id = ANY(%s)""", self._plans)):
            lines = defaultdict(dict)
            for product, warehouse, component, place, quantity in rows:
                lines[product, warehouse][component, place] = quantity
            found.append(lines)
        return found

    def _orders(self):
        groups = defaultdict(lambda: ([], []))
        for side, rows in enumerate(self._both(SQL(
                """SELECT i.plan_id, o.id, i.product_id, i.warehouse_id, o.quantity, o.due_date, o.days_late
                     FROM psms_planned_order o JOIN psms_plan_item i ON i.id = o.item_id
                    WHERE i.plan_id = ANY(%s) AND o.state = 'planned'""", self._plans))):
            for number, product, warehouse, *entry in rows:
                groups[product, warehouse][side].append((number, *entry))
        return [Row("order", kind(*pair), key, *pair, None) for key, sides in groups.items() for pair in _different(*sides)]

    def _documents(self, table, subject):
        late, cause = (("d.days_late", "d.cause_item_id") if table == "psms_plan_demand" else ("0", "NULL::int"))
        groups, records = defaultdict(lambda: ([], [])), {}
        for side, rows in enumerate(self._both(SQL(
                """SELECT d.plan_id, d.id, i.product_id, i.warehouse_id, d.quantity, d.date, %s,
                          d.kind, d.res_model, d.res_id, d.line_id, d.name, %s
                     FROM %s d JOIN psms_plan_item i ON i.id = d.item_id WHERE d.plan_id = ANY(%s)""",
                SQL(late), SQL(cause), SQL.identifier(table), self._plans))):
            for number, product, warehouse, quantity, day, days_late, *record in rows:
                key = (product, warehouse)
                groups[(key, *record[:4])][side].append((number, quantity, day, days_late))
                records[number] = record
        return [Row(subject, kind(*pair), identity[0], *pair, records[(pair[1] or pair[0]).id])
                for identity, sides in groups.items() for pair in _different(*sides)]

    def _item_rows(self):
        """Stock, lead time, safety stock, lot rules and bills of items that are in both plans."""
        before, after = self.items
        for key in before.keys() & after.keys():
            old, new = before[key], after[key]
            for name in ITEM_FIELDS:
                values = float(getattr(old, name) or 0), float(getattr(new, name) or 0)
                if abs(values[1] - values[0]) > EPSILON:
                    yield Row(SUBJECT_OF_FIELD[name], "more" if values[1] > values[0] else "less", key,
                              *(Entry(0, value, None) for value in values), None)
            if (old.source, old.vendor_id, old.lot) != (new.source, new.vendor_id, new.lot):
                yield Row("rule", "changed", key, None, None, None)
            if self.lines[0].get(key) != self.lines[1].get(key):
                yield Row("bill", "changed", key, None, None, None)

    def _rank(self, row):
        """By importance; then by what it is worth."""
        return RANK[row.kind], -abs(self._value(row)), row.key, row.subject, (row.after or row.before or Entry(0, 0, None)).id

    def _item(self, key):
        return self.items[1].get(key) or self.items[0][key]

    def _value(self, row):
        """How much more is ordered, wanted or there, in money."""
        if row.subject not in ("order", "demand", "supply", "stock"):
            return 0.0
        change = (row.after.quantity if row.after else 0.0) - (row.before.quantity if row.before else 0.0)
        return change * self._item(row.key).unit_cost

    # -- causes --------------------------------------------------------------------------------------------------------

    def _causes(self, rows):
        """For each row the number of the row that is its likely cause, -1 where none is known."""
        own, changed, parents, components = defaultdict(list), set(), defaultdict(set), defaultdict(set)
        for number, row in enumerate(rows):
            if row.subject == "order":
                changed.add(row.key)
            elif self._may_cause(row):
                own[row.key].append((self._weight(row), number))
        for lines in self.lines:
            for parent, found in lines.items():
                components[parent].update(found)
                for component in found:
                    parents[component].add(parent)
        weights = {key: max(found)[0] for key, found in own.items()}
        above = nearest_causes(weights, changed, components)  # handed down to components
        below = nearest_causes(weights, changed, parents)
        places = {item.id: item.key for side in self.items for item in side.values()}
        return [self._chosen(row, own.get(self._origin(row, above, below, places)), rows) for row in rows]

    def _may_cause(self, row):
        """A demand that is only late, or not any more, is a consequence."""
        before, after = row.before, row.after
        return not (row.subject == "demand" and before and after
                    and (before.quantity, before.date) == (after.quantity, after.date))

    def _weight(self, row):
        """The larger the quantity that came, went or moved, the likelier it is the cause; rules come after quantities."""
        if row.subject in ("rule", "bill", "lead_time"):
            return 0.0
        before, after = (entry.quantity if entry else 0.0 for entry in (row.before, row.after))
        return abs(after - before) or after

    def _origin(self, row, above, below, places):
        """The item whose change has caused it."""
        if row.subject == "order":
            first, second = (below, above) if row.kind in ("late", "on_time") else (above, below)
            return first.get(row.key, second.get(row.key))
        if row.subject == "demand" and not self._may_cause(row) and row.record[5]:
            key = places.get(row.record[5])
            return above.get(key, below.get(key))
        return None

    def _chosen(self, row, causes, rows):
        """Of the changes of an item the one that is nearest in time, and of those the weightiest."""
        if not causes:
            return -1
        day = (row.after or row.before).date

        def distance(cause):
            dates = [entry.date for entry in (rows[cause[1]].before, rows[cause[1]].after) if entry and entry.date]
            # What has no day (stock, rules) matters from the first on: behind a document of the same month.
            return min((abs((day - other).days) for other in dates), default=30), -cause[0], cause[1]
        return min(causes, key=distance)[1]

    # -- storing -------------------------------------------------------------------------------------------------------

    def _store(self, rows, causes):
        count = len(rows)
        items = [self._item(row.key) for row in rows]
        ids = next_ids(self.env, "psms_plan_difference", count)
        before, after = ([row[side] or Entry(0, 0.0, None) for row in rows] for side in (3, 4))
        documents = [row.record or [None] * 6 for row in rows]
        pairs_of = [(old.date, new.date) if old.date and new.date else None for old, new in zip(before, after)]
        copy_rows(self.env, "psms_plan_difference", {
            "id": ids,
            "plan_id": np.full(count, self.plan.id),
            "company_id": np.full(count, self.plan.company_id.id),
            "subject": _texts(row.subject for row in rows),
            "kind": _texts(row.kind for row in rows),
            "product_id": _whole(row.key[0] for row in rows),
            "warehouse_id": _whole(row.key[1] for row in rows),
            "source": _texts(item.source for item in items),
            "vendor_id": nullable(_whole(item.vendor_id or 0 for item in items)),
            "planner_id": nullable(_whole(item.planner_id or 0 for item in items)),
            "order_id": nullable(_whole((new.id or old.id) if row.subject == "order" else 0
                                        for row, old, new in zip(rows, before, after))),
            "name": _texts(document[4] for document in documents),
            "document_kind": _texts(document[0] for document in documents),
            "res_model": _texts(document[1] for document in documents),
            "res_id": nullable(_whole(document[2] or 0 for document in documents)),
            "quantity_before": _floats(entry.quantity for entry in before),
            "quantity_after": _floats(entry.quantity for entry in after),
            "quantity_change": _floats(new.quantity - old.quantity for old, new in zip(before, after)),
            "value_change": _floats(self._value(row) for row in rows),
            "date_before": np.array([entry.date for entry in before], dtype="datetime64[D]"),
            "date_after": np.array([entry.date for entry in after], dtype="datetime64[D]"),
            "days_moved": _whole((pair[1] - pair[0]).days if pair else 0 for pair in pairs_of),
            "days_late_before": _whole(entry.days_late for entry in before),
            "days_late_after": _whole(entry.days_late for entry in after),
            "cause_id": nullable([ids[number] if number >= 0 else 0 for number in causes]),
        })


def _different(before, after):
    """Pairs that differ. Most items have not changed at all, and both plans are stored in the same order."""
    if [row[1:] for row in before] == [row[1:] for row in after]:
        return ()
    return pairs([Entry(*row) for row in before], [Entry(*row) for row in after])


def _texts(values):
    return np.array([*values, None], dtype=object)[:-1]


def _whole(values):
    return np.array([*values], dtype=np.int64)


def _floats(values):
    return np.array([*values], dtype=float)
