"""Lives through the story day by day: each transition runs at its hour of its day."""
import logging
from collections import defaultdict

from .books import Books
from .buying import Buying
from .catalogue import ITEMS
from .dates import at
from .making import Making
from .moving import Moving
from .selling import Selling

_logger = logging.getLogger(__name__)


class History:
    """Runs what happened before today; what was ordered or started by then and is not done stays open."""

    def __init__(self, factory, story):
        self.factory = factory
        self.workdays = factory.workdays
        self.supply = story.supply
        self.sales = story.sales
        self.moving = Moving(factory)
        self.buying = Buying(factory, self.moving)
        self.making = Making(factory, self.moving)
        self.selling = Selling(factory)
        self.books = Books(factory)

    def run(self):
        self.moving.reserve_by_hand(True)
        self._open_stock()
        plans = self._by_day()
        for day in range(self.workdays.today):
            self._live(day, plans)
            if self.workdays[day].month != self.workdays[day + 1].month:
                _logger.info("Demo factory: %s is over.", self.workdays[day].strftime("%B %Y"))
        self.moving.reserve_by_hand(False)

    def _by_day(self):
        """{kind: {day: documents}}"""
        plans = defaultdict(lambda: defaultdict(list))
        for sale in self.sales:
            plans["order"][sale.ordered].append(sale)
            for number, (day, part) in enumerate(sale.shares()):
                plans["ship"][day].append((sale, part, number))
            if sale.returned:
                plans["return"][sale.returned[0]].append(sale)
        for production in self.supply.productions:
            plans["start"][production.start].append(production)
            plans["make"][production.ready].append(production)
        for transfer in self.supply.transfers:
            plans["send"][transfer.start].append(transfer)
            plans["arrive"][transfer.ready].append(transfer)
        for purchase in self.supply.purchases:
            plans["buy"][purchase.ordered].append(purchase)
            plans["receive"][purchase.received].append(purchase)
            plans["bill"][purchase.received + 1].append(purchase)
        return plans

    def _live(self, day, plans):
        hours = [
            (8, 30, "buy", self.buying.order),
            (9, 30, "receive", self.buying.receive),
            (10, 0, "start", self.making.start),
            (10, 30, "arrive", self.moving.arrive),
            (11, 0, "order", self.selling.order),
            (11, 30, "bill", self.buying.bill),
            (14, 0, "make", self.making.finish),
            (15, 0, "send", self.moving.send),
            (16, 0, "ship", self.selling.ship),
            (16, 30, "return", self.selling.take_back),
        ]
        for hour, minute, kind, action in hours:
            documents = plans[kind].pop(day, None)
            if documents:
                self.factory.clock.set(at(self.workdays[day], hour, minute))
                action(documents, day)
        self.factory.clock.set(at(self.workdays[day], 17))
        self.selling.invoice(day)
        self.buying.pay(day)
        self.selling.collect(day)
        self.books.close_month(day)

    def _open_stock(self):
        """Stock of the evening before the first day, entered as a count."""
        self.factory.clock.set(at(self.workdays.first, 7, 30))
        self.moving.count_in([
            (place, ITEMS[code], quantity)
            for (place, code), quantity in sorted(self.supply.opening.items())
            if quantity
        ])
        self.books.open()
