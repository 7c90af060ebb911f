"""Every lot that may have something of these lots in it (or upwards: in them), through goods that had no lot.

Begins where ``reach.py`` ends: what is certain is not looked at again.
"""

from typing import NamedTuple

from . import possible, trace_sql
from .reach import MOST_LOTS


class PossibleReach(NamedTuple):
    """What may belong to some lots besides what certainly does.

    :param lots: ``{lot: product without lot that led to it last}``
    :param likely: those of them that it was if the first in was always the first out
    :param lines: ``{line: product}`` at which goods without lot left our places (upwards: came into them)
    :param likely_lines: those of them that it was if the first in was always the first out
    :param cuts: ``possible.Cut`` of each product of which there was too much
    :param complete: False when the search stopped at its limit
    """

    lots: dict
    likely: frozenset
    lines: dict
    likely_lines: frozenset
    cuts: tuple = ()
    complete: bool = True


NOTHING = PossibleReach({}, frozenset(), {}, frozenset())


def possible_reach(env, certain, up=False, most=MOST_LOTS):
    """Follow the goods without lot that came out of these lots, as far as they go.

    :param certain: ids of the lots that ``reach`` found, with those asked for
    """
    reckoner = possible.Reckoner(env)
    if not reckoner.most or not certain:
        return NOTHING
    certain = frozenset(certain)
    wide = _Walk(reckoner, certain, up, most, likely=False).walk()
    likely = _Walk(reckoner, certain, up, most, likely=True).walk() if wide.lots or wide.lines else wide
    return PossibleReach(
        {**likely.lots, **wide.lots}, frozenset(likely.lots), {**likely.lines, **wide.lines}, frozenset(likely.lines),
        tuple(sorted(wide.cuts.values())), wide.complete)


class _Walk:
    """One search: all that is possible, or what it was if the first in was always the first out."""

    def __init__(self, reckoner, certain, up, most, likely):
        self.env, self.reckoner, self.up, self.most, self.likely = reckoner.env, reckoner, up, most, likely
        self.certain, self.lots, self.lines, self.cuts, self.complete = certain, {}, {}, {}, True
        self._asked = set()

    def walk(self):
        lots = self.certain
        free = []
        while lots or free:
            free += trace_sql.without_lot(self.env, lots, self.up) if lots else []
            found = {}
            if lots is not self.certain:  # what is certain was followed by reach
                for lot_id, other_id in trace_sql.next_lots(self.env, lots, self.up) if lots else ():
                    found.setdefault(other_id, self.lots.get(lot_id))
            free = self._through(free, found)
            lots = self._added(found)
        return self

    def _through(self, free, found):
        """From lines without lot to the productions that they led to: lots are put into `found`, lines returned."""
        asked = {}
        for line_id, product_id in free:
            if line_id not in self._asked:
                self._asked.add(line_id)
                asked.setdefault(product_id, []).append(line_id)
        if self.up and asked:
            mine = possible.made(self.env, asked)
            asked = {product_id: line_ids for product_id, line_ids in asked.items() if product_id in mine}
        self.reckoner.load(asked)
        ends = {}
        for product_id, line_ids in asked.items():
            answer = self.reckoner.ask(product_id, line_ids, self.up)
            ends.update(dict.fromkeys(answer.likely if self.likely else answer.lines, product_id))
            if answer.cut:
                self.cuts[product_id] = answer.cut
        ends = {line_id: product_id for line_id, product_id in ends.items() if line_id not in self.lines}
        self.lines.update(ends)
        onward = []
        for line_id, links in trace_sql.links(self.env, ends, self.up).items() if ends else ():
            for link in links:
                if link.lot_id:
                    found.setdefault(link.lot_id, ends[line_id])
                else:
                    onward.append((link.line_id, link.product_id))
        return onward

    def _added(self, found):
        fresh = {lot_id: via for lot_id, via in sorted(found.items()) if lot_id not in self.certain and lot_id not in self.lots}
        room = self.most - len(self.certain) - len(self.lots)
        if len(fresh) > room:
            self.complete = False
            fresh = dict(list(fresh.items())[:max(room, 0)])
        self.lots.update(fresh)
        return frozenset(fresh) if self.complete else frozenset()
