"""Pair what two plans hold of one item and say how it differs. Plain values, no database.

Rows of one item are paired in four passes: equal in everything, then of one day, then of one quantity, and what is left in the
order of days. So an order that comes in between doesn't make all later ones look changed, as pairing by number alone would.
"""
from collections import defaultdict
from datetime import date
from typing import NamedTuple

EPSILON = 1e-6


class Entry(NamedTuple):
    """A planned order, a demand or an open supply, as one of the plans has it."""

    id: int
    quantity: float
    date: date  # on which it is due or wanted
    days_late: int = 0


def pairs(before, after):
    """Pairs of entries that differ, (before or None, after or None)."""
    rest = _paired(before, after, lambda entry: (round(entry.quantity, 6), entry.date, entry.days_late), lambda *_pair: None)
    found = []
    for key in (lambda entry: entry.date, lambda entry: round(entry.quantity, 6), lambda entry: None):
        rest = _paired(*rest, key, lambda old, new: found.append((old, new)))
    found.extend((old, None) for old in rest[0])
    found.extend((None, new) for new in rest[1])
    return found


def _paired(before, after, key, found):
    """Pair entries with equal keys in the order of days, return those left over on both sides."""
    waiting = defaultdict(list)
    for entry in sorted(before, key=lambda entry: (entry.date, entry.id)):
        waiting[key(entry)].append(entry)
    left = []
    for entry in sorted(after, key=lambda entry: (entry.date, entry.id)):
        same = waiting.get(key(entry))
        if same:
            found(same.pop(0), entry)
        else:
            left.append(entry)
    return [entry for entries in waiting.values() for entry in entries], left


def kind(before, after):
    """In one word what has become of it: of several changes the one that matters most."""
    if before is None:
        return "new"
    if after is None:
        return "gone"
    if (before.days_late > 0) != (after.days_late > 0):
        return "late" if after.days_late > 0 else "on_time"
    if abs(after.quantity - before.quantity) > EPSILON:
        return "more" if after.quantity > before.quantity else "less"
    return "later" if (after.date, after.days_late) > (before.date, before.days_late) else "earlier"


def nearest_causes(causes, changed, neighbours):
    """For each changed item the one with a cause of its own that is the fewest steps away.

    :param causes: {item: weight}; of several that are equally near the weightiest wins
    :param changed: items; a cause is only handed on from one changed item to the next
    :param neighbours: {item: items that it hands its cause on to}
    :return: {item: item with the cause}
    """
    level = sorted(causes, key=lambda item: (-causes[item], item))
    found = {item: item for item in level}
    while level:
        following = []
        for item in level:
            for other in neighbours.get(item, ()):
                if other in changed and other not in found:
                    found[other] = found[item]
                    following.append(other)
        level = following
    return found
