"""What nobody foresaw: the problems of this morning, for people and the plan to find.

- Late: Pearl River Appliances waits for a large order that was promised two working days ago: more than there is in
  the plant of the finished good that is scarcest this morning.
- Shortage: Gulf Home Trading ordered 160 tower fans yesterday. Their DC motors (MT-DC24) take 18 days to come
  and far too few are in stock.
- Overstock: Zhongshan bought 9,000 fan cartons (PK-CFN) before the season ended, and 3,000 more are on order.
- Late purchase: Shenzhen Components has not delivered the microcontrollers due last week.

They are added after supply was planned, so nothing was made or bought for them.
"""
from .catalogue import FINISHED
from .demand import Sale
from .partners import CUSTOMERS
from .places import SHUNDE, ZHONGSHAN
from .supply import Purchase

LATE_CUSTOMER, LATE_BEYOND = "Pearl River", 300
SHORT_CUSTOMER, SHORT_CODE, SHORT_PIECES, SHORT_PART = "Gulf Home", "HY-FN90", 160, "MT-DC24"
OVERSTOCKED, OVERSTOCK_PIECES, OVERSTOCK_ON_ORDER = "PK-CFN", 9000, 3000
LATE_PART, LATE_PART_PIECES = "EL-MCU", 3000


def add(workdays, sales, supply):
    """Put the surprises into the story in place; returns the late order and the one that is short of a part."""
    today = workdays.today

    def day(offset):
        return max(0, today + offset)

    plant, code, left = _scarcest(today, sales, supply)
    pieces = (int(left) // 100 + 1) * 100 + LATE_BEYOND
    late = Sale(_customer(LATE_CUSTOMER), plant, day(-12), day(-2), [(code, pieces)], [today + 5])
    short = Sale(_customer(SHORT_CUSTOMER), ZHONGSHAN, day(-1), today + 10, [(SHORT_CODE, SHORT_PIECES)], [today + 12])
    sales += [late, short]
    sales.sort(key=lambda sale: sale.ordered)
    supply.purchases += [
        Purchase("packing", ZHONGSHAN, day(-45), day(-38), day(-38), {OVERSTOCKED: OVERSTOCK_PIECES}),
        Purchase("packing", ZHONGSHAN, day(-3), today + 5, today + 5, {OVERSTOCKED: OVERSTOCK_ON_ORDER}),
        Purchase("chips", SHUNDE, day(-24), day(-5), today + 6, {LATE_PART: LATE_PART_PIECES}),
    ]
    supply.purchases.sort(key=lambda order: (order.ordered, order.vendor, order.plant))
    return late, short


def _scarcest(today, sales, supply):
    """(plant, code, pieces) of the untracked finished good of which the plant has least this morning."""
    stock = {
        (item.plants[0], item.code): supply.opening.get((item.plants[0], item.code), 0)
        for item in FINISHED if item.tracking == "none"
    }

    def change(place, code, quantity):
        if (place, code) in stock:
            stock[place, code] += quantity

    for order in supply.productions:
        if order.ready < today:
            change(order.plant, order.code, order.quantity)
    for truck in supply.transfers:
        for code, quantity in truck.lines:
            if truck.start < today:
                change(truck.source, code, -quantity)
    for sale in sales:
        for day, part in sale.shares():
            for code, quantity in part.items():
                if day < today:
                    change(sale.warehouse, code, -quantity)
    (plant, code), left = min(stock.items(), key=lambda entry: (entry[1], entry[0]))
    return plant, code, left


def _customer(name):
    return next(number for number, row in enumerate(CUSTOMERS) if row[0].startswith(name))
