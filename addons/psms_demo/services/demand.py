"""What customers order over the weeks, with promise, shipping, return and payment days. Pure: no Odoo."""
from dataclasses import dataclass, field

from .catalogue import COLOURS, ITEMS, KIT, KIT_LINES
from .partners import CUSTOMERS, FAMILIES, SEGMENTS
from .places import CENTRE, SHUNDE, ZHONGSHAN

# Pieces on an order line by segment and family: (least, most), before season and size of the customer.
ORDER_SIZE = {
    "distributor": {"RC": (210, 420), "KT": (160, 340), "FN": (220, 450)},
    "retail": {"RC": (140, 280), "KT": (120, 240), "FN": (150, 320), "RS": (6, 14), "FS": (5, 12)},
    "online": {"RC": (60, 140), "KT": (50, 120), "RS": (9, 20), "FS": (8, 16)},
    "project": {"RC": (60, 150), "KT": (80, 160), "FN": (90, 200), "FS": (5, 12)},
    "export": {"RC": (330, 570), "KT": (270, 480), "FN": (360, 630), "FS": (10, 21)},
}
# Season by month, January first: fans sell before and in summer, cookers and kettles before the new year.
SEASON = {
    "FN": (0.4, 0.5, 0.9, 1.3, 1.6, 1.7, 1.5, 1.2, 0.8, 0.6, 0.6, 0.5),
    "FS": (0.6, 0.7, 0.9, 1.2, 1.4, 1.4, 1.3, 1.1, 0.9, 0.8, 0.9, 0.7),
    "RC": (1.3, 0.8, 0.9, 0.9, 0.9, 0.9, 0.9, 1.0, 1.1, 1.2, 1.3, 1.3),
    "RS": (1.2, 0.8, 0.9, 0.9, 1.0, 1.1, 0.9, 0.9, 1.0, 1.2, 1.4, 1.2),
    "KT": (1.4, 1.0, 0.9, 0.8, 0.8, 0.7, 0.7, 0.8, 1.0, 1.2, 1.4, 1.4),
}
PLANT_FAMILIES = {SHUNDE: ("RC", "RS", "KT"), ZHONGSHAN: ("FN", "FS")}
# Working days from order to promise.
PROMISE = {"distributor": (7, 11), "retail": (6, 10), "online": (4, 7), "project": (7, 12), "export": (14, 20)}
# Goods that come back, one line each, every so many orders.
RETURN_EVERY = 17
# Share of the goods that are short which leaves with the first part.
FIRST_SHARE = 0.4


@dataclass
class Sale:
    """One sales order of the story; days are numbers of working days (dates.Workdays)."""

    customer: int
    warehouse: str
    ordered: int
    promised: int
    lines: list  # (code, quantity)
    shipments: list = field(default_factory=list)  # one day, or two when it leaves in parts
    pay_delay: int = 0  # calendar days after the due date
    returned: tuple = ()  # (day, line, quantity)

    @property
    def segment(self):
        return CUSTOMERS[self.customer][1]

    @property
    def quantities(self):
        """{code: pieces} with kits taken apart."""
        result = {}
        for code, quantity in self.lines:
            parts = KIT_LINES if code == KIT[0] else {code: 1}
            for part, per in parts.items():
                result[part] = result.get(part, 0) + quantity * per
        return result

    def shares(self):
        """What leaves when: [(day, {code: pieces})]; in parts, only the last goods of the order wait for the second."""
        quantities = self.quantities
        if len(self.shipments) == 1:
            return [(self.shipments[0], quantities)]
        last = list(quantities)[-1]
        first = int(quantities[last] * FIRST_SHARE)
        return [
            (self.shipments[0], {**quantities, last: first}),
            (self.shipments[1], {last: quantities[last] - first}),
        ]


def make_sales(rng, workdays, orders_per_week):
    """Every order of the story in order of day, a few weeks beyond today included (they are the forecast)."""
    sales = []
    turn = _turns(rng)
    for week in workdays.weeks():
        count = max(2, round(orders_per_week + rng.choice((-1, 0, 0, 1))))
        sales += [_order(rng, workdays, next(turn), rng.choice(week)) for _order_number in range(count)]
    sales.sort(key=lambda sale: sale.ordered)
    _ship(rng, workdays, sales)
    return sales


def _turns(rng):
    """Customers in rounds, each round in another order: everybody buys about equally often."""
    while True:
        numbers = list(range(len(CUSTOMERS)))
        rng.shuffle(numbers)
        yield from numbers


def _order(rng, workdays, customer, day):
    _name, segment, _city, _country, size, families = CUSTOMERS[customer]
    families = families.split()
    warehouse = SEGMENTS[segment][4]
    if not warehouse:
        warehouse = SHUNDE if rng.choice(families) in PLANT_FAMILIES[SHUNDE] else ZHONGSHAN
        families = [family for family in families if family in PLANT_FAMILIES[warehouse]]
    month = workdays[day].month - 1
    lines = []
    for family in families:
        for code in _choice(rng, family):
            least, most = ORDER_SIZE[segment][family]
            pieces = rng.uniform(least, most) * size * SEASON[family][month] / len(_choice_of(family))
            lines.append((code, _rounded(code, pieces)))
    if warehouse == CENTRE and rng.random() < 0.15:
        lines.append((KIT[0], rng.randrange(10, 31, 5)))
    return Sale(customer, warehouse, day, day + rng.randint(*PROMISE[segment]), lines,
                pay_delay=rng.choice((-5, -2, 0, 0, 0, 1, 2, 3, 8, 25)))


def _choice_of(family):
    # Of the two kettles one order takes both, of the two colours as well: the pieces are shared between them.
    return FAMILIES[family] if family in ("KT", "RS") else FAMILIES[family][:1]


def _choice(rng, family):
    codes = FAMILIES[family]
    return codes if len(codes) == 1 or rng.random() < 0.7 else [rng.choice(codes)]


def _rounded(code, pieces):
    step = 1 if ITEMS[code].tracking == "serial" or code in COLOURS else 10
    return max(step, round(pieces / step) * step)


def _ship(rng, workdays, sales):
    """Ship on time or a little early; of the lines promised in one week one, two or three are late."""
    by_week = {}
    for sale in sales:
        by_week.setdefault(workdays[sale.promised].isocalendar()[:2], []).append(sale)
    for week in by_week.values():
        late = _late_ones(rng, week)
        for number, sale in enumerate(week):
            if number not in late:
                sale.shipments = [max(sale.ordered + 1, sale.promised - rng.choice((0, 0, 0, 1, 1, 2)))]
            elif _can_be_parted(sale):
                sale.shipments = [sale.promised, sale.promised + rng.randint(2, 6)]
            else:
                sale.shipments = [sale.promised + rng.randint(1, 5)]
    returnable = [sale for sale in sales if len(sale.shipments) == 1 and sale.lines[0][0] != KIT[0]]
    for sale in returnable[RETURN_EVERY // 2::RETURN_EVERY]:
        code, quantity = sale.lines[0]
        back = max(1, min(quantity, 1 if ITEMS[code].tracking == "serial" else round(quantity * 0.04)))
        sale.returned = (sale.shipments[0] + rng.randint(6, 14), 0, back)


def _late_ones(rng, week):
    """Numbers of the late orders of a week: each costs one line, which is about one line in nine."""
    lines = sum(len(sale.lines) for sale in week)
    candidates = [
        number for number, sale in enumerate(week) if len(sale.lines) == 1 or _can_be_parted(sale)
    ]
    count = round(lines * rng.uniform(0.06, 0.16)) if lines > 5 else 0
    return rng.sample(candidates, min(count, len(candidates)))


def _can_be_parted(sale):
    # The goods of a kit may also stand on the order by themselves; such an order leaves whole.
    codes = [code for code, _quantity in sale.lines]
    return len(codes) > 1 and KIT[0] not in codes and sale.lines[-1][1] > 5
