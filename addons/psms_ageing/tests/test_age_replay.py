from odoo.tests import BaseCase

from ..services.age_replay import Line, Replay

PART, STORE, SHELF = 1, 10, 11


def line(number, day, source, dest, quantity, lot=0, kind="buy", product=PART):
    return Line(number, day, product, source, dest, lot, 0, 0, 0, quantity, 1, 1, kind, 0)


def left(replay):
    """{(place, lot): [(day of birth, quantity)]} at the end."""
    found = {}
    for heap, row in sorted(replay.open_rows()):
        found.setdefault((heap[1], heap[2]), []).append((row[0], row[4]))
    return found


class TestAgeReplay(BaseCase):
    """Cases of the replay that are seen best without a database."""

    def run_lines(self, *lines, links=()):
        replay = Replay(links)
        replay.run(lines)
        return replay

    def test_first_born_leaves_first(self):
        replay = self.run_lines(
            line(1, 1, 0, STORE, 5), line(2, 4, 0, STORE, 5), line(3, 6, STORE, 0, 6))
        self.assertEqual(left(replay), {(STORE, 0): [(4, 4)]})

    def test_older_pieces_that_arrive_later_leave_first(self):
        replay = self.run_lines(
            line(1, 1, 0, SHELF, 5), line(2, 4, 0, STORE, 5), line(3, 6, SHELF, STORE, 5), line(4, 7, STORE, 0, 5))
        self.assertEqual(left(replay), {(STORE, 0): [(4, 5)]})

    def test_parts_of_a_stay_add_up_on_every_day(self):
        replay = self.run_lines(line(1, 1, 0, STORE, 10), line(2, 4, STORE, 0, 3), line(3, 6, STORE, 0, 7))
        stays = [(closed.row[2], closed.until, closed.quantity) for closed in replay.closed]
        self.assertEqual(stays, [(1, 4, 3), (1, 6, 7)])

    def test_hole_is_filled_by_the_next_receipt(self):
        replay = self.run_lines(line(1, 1, STORE, 0, 4), line(2, 5, 0, STORE, 10))
        self.assertEqual(left(replay), {(STORE, 0): [(5, 6)]})
        self.assertEqual([(closed.quantity, closed.row[2], closed.until) for closed in replay.closed], [(-4, 1, 5)])

    def test_hole_is_filled_bit_by_bit(self):
        replay = self.run_lines(line(1, 1, STORE, 0, 4), line(2, 5, 0, STORE, 1), line(3, 6, 0, STORE, 1))
        self.assertEqual(left(replay), {(STORE, 0): [(1, -2)]})

    def test_lot_that_lacks_takes_what_lies_without_lot(self):
        replay = self.run_lines(line(1, 1, 0, STORE, 4), line(2, 5, STORE, SHELF, 3, lot=7))
        self.assertEqual(left(replay), {(STORE, 0): [(1, 1)], (SHELF, 7): [(1, 3)]})

    def test_each_piece_comes_back_once(self):
        replay = self.run_lines(
            line(1, 1, 0, STORE, 5), line(2, 4, STORE, 0, 5), line(3, 6, 0, STORE, 3, kind="back"),
            line(4, 7, 0, STORE, 3, kind="back"), links={3: ([2], False), 4: ([2], False)})
        self.assertEqual(left(replay), {(STORE, 0): [(1, 3), (1, 2), (7, 1)]})

    def test_another_product_shares_the_ages(self):
        replay = self.run_lines(
            line(1, 1, 0, STORE, 3), line(2, 4, 0, STORE, 1), line(3, 6, STORE, 0, 4),
            line(4, 6, 0, STORE, 8, kind="make", product=2), links={4: ([3], True)})
        self.assertEqual([(heap[0], row[0], row[4]) for heap, row in replay.open_rows()], [(2, 1, 6), (2, 4, 2)])

    def test_crumbs_of_floats_are_nothing(self):
        lines = [line(1, 1, 0, STORE, 1.0), *(line(number, 2, STORE, 0, 0.1) for number in range(2, 12))]
        self.assertEqual(left(self.run_lines(*lines)), {})

    def test_putting_where_it_is_changes_nothing(self):
        replay = self.run_lines(line(1, 1, 0, STORE, 5), line(2, 4, STORE, STORE, 5))
        self.assertEqual((left(replay), replay.closed), ({(STORE, 0): [(1, 5)]}, []))
