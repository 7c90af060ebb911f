"""The factory's side of the story: transfers, production and purchases that make the shipments possible. Pure.

The planner of the story knows the orders of the coming weeks, so goods are there when they leave. What
lies beyond today is the forecast that already started orders and purchases were made for.
"""
from collections import defaultdict
from dataclasses import dataclass, field
from math import ceil

from .catalogue import BOUGHT, FINISHED, SEMI
from .partners import SOURCES, VENDORS
from .places import CENTRE, ZHONGSHAN
from .routings import BILLS, needs

# Working days between the arrival of goods and their use, and of safety stock in days of need.
SLACK = {"finished": 1, "semi": 1, "bought": 3}
SAFETY = {"finished": 2, "semi": 1, "bought": 1}
TRANSFER_DAYS, TRANSFER_WEEKS, BOARD_WEEKS = 2, 5, 9


@dataclass
class Lot:
    start: int
    ready: int
    quantity: float


@dataclass
class Production:
    code: str
    plant: str
    start: int
    ready: int
    quantity: float


@dataclass
class Transfer:
    source: str
    target: str
    start: int
    ready: int
    lines: list  # (code, quantity)


@dataclass
class Purchase:
    vendor: str
    plant: str
    ordered: int
    due: int
    received: int
    lines: dict = field(default_factory=dict)


@dataclass
class Supply:
    opening: dict  # (place, code): quantity
    productions: list
    transfers: list
    purchases: list


def plan_lots(rng, need, horizon, *, days, lead, slack, safety, multiple, minimum=0.0):
    """Opening stock and lots that keep stock over `safety` days of need: (opening, [Lot]).

    `need` is {day: quantity}. Opening stock lasts at least as long as the first lot takes, plus a share
    of a lot's cycle, as if the factory had always been running.
    """
    total = sum(need.values())
    if not total:
        return 0.0, []
    reserve = total / horizon * safety
    covered = lead + slack + 1 + rng.randrange(max(1, int(days)))
    opening = _up(sum(quantity for day, quantity in need.items() if day <= covered) + reserve, multiple)
    stock, lots = opening, []
    for day in range(horizon):
        stock -= need.get(day, 0.0)
        if stock >= reserve - 1e-6 or day <= covered:
            continue
        ahead = sum(need.get(day + n, 0.0) for n in range(1, int(days) + 1))
        quantity = max(_up(reserve - stock + ahead, multiple), minimum)
        ready = day - slack
        lots.append(Lot(ready - lead, ready, quantity))
        stock += quantity
    return opening, lots


def _up(quantity, multiple):
    return ceil(round(quantity / multiple, 6)) * multiple


class Planner:
    """Walks from the shipments down to the purchases, level by level."""

    def __init__(self, rng, workdays, sales):
        self.rng = rng
        self.workdays = workdays
        self.horizon = len(workdays)
        self.need = defaultdict(lambda: defaultdict(float))  # (place, code) -> {day: quantity}
        self.supply = Supply({}, [], [], [])
        for sale in sales:
            for day, part in sale.shares():
                for code, quantity in part.items():
                    self.need[sale.warehouse, code][day] += quantity

    def plan(self):
        for item in FINISHED:
            self._transfer(item, CENTRE, TRANSFER_WEEKS)
        for item in FINISHED:
            self._produce(item)
        for item in self._semi_by_level():
            if item.code == "PC-FN90":
                self._transfer(item, ZHONGSHAN, BOARD_WEEKS)
            self._produce(item)
        self._merge_transfers()
        self._purchase()
        self.supply.productions.sort(key=lambda order: (order.ready, order.code))
        return self.supply

    @staticmethod
    def _semi_by_level():
        """Parents before their components."""
        depth = {}

        def visit(code, level):
            depth[code] = max(depth.get(code, 0), level)
            for part, _per, _scrap in BILLS.get(code, ()):
                visit(part, level + 1)

        for item in FINISHED:
            visit(item.code, 0)
        return sorted(SEMI, key=lambda item: (depth[item.code], item.code))

    def _transfer(self, item, target, weeks):
        source = item.plants[0]
        opening, lots = plan_lots(
            self.rng, self.need[target, item.code], self.horizon, days=weeks * 6, lead=TRANSFER_DAYS, slack=2,
            safety=SAFETY["finished"], multiple=1 if item.tracking == "serial" else 10,
        )
        self.supply.opening[target, item.code] = opening
        for lot in lots:
            self.supply.transfers.append(Transfer(source, target, lot.start, lot.ready, [(item.code, lot.quantity)]))

    def _merge_transfers(self):
        """One truck a week from each plant to each target; it leaves when the first of its goods must."""
        trucks = {}
        for transfer in sorted(self.supply.transfers, key=lambda one: one.start):
            week = self.workdays[transfer.start].isocalendar()[:2]
            truck = trucks.setdefault((transfer.source, transfer.target, week), transfer)
            if truck is not transfer:
                truck.lines += transfer.lines
        self.supply.transfers = sorted(trucks.values(), key=lambda one: (one.start, one.source, one.target))

    def _produce(self, item):
        plant = item.plants[0]
        need = self.need[plant, item.code]
        self._need_of_transfers(item, plant, need)
        opening, lots = plan_lots(
            self.rng, need, self.horizon, days=item.weeks * 6, lead=item.days, slack=SLACK[item.kind],
            safety=SAFETY[item.kind], multiple=item.multiple,
        )
        self.supply.opening[plant, item.code] = opening
        for lot in lots:
            self.supply.productions.append(Production(item.code, plant, lot.start, lot.ready, lot.quantity))
            for part, quantity in needs(item.code, lot.quantity):
                self.need[plant, part][lot.start] += quantity

    def _need_of_transfers(self, item, plant, need):
        """A truck of another product may leave earlier in the week, so goods are needed on the week's first day."""
        for transfer in self.supply.transfers:
            for code, quantity in transfer.lines:
                if code == item.code and transfer.source == plant:
                    week = self.workdays[transfer.start].isocalendar()[:2]
                    first = next(
                        day for day in range(max(0, transfer.start - 6), transfer.start + 1)
                        if self.workdays[day].isocalendar()[:2] == week
                    )
                    need[first] += quantity

    def _purchase(self):
        """Lots of one vendor and plant that start in the same purchasing round travel on one order."""
        orders = {}
        for item in BOUGHT:
            vendor, minimum, _second = SOURCES[item.code]
            calendar_lead = VENDORS[vendor][2]
            lead = ceil(calendar_lead * 6 / 7) + 1
            for plant in item.plants:
                opening, lots = plan_lots(
                    self.rng, self.need[plant, item.code], self.horizon, days=item.weeks * 6, lead=lead,
                    slack=SLACK["bought"], safety=SAFETY["bought"], multiple=item.multiple, minimum=minimum,
                )
                self.supply.opening[plant, item.code] = opening
                for lot in lots:
                    ordered = self._order_day(max(0, lot.start))
                    order = orders.get((vendor, plant, ordered))
                    if not order:
                        order = orders[vendor, plant, ordered] = Purchase(vendor, plant, ordered, ordered + lead, 0)
                    order.lines[item.code] = order.lines.get(item.code, 0.0) + lot.quantity
        self.supply.purchases = sorted(orders.values(), key=lambda order: (order.ordered, order.vendor, order.plant))
        for order in self.supply.purchases:
            punctual = self.rng.random() < VENDORS[order.vendor][4]
            late = self.rng.choice((-1, 0, 0)) if punctual else self.rng.randint(1, SLACK["bought"] - 1)
            order.received = max(order.ordered + 1, order.due + late)

    def _order_day(self, day):
        """Purchasing goes out every third week: the first working day of the round."""
        def purchasing_round(number):
            return ((self.workdays[number] - self.workdays.first).days + 7) // 21

        while day > 0 and purchasing_round(day - 1) == purchasing_round(day):
            day -= 1
        return day
