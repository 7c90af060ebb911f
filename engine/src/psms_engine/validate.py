"""Checks every cell, names every offence, and builds the problem when there is none."""

from __future__ import annotations

from bisect import bisect_left
from itertools import repeat

import numpy as np

from .cells import MOST_DAYS, Reader, read_dates
from .levels import find_cycles, low_level_codes
from .lots import EPSILON
from .model import Bom, ClosedDays, Demands, Items, Offence, PlanError, PlanInput, Supplies
from .problem import NO_LIMIT, BomData, DemandData, GivenNames, ItemData, Problem, SupplyData
from .segments import order_by, ranks
from .workdays import WorkDays

# names that the output makes itself, so that a reader of pegs.csv always knows what a row speaks of
PLANNED = "planned:"
RESERVED = ("on_hand:", "safety:", PLANNED)
# items done at once: their days and quantities stay within a cache of a few MB
BATCH = 2048


def validate(plan_input: PlanInput) -> list[Offence]:
    """What is wrong with the input, by file, row and column; an empty list if nothing is."""
    return _Builder(plan_input).offences


def build_problem(plan_input: PlanInput) -> Problem:
    builder = _Builder(plan_input)
    if builder.offences:
        raise PlanError(builder.offences)
    return builder.problem()


class _Builder:
    def __init__(self, plan_input: PlanInput) -> None:
        self.offences: list[Offence] = []
        self._settings(plan_input)
        self._items(plan_input.items)
        self._bom(plan_input.bom)
        self._demands(plan_input.demands)
        self._supplies(plan_input.supplies)
        self._closed_days(plan_input)
        self.offences.sort(key=_place)

    # -- tables --------------------------------------------------------------------------------------------------------

    def _settings(self, given: PlanInput) -> None:
        settings: list[Offence] = []
        reader = Reader("settings.json", 1, settings)
        self.start = read_dates([given.start])[0]
        if np.isnat(self.start):
            reader.refuse(0, "start", given.start, "a date as YYYY-MM-DD")
        # a blank horizon is none at all: it must not pass as 0 days
        self.horizon = int(reader.days("horizon_days", [given.horizon_days], blank=NO_LIMIT, least=1)[0])
        if self.horizon == NO_LIMIT:
            reader.refuse(0, "horizon_days", given.horizon_days, f"a whole number of days from 1 to {MOST_DAYS}")
        self.tolerance = int(reader.days("defer_tolerance_days", [given.defer_tolerance_days])[0])
        # settings have no header: their one row is the first
        self.offences += [Offence(o.file, 1, o.column, o.value, o.expected) for o in settings]

    def _items(self, items: Items) -> None:
        reader = Reader("items.csv", len(items), self.offences)
        names = reader.names("item", items.item)
        reader.unique("item", names)
        self.index = {name: index for index, name in enumerate(names)}
        # the calendar without a name comes first
        self.calendars = {name: number for number, name in enumerate(dict.fromkeys(["", *reader.texts(items.calendar)]))}
        source = ["" if cell is None else str(cell) for cell in items.source or [""] * len(names)]
        for index, cell in enumerate(source):
            if cell not in ("make", "buy"):
                reader.refuse(index, "source", cell, "make or buy")
        self.item_names = names
        self.items = ItemData(
            row=np.arange(len(names)),
            rank=np.zeros(len(names), dtype=np.int64),
            made=np.array([cell == "make" for cell in source], dtype=bool),
            lead=reader.days("lead_days", items.lead_days),
            on_hand=reader.quantities("on_hand", items.on_hand),
            safety=reader.quantities("safety_stock", items.safety_stock),
            lot_days=reader.days("lot_days", items.lot_days),
            lot_min=reader.quantities("lot_min", items.lot_min),
            lot_multiple=reader.quantities("lot_multiple", items.lot_multiple),
            lot_max=reader.quantities("lot_max", items.lot_max),
            expedite=reader.days("expedite_days", items.expedite_days, blank=NO_LIMIT),
            calendar=np.array([self.calendars[name] for name in reader.texts(items.calendar)], dtype=np.int64),
            fence=reader.days("fence_days", items.fence_days),
        )
        self._lots(reader, items)

    def _lots(self, reader: Reader, items: Items) -> None:
        """A maximum that no order can keep is refused: below the minimum, or without a multiple in between."""
        data = self.items
        for index in np.flatnonzero((data.lot_multiple > 0) & (data.lot_multiple < EPSILON)).tolist():
            reader.refuse(index, "lot_multiple", items.lot_multiple[index], f"0, or {EPSILON:g} and more")
        limited = data.lot_max > 0
        over = limited & (data.lot_min > data.lot_max + EPSILON)
        for index in np.flatnonzero(over).tolist():
            reader.refuse(index, "lot_min", items.lot_min[index], f"at most lot_max ({data.lot_max[index]:g})")
        multiple = np.where(data.lot_multiple >= EPSILON, data.lot_multiple, 1.0)
        least = np.maximum(np.ceil((data.lot_min - EPSILON) / multiple), 1) * multiple
        none = limited & ~over & (data.lot_multiple > 0) & (least > data.lot_max + EPSILON)
        for index in np.flatnonzero(none).tolist():
            expected = f"at least {least[index]:g}, the first multiple of lot_multiple that is not below lot_min"
            reader.refuse(index, "lot_max", items.lot_max[index], expected)

    def _bom(self, bom: Bom) -> None:
        reader = Reader("bom.csv", len(bom), self.offences)
        self.bom_names = reader.names("parent", bom.parent), reader.names("component", bom.component)
        self.parent = reader.known("parent", self.bom_names[0], self.index)
        self.component = reader.known("component", self.bom_names[1], self.index)
        self.bom_quantity = reader.quantities("quantity", bom.quantity)
        self.yielded = 1 - reader.shares("scrap", bom.scrap)
        sound = (self.parent >= 0) & (self.component >= 0)
        parent, component = self.parent[sound], self.component[sound]
        self.level = low_level_codes(len(self.item_names), parent, component)
        if (self.level < 0).any():
            self._cycles(reader, parent, component)

    def _cycles(self, reader: Reader, parent: np.ndarray, component: np.ndarray) -> None:
        for cycle in find_cycles(parent, component, self.level):
            way = " > ".join(self.item_names[item] for item in [*cycle, cycle[0]])
            closing = (self.parent == cycle[-1]) & (self.component == cycle[0])
            row = int(np.flatnonzero(closing)[0])
            reader.refuse(row, "component", self.bom_names[1][row], f"no cycle in the bills of materials ({way})")

    def _demands(self, demands: Demands) -> None:
        reader = Reader("demands.csv", len(demands), self.offences)
        names = reader.names("demand", demands.demand)
        self._own_names(reader, "demand", names)
        self.demand_names = names
        self.demands = DemandData(
            row=np.arange(len(names)),
            item=reader.known("item", reader.names("item", demands.item), self.index),
            day=np.zeros(0, dtype=np.int64),
            date=reader.dates("date", demands.date),
            quantity=reader.quantities("quantity", demands.quantity),
            priority=reader.whole("priority", demands.priority, 10**9, "a whole number, 0 first"),
            rank=np.zeros(0, dtype=np.int64),
        )

    def _supplies(self, supplies: Supplies) -> None:
        reader = Reader("supplies.csv", len(supplies), self.offences)
        names = reader.names("supply", supplies.supply)
        self._own_names(reader, "supply", names)
        self.supply_names = names
        self.supplies = SupplyData(
            row=np.arange(len(names)),
            item=reader.known("item", reader.names("item", supplies.item), self.index),
            day=reader.dates("date", supplies.date),
            quantity=reader.quantities("quantity", supplies.quantity),
            firm=reader.whole("firm", supplies.firm, 1, "0 or 1") > 0,
            usable=np.zeros(0, dtype=np.int64),
        )

    def _closed_days(self, given: PlanInput) -> None:
        table = given.closed_days if isinstance(given.closed_days, ClosedDays) else ClosedDays(date=given.closed_days)
        reader = Reader("closed_days.csv", len(table), self.offences)
        self.closed = reader.dates("date", table.date)
        # a calendar that no item counts on is nobody's concern
        self.closed_calendar = np.array([self.calendars.get(name, -1) for name in reader.texts(table.calendar)], dtype=np.int64)

    def _own_names(self, reader: Reader, column: str, names: list[str]) -> None:
        reader.unique(column, names)
        text = "\n".join(names)
        if not any(word in text for word in RESERVED):
            return
        for index, name in enumerate(names):
            if name.startswith(RESERVED):
                reader.refuse(index, column, name, f"a name that does not begin with {', '.join(RESERVED)}")

    # -- the problem ---------------------------------------------------------------------------------------------------

    def problem(self) -> Problem:
        names = self.item_names
        self.items.rank = ranks(names, sorted(names))
        order = order_by(self.level, self.items.rank)
        number = np.empty(len(names), dtype=np.int64)
        number[order] = np.arange(len(names))
        items, workdays = _take(self.items, order), self._workdays()
        items.fence = workdays.open_before(items.fence, items.calendar)
        demands, left_out = self._sorted_demands(number)
        batch_first = _batches(self.level[order])
        return Problem(
            start=self.start,
            horizon=self.horizon,
            tolerance=self.tolerance,
            workdays=workdays,
            batch_first=batch_first,
            batch_of=_batch_of(batch_first),
            items=items,
            bom=self._sorted_bom(number, items.made),
            demands=demands,
            supplies=self._sorted_supplies(number, items),
            names=GivenNames(names, self.demand_names, self.supply_names),
            left_out=left_out,
        )

    def _workdays(self) -> WorkDays:
        used = self.closed_calendar >= 0
        return WorkDays(self._day(self.closed)[used], self.closed_calendar[used], len(self.calendars))

    def _day(self, dates: np.ndarray) -> np.ndarray:
        return (dates - self.start).astype(np.int64)

    def _sorted_bom(self, number: np.ndarray, made: np.ndarray) -> BomData:
        parent, component = number[self.parent], number[self.component]
        per_unit = self.bom_quantity / self.yielded
        order = np.lexsort((per_unit, component, parent))
        order = order[made[parent[order]]]
        lines, line = np.unique(parent[order] * len(number) + component[order], return_inverse=True)
        return BomData(
            first=np.searchsorted(lines, np.arange(len(number) + 1) * len(number)),
            component=lines % max(len(number), 1),
            per_unit=np.bincount(line, weights=per_unit[order], minlength=len(lines)),
        )

    def _sorted_demands(self, number: np.ndarray) -> tuple[DemandData, np.ndarray]:
        data = self.demands
        data.day = np.maximum(self._day(data.date), 0)
        data.item = number[data.item]
        late = data.day >= self.horizon
        names = sorted(self.demand_names)
        data.rank = ranks(self.demand_names, names) - bisect_left(names, PLANNED)
        left_out = np.flatnonzero(late)
        order = order_by(data.item, data.day, data.priority, data.rank)
        return _take(data, order[~late[order]]), left_out[np.argsort(data.rank[left_out])]

    def _sorted_supplies(self, number: np.ndarray, items: ItemData) -> SupplyData:
        data = self.supplies
        data.day = np.maximum(self._day(data.day), 0)
        data.item = number[data.item]
        pulled = np.maximum(data.day - items.expedite[data.item], 0)
        data.usable = np.where(data.firm, data.day, pulled)
        return _take(data, order_by(data.item, data.day, ranks(self.supply_names, sorted(self.supply_names))))


def _batches(level: np.ndarray) -> np.ndarray:
    """Where batches begin, and the end: with each level, and so that none is too large for the processor's cache."""
    firsts = np.flatnonzero(np.diff(level, prepend=-1))
    ends = np.append(firsts[1:], len(level))
    return np.append(np.concatenate([np.arange(0), *map(np.arange, firsts, ends, repeat(BATCH))]), len(level))


def _batch_of(first: np.ndarray) -> np.ndarray:
    """The batch of each item, in as few bytes as hold it: short numbers are sorted fastest."""
    return np.repeat(np.arange(len(first) - 1, dtype=np.min_scalar_type(len(first))), np.diff(first))


def _place(offence: Offence) -> tuple[int, int]:
    files = ("settings.json", "items.csv", "bom.csv", "demands.csv", "supplies.csv", "closed_days.csv")
    return files.index(offence.file), offence.row


def _take(data, order: np.ndarray):
    """The rows of a table of arrays in another order."""
    return type(data)(**{column: cells[order] for column, cells in vars(data).items()})
