from datetime import datetime

import pytz

from odoo.tests import BaseCase, tagged

from ..services.cutoff import ship_by
from ..services.route import BINS, METRES, Layout, Stop, compare
from ..services.walk import natural
from ..services.wave_plan import Limits, Unit, propose

LAYOUT = Layout(pitch=4, length=20)


def unit(picking, **values):
    base = {"line_ids": (picking,), "key": (), "ship_by": datetime(2031, 3, 5), "priority": 0, "lines": 1,
            "weight": 1.0, "volume": 0.1, "late": False}
    return Unit(picking, **{**base, **values})


@tagged("post_install", "-at_install")
class TestRoute(BaseCase):

    def test_within_an_aisle(self):
        route = compare([Stop(3, 0, 15), Stop(1, 0, 5), Stop(2, 0, 10)], LAYOUT)
        self.assertEqual(route, (15 + 10 + 5 + 10, 30, METRES), "in and out once is as short as it gets")
        self.assertAlmostEqual(route.saving, 0.25)

    def test_across_aisles_by_the_nearer_end(self):
        front = compare([Stop(1, 0, 2), Stop(2, 1, 3)], LAYOUT)
        self.assertEqual(front.after, 2 + (2 + 4 + 3) + (3 + 4))
        back = compare([Stop(1, 0, 18), Stop(2, 1, 19)], LAYOUT)
        self.assertEqual(back.after, 18 + (2 + 4 + 1) + (19 + 4), "over the cross aisle at the back")

    def test_walking_in_a_snake_beats_documents(self):
        stops = [Stop(rank, aisle, depth) for rank, aisle, depth in (
            (6, 1, 4), (1, 0, 4), (4, 1, 18), (3, 0, 18), (5, 1, 10), (2, 0, 10))]
        route = compare(stops, LAYOUT)
        self.assertEqual(route.after, 18 + (2 + 4 + 2) + 14 + 8)
        self.assertLess(route.after, route.before)

    def test_without_coordinates_bins_are_counted(self):
        route = compare([Stop(9), Stop(2), Stop(5, 0, 3)], LAYOUT)
        self.assertEqual(route, (8 + 7 + 3 + 4, 1 + 3 + 4 + 8, BINS), "one bin without a place is enough to count")

    def test_a_longer_way_is_shown_as_it_is(self):
        self.assertEqual(compare([Stop(1, 0, 5), Stop(3, 0, 10), Stop(2, 0, 15)], LAYOUT).saving, 0)
        badly_numbered = [Stop(2, 0, 5), Stop(4, 0, 10), Stop(1, 0, 15), Stop(3, 0, 6)]
        self.assertLess(compare(badly_numbered, LAYOUT).saving, 0)

    def test_nothing_to_walk(self):
        route = compare([], LAYOUT)
        self.assertEqual((route.before, route.after, route.saving), (0, 0, 0))

    def test_natural_order(self):
        self.assertEqual(sorted(["10", "9", "A10", "A9", "B"], key=natural), ["9", "10", "A9", "A10", "B"])


@tagged("post_install", "-at_install")
class TestCutoff(BaseCase):

    def test_on_the_clock_of_the_plant(self):
        tz = pytz.timezone("Asia/Shanghai")
        # three in the morning of the 6th in Shanghai is still the 5th in UTC
        self.assertEqual(ship_by(datetime(2031, 3, 5, 19, 0), 16.5, tz), datetime(2031, 3, 6, 8, 30))
        self.assertEqual(ship_by(datetime(2031, 3, 5, 2, 0), 0, tz), datetime(2031, 3, 5, 16, 0), "end of the day")

    def test_hour_by_the_wall_clock_when_summer_time_begins(self):
        tz = pytz.timezone("Europe/Berlin")
        self.assertEqual(ship_by(datetime(2031, 3, 30, 6, 0), 16, tz), datetime(2031, 3, 30, 14, 0))


@tagged("post_install", "-at_install")
class TestPropose(BaseCase):

    def test_what_leaves_first_comes_first(self):
        late, urgent, early, later = (
            unit(1, ship_by=datetime(2031, 3, 6)), unit(2, ship_by=datetime(2031, 3, 5), priority=1),
            unit(3, ship_by=datetime(2031, 3, 5)), unit(4, ship_by=datetime(2031, 3, 7)))
        found = propose([late, later, early, urgent], Limits(transfers=2))
        self.assertEqual([proposal.picking_ids for proposal in found], [[2, 3], [1, 4]])

    def test_limits(self):
        units = [unit(number, lines=4, weight=10, volume=0.5) for number in range(1, 6)]
        for limits, sizes in (
            (Limits(), [5]), (Limits(transfers=2), [2, 2, 1]), (Limits(lines=8), [2, 2, 1]),
            (Limits(weight=30), [3, 2]), (Limits(volume=0.5), [1] * 5), (Limits(transfers=4, lines=12, weight=20), [2, 2, 1]),
        ):
            self.assertEqual([len(proposal.units) for proposal in propose(units, limits)], sizes, limits)

    def test_a_transfer_over_the_limit_goes_alone(self):
        limits = Limits(lines=5)
        found = propose([unit(1, lines=2), unit(2, lines=9), unit(3, lines=3)], limits)
        self.assertEqual([proposal.picking_ids for proposal in found], [[1, 3], [2]])
        self.assertEqual([proposal.exceeds(limits) for proposal in found], [False, True])

    def test_keys_are_not_mixed_and_order_picking_is_one_by_one(self):
        units = [unit(1, key=(7,)), unit(2, key=(8,)), unit(3, key=(7,))]
        self.assertEqual([proposal.picking_ids for proposal in propose(units, Limits())], [[1, 3], [2]])
        self.assertEqual(len(propose(units, Limits(), single=True)), 3)
