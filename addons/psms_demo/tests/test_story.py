from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.psms_demo.services import tell
from odoo.addons.psms_demo.services.routings import needs

TODAY = date(2026, 3, 18)
WEEKS = 12


@tagged("post_install", "-at_install")
class TestStory(BaseCase):
    """The story is arithmetic: no database needed to check that it can have happened."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.story = tell(TODAY, WEEKS)

    def test_equal_days_tell_the_same_story(self):
        again = tell(TODAY, WEEKS)
        self.assertEqual(again.sales, self.story.sales)
        self.assertEqual(again.supply, self.story.supply)

    def test_other_days_tell_another_story(self):
        self.assertNotEqual(tell(date(2026, 3, 19), WEEKS).sales, self.story.sales)

    def test_nothing_leaves_before_it_is_there(self):
        """Whatever the day of the build: no stock in any place ever goes below zero."""
        for days in range(0, 366, 13):
            for weeks in (3, WEEKS, 26):
                self.check_stock(tell(TODAY + timedelta(days=days), weeks))

    def check_stock(self, story):
        """Day by day, in the order of the hours."""
        supply, today = story.supply, story.workdays.today
        events = []
        for order in supply.productions:
            if order.ready < today:
                events.append((order.ready, 14, order.plant, order.code, order.quantity))
            events += [
                (order.start, 10, order.plant, part, -quantity) for part, quantity in needs(order.code, order.quantity)
            ]
        for truck in supply.transfers:
            for code, quantity in truck.lines:
                events += [(truck.start, 15, truck.source, code, -quantity), (truck.ready, 10.5, truck.target, code, quantity)]
        for order in supply.purchases:
            events += [(order.received, 9, order.plant, code, quantity) for code, quantity in order.lines.items()]
        for sale in story.sales:
            for day, part in sale.shares():
                events += [(day, 16, sale.warehouse, code, -quantity) for code, quantity in part.items()]
        stock = dict(supply.opening)
        for day, hour, place, code, quantity in sorted(events):
            if day >= today:
                break
            stock[place, code] = stock.get((place, code), 0) + quantity
            self.assertGreater(stock[place, code], -1e-6, f"{code} in {place} on working day {day} at {hour}")

    def test_some_lines_are_late_but_most_are_not(self):
        past = [sale for sale in self.story.sales if sale.promised < self.story.workdays.today]
        lines = sum(len(sale.lines) for sale in past)
        late = sum(
            1 if len(sale.shipments) == 2 else len(sale.lines) for sale in past if sale.shipments[-1] > sale.promised
        )
        self.assertTrue(0.04 < late / lines < 0.2, f"{late} of {lines}")

    def test_returns_are_of_goods_that_were_delivered(self):
        for sale in self.story.sales:
            if sale.returned:
                day, line, quantity = sale.returned
                self.assertGreater(day, sale.shipments[-1])
                self.assertLessEqual(quantity, sale.lines[line][1])
