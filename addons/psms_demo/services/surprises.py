"""What nobody foresaw: the problems of this morning, for people and the plan to find.

- Late: Pearl River Appliances waits for 1,500 classic rice cookers that were promised two working days ago;
  there were never enough of them in Shunde.
- Shortage: Gulf Home Trading ordered 160 tower fans yesterday. Their DC motors (MT-DC24) take 18 days to come
  and far too few are in stock.
- Overstock: Zhongshan bought 9,000 fan cartons (PK-CFN) before the season ended, and 3,000 more are on order.
- Late purchase: Shenzhen Components has not delivered the microcontrollers due last week.

They are added after supply was planned, so nothing was made or bought for them.
"""
from .demand import Sale
from .partners import CUSTOMERS
from .places import SHUNDE, ZHONGSHAN
from .supply import Purchase

LATE_CUSTOMER, LATE_CODE, LATE_PIECES = "Pearl River", "HY-RC30", 1500
SHORT_CUSTOMER, SHORT_CODE, SHORT_PIECES, SHORT_PART = "Gulf Home", "HY-FN90", 160, "MT-DC24"
OVERSTOCKED, OVERSTOCK_PIECES, OVERSTOCK_ON_ORDER = "PK-CFN", 9000, 3000
LATE_PART, LATE_PART_PIECES = "EL-MCU", 3000


def add(workdays, sales, supply):
    """Put the surprises into the story in place."""
    today = workdays.today

    def day(offset):
        return max(0, today + offset)

    sales += [
        Sale(_customer(LATE_CUSTOMER), SHUNDE, day(-12), day(-2), [(LATE_CODE, LATE_PIECES)], [today + 5]),
        Sale(_customer(SHORT_CUSTOMER), ZHONGSHAN, day(-1), today + 10, [(SHORT_CODE, SHORT_PIECES)],
             [today + 12]),
    ]
    sales.sort(key=lambda sale: sale.ordered)
    supply.purchases += [
        Purchase("packing", ZHONGSHAN, day(-45), day(-38), day(-38), {OVERSTOCKED: OVERSTOCK_PIECES}),
        Purchase("packing", ZHONGSHAN, day(-3), today + 5, today + 5, {OVERSTOCKED: OVERSTOCK_ON_ORDER}),
        Purchase("chips", SHUNDE, day(-24), day(-5), today + 6, {LATE_PART: LATE_PART_PIECES}),
    ]
    supply.purchases.sort(key=lambda order: (order.ordered, order.vendor, order.plant))


def _customer(name):
    return next(number for number, row in enumerate(CUSTOMERS) if row[0].startswith(name))
