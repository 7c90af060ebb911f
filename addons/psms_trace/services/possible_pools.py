"""Which movements of goods without lot may have been about the same pieces.

Pure Python, for one product: no database, no clock. Its goods lie in places, and what lies in one place is one heap, a
pool: nobody knows which piece of it somebody took. Two answers are given about what became of the pieces of a movement
(or, upwards, where they came from):

* ``possible``: every movement that may have been about them. Something that came in may have left with everything that
  left later, until the place was empty; then a new segment begins, and nothing of the old one is left. While the books
  stand below nought the goods were there before they were booked, so everything of such a segment belongs together.
* ``first_out``: what it was if the first in was always the first out.

The second is always a part of the first (asserted in the tests), and neither is certain.
"""

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import NamedTuple

#: quantities below this are nothing
NOTHING = 1e-6


class Line(NamedTuple):
    """A done movement of goods without lot; a place is None where goods come from nowhere or are gone for good."""

    id: int
    date: object
    quantity: float
    source: int | None
    destination: int | None


class Answer(NamedTuple):
    """Where a search ended.

    :param lines: ids of the lines at which goods left our own places (upwards: came into them)
    :param places: ``{place: quantity}`` where some may still lie
    :param complete: False when there were more lines than asked for; those found so far mean nothing then
    """

    lines: frozenset
    places: dict
    complete: bool = True


class _Side:
    """One side of a pool in the order of time, and its place on the axis of all quantities that ever went that way."""

    def __init__(self, lines, before):
        self.lines = lines
        self.ends = list(accumulate((line.quantity for line in lines), initial=before))[1:]
        self.starts = {line.id: end - line.quantity for line, end in zip(lines, self.ends)}
        self.total = self.ends[-1] if lines else before

    def overlapping(self, low, high):
        """``(line, from, to)``, both counted from the beginning of the line."""
        for index in range(bisect_right(self.ends, low + NOTHING), len(self.lines)):
            line = self.lines[index]
            start = self.starts[line.id]
            if start >= high - NOTHING:
                return
            yield line, max(low - start, 0.0), min(high - start, line.quantity)


class _Segment:
    """What happened in a place between two moments at which nothing was there."""

    def __init__(self, positive):
        self.positive = positive
        self.ins, self.outs = [], []
        self.balance = 0.0
        self.last = False

    def far(self, line, up):
        """The lines on the other side that may be about the same pieces as this one: a list, and from where to where."""
        lines = self.ins if up else self.outs
        if not self.positive:
            return lines, 0, len(lines)
        if up:
            return lines, 0, bisect_right(lines, line.date, key=lambda each: each.date)
        return lines, bisect_left(lines, line.date, key=lambda each: each.date), len(lines)


class _Pool:
    """One product in one place.

    :param opening: what was there before the first line; below nought: what had left without being booked
    """

    def __init__(self, ins, outs, opening):
        self.ins, self.outs = _Side(ins, max(opening, 0.0)), _Side(outs, max(-opening, 0.0))
        self.of_in, self.of_out = {}, {}  # line id -> segments that the line belongs to
        self._cut(sorted([(line.date, 0, line.id, line) for line in ins] + [(line.date, 1, line.id, line) for line in outs]),
                  opening)

    def _cut(self, events, balance):
        """Cut the time of the pool where nothing was there. In one second what came in counts before what went out."""
        segment = _Segment(balance > 0) if abs(balance) > NOTHING else None
        for _date, leaves, line_id, line in events:
            change = -line.quantity if leaves else line.quantity
            after = balance + change
            segment = segment or _Segment(after > 0)
            found = [segment]
            if abs(balance) > NOTHING and abs(after) > NOTHING and (balance > 0) != (after > 0):
                # through nought in one movement: a part of it belongs to each side
                found.append(_Segment(after > 0))
            for each in found:
                (each.outs if leaves else each.ins).append(line)
            (self.of_out if leaves else self.of_in)[line_id] = found
            balance, segment = after, found[-1]
            if abs(balance) <= NOTHING:
                balance, segment = 0.0, None
        if segment:
            segment.last, segment.balance = True, balance


class Pools:
    """All places of one product.

    :param lines: done lines without lot
    :param stock: ``{place: what lies there now}``; what the lines do not explain was there before the first of them
    :param outside: places from which goods may come back, though they are not ours: customers
    """

    def __init__(self, lines, stock, outside=()):
        self.outside = frozenset(outside)
        self.lines = {line.id: line for line in lines}
        ins, outs = {}, {}
        for line in sorted(lines, key=lambda line: (line.date, line.id)):
            if line.source == line.destination:
                continue
            if line.destination is not None:
                ins.setdefault(line.destination, []).append(line)
            if line.source is not None:
                outs.setdefault(line.source, []).append(line)
        self._pools = {
            place: _Pool(ins.get(place, []), outs.get(place, []), stock.get(place, 0.0) - sum(
                line.quantity for line in ins.get(place, ())) + sum(line.quantity for line in outs.get(place, ())))
            for place in ins.keys() | outs.keys()
        }

    def possible(self, line_ids, up, most):
        """Every line at the other end that may be about the same pieces, at most so many."""
        queue = [self.lines[line_id] for line_id in line_ids if line_id in self.lines]
        seen, ends, places, known = set(line_ids), set(), {}, {}
        while queue:
            line = queue.pop()
            for far in self._fresh(line, up, known, places):
                if far.id in seen:
                    continue
                seen.add(far.id)
                place = far.source if up else far.destination
                if place is not None:
                    queue.append(far)
                if place is None or place in self.outside:
                    ends.add(far.id)
                if len(ends) > most:
                    return Answer(frozenset(ends), places, complete=False)
        return Answer(frozenset(ends), places)

    def _fresh(self, line, up, known, places):
        """The lines next to this one that no line before has led to: each of a segment is looked at once."""
        place = line.source if up else line.destination
        pool = self._pools.get(place)
        for segment in (pool.of_out if up else pool.of_in).get(line.id, ()) if pool else ():
            lines, low, high = segment.far(line, up)
            if segment.last and segment.balance > 0 and not up and place not in self.outside:
                places[place] = segment.balance
            # later lines of a segment lead to a part of what earlier ones do
            seen_low, seen_high = known.get(id(segment), (high, high) if not up else (low, low))
            known[id(segment)] = (min(low, seen_low), max(high, seen_high))
            yield from lines[low:seen_low] if not up else lines[seen_high:high]

    def first_out(self, line_ids, up, most):
        """What it was if the first in was always the first out."""
        queue = [(line, 0.0, line.quantity) for line_id in line_ids if (line := self.lines.get(line_id))]
        ends, places, steps = set(), {}, 0
        while queue and steps <= most:
            line, low, high = queue.pop()
            place = line.source if up else line.destination
            pool = self._pools.get(place)
            if not pool:
                continue
            near, others = (pool.outs, pool.ins) if up else (pool.ins, pool.outs)
            start = near.starts[line.id]
            for far, far_low, far_high in others.overlapping(start + low, start + high):
                steps += 1
                onward = far.source if up else far.destination
                if onward is not None:
                    queue.append((far, far_low, far_high))
                if onward is None or onward in self.outside:
                    ends.add(far.id)
            if not up and place not in self.outside and (rest := start + high - max(others.total, start + low)) > NOTHING:
                places[place] = places.get(place, 0.0) + rest
        return Answer(frozenset(ends), places, complete=not queue)
