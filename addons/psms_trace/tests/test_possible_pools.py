"""Goods without lot, reckoned: examples with their answers, and random histories in which every piece is known."""

import random
from collections import deque
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from odoo.addons.psms_trace.services.possible_pools import Line, Pools

START = datetime(2026, 3, 2, 8)
A, B, CUSTOMER = 1, 2, 9
MANY = 10_000


def line(line_id, quantity, source, destination, minute=None):
    return Line(line_id, START + timedelta(minutes=line_id if minute is None else minute), quantity, source, destination)


class History:
    """Random movements of pieces that carry their whole way with them; `take` says which of a place are taken."""

    def __init__(self, seed, take):
        self.random, self.take = random.Random(seed), take
        self.lines, self.ways = [], {}  # ways: piece -> lines that moved it
        self.heaps = {place: deque() for place in (A, B, CUSTOMER)}
        self.pieces = iter(range(100_000))
        for place in (A, B):
            self.heaps[place].extend(self._fresh(self.random.choice((0, 0, 3))))
        for _step in range(60):
            self._step()

    def _fresh(self, count):
        found = [next(self.pieces) for _piece in range(count)]
        self.ways.update({piece: [] for piece in found})
        return found

    def _step(self):
        kind = self.random.choice(("make", "make", "use", "use", "use", "move", "empty", "sell", "back"))
        place = self.random.choice((A, B))
        source, destination = {
            "make": (None, place), "use": (place, None), "empty": (place, None), "move": (place, A + B - place),
            "sell": (place, CUSTOMER), "back": (CUSTOMER, place),
        }[kind]
        if source is None:
            moved = self._fresh(self.random.randint(1, 5))
        else:
            heap = self.heaps[source]
            count = len(heap) if kind == "empty" else min(len(heap), self.random.randint(1, 4))
            moved = [self.take(self.random, heap) for _piece in range(count)]
        if not moved:
            return
        number = len(self.lines) + 1
        self.lines.append(line(number, len(moved), source, destination))
        for piece in moved:
            self.ways[piece].append(number)
            if destination is not None:
                self.heaps[destination].append(piece)

    def pools(self):
        return Pools(self.lines, {place: len(heap) for place, heap in self.heaps.items()}, {CUSTOMER})

    def truth(self, line_id, up):
        """The lines out of our places (upwards: into them) that were about the same pieces, in fact."""
        outside = (None, CUSTOMER)
        found = set()
        for way in self.ways.values():
            if line_id in way:
                index = way.index(line_id)
                found.update(
                    other for other in (way[:index] if up else way[index + 1:])
                    if (self.lines[other - 1].source if up else self.lines[other - 1].destination) in outside)
        return found


def at_random(rng, heap):
    heap.rotate(rng.randrange(len(heap)))
    return heap.popleft()


def first_in(_rng, heap):
    return heap.popleft()


@tagged("post_install", "-at_install")
class TestPossiblePools(BaseCase):

    def ask(self, pools, line_id, up=False, most=MANY):
        wide, likely = pools.possible([line_id], up, most), pools.first_out([line_id], up, MANY)
        return set(wide.lines), set(likely.lines), wide

    def test_until_the_place_was_empty(self):
        pools = Pools([
            line(1, 5, None, A), line(2, 3, A, None), line(3, 2, A, None),  # empty
            line(4, 4, None, A), line(5, 1, A, None),
        ], {A: 3})
        self.assertEqual(self.ask(pools, 1)[:2], ({2, 3}, {2, 3}))
        self.assertEqual(self.ask(pools, 4)[:2], ({5}, {5}))
        self.assertEqual(self.ask(pools, 4)[2].places, {A: 3})
        self.assertEqual(self.ask(pools, 5, up=True)[:2], ({4}, {4}))

    def test_never_empty_is_never_sure(self):
        pools = Pools([line(1, 5, None, A), line(2, 5, None, A), line(3, 4, A, None), line(4, 4, A, None)], {A: 2})
        self.assertEqual(self.ask(pools, 1)[:2], ({3, 4}, {3, 4}))
        self.assertEqual(self.ask(pools, 2)[:2], ({3, 4}, {4}), "first in first out says the second, the first may be")
        self.assertEqual(self.ask(pools, 3, up=True)[:2], ({1, 2}, {1}))

    def test_nothing_leaves_before_it_came(self):
        pools = Pools([line(1, 5, None, A), line(2, 1, A, None), line(3, 5, None, A), line(4, 1, A, None)], {A: 8})
        self.assertEqual(self.ask(pools, 3)[:2], ({4}, set()))
        self.assertEqual(self.ask(pools, 2, up=True)[0], {1})

    def test_through_other_places(self):
        pools = Pools([line(1, 5, None, A), line(2, 2, A, B), line(3, 2, B, None), line(4, 3, A, None)], {})
        self.assertEqual(self.ask(pools, 1)[:2], ({3, 4}, {3, 4}))
        self.assertEqual(self.ask(pools, 3, up=True)[:2], ({1}, {1}))

    def test_stock_from_before_the_books(self):
        pools = Pools([line(1, 5, None, A), line(2, 4, A, None), line(3, 4, A, None)], {A: 1})  # 4 were there before
        self.assertEqual(self.ask(pools, 1)[:2], ({2, 3}, {3}))
        self.assertEqual(self.ask(pools, 2, up=True)[:2], ({1}, set()), "by first in first out it was of the old ones")

    def test_used_before_it_was_booked(self):
        """Below nought the books lag behind: what was used was there, and was booked later."""
        pools = Pools([line(1, 3, A, None), line(2, 5, None, A), line(3, 2, A, None)], {})
        self.assertEqual(self.ask(pools, 2)[:2], ({1, 3}, {1, 3}))

    def test_same_second(self):
        pools = Pools([line(2, 3, None, A, minute=1), line(1, 3, A, None, minute=1)], {})
        self.assertEqual(self.ask(pools, 2)[:2], ({1}, {1}), "what comes in counts before what goes out")

    def test_sold_and_brought_back(self):
        pools = Pools([
            line(1, 2, None, A), line(2, 2, A, CUSTOMER), line(3, 1, CUSTOMER, A), line(4, 1, A, None),
        ], {CUSTOMER: 1}, {CUSTOMER})
        self.assertEqual(self.ask(pools, 1)[:2], ({2, 4}, {2, 4}))
        self.assertEqual(self.ask(pools, 1)[2].places, {}, "what customers have is told by the deliveries")
        self.assertEqual(self.ask(pools, 4, up=True)[0], {1, 3})

    def test_too_many_are_not_told(self):
        pools = Pools([line(1, 50, None, A), *(line(number, 1, A, None) for number in range(2, 40))], {A: 12})
        wide = pools.possible([1], False, 20)
        self.assertFalse(wide.complete)
        self.assertEqual(len(pools.possible([1], False, 38).lines), 38)

    def test_every_piece_is_where_it_may_be(self):
        """Whatever somebody takes of a heap, the answer holds it, both ways; first in first out is a part of the answer."""
        for seed in range(150):
            history = History(seed, at_random)
            pools = history.pools()
            for number in range(1, len(history.lines) + 1):
                for up in (False, True):
                    wide, likely, _answer = self.ask(pools, number, up)
                    self.assertLessEqual(history.truth(number, up), wide, f"seed {seed} line {number} up {up}")
                    self.assertLessEqual(likely, wide, f"seed {seed} line {number} up {up}")

    def test_who_takes_the_first_gets_the_first(self):
        """Where the oldest piece was always taken, the likely answer is the truth."""
        for seed in range(150):
            history = History(seed, first_in)
            pools = history.pools()
            for number in range(1, len(history.lines) + 1):
                for up in (False, True):
                    self.assertEqual(self.ask(pools, number, up)[1], history.truth(number, up), f"seed {seed} line {number}")

    def test_together_is_as_one_by_one(self):
        for seed in range(30):
            history = History(seed, at_random)
            pools = history.pools()
            numbers = range(1, len(history.lines) + 1, 3)
            for up in (False, True):
                # a line that was asked about is no answer to itself
                alone = set().union(*(self.ask(pools, number, up)[0] for number in numbers))
                self.assertEqual(set(pools.possible(numbers, up, MANY).lines) - set(numbers), alone - set(numbers))
