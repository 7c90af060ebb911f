"""Everything that a lot was made of, or that was made of it, level by level."""

from typing import NamedTuple

from . import trace_sql

#: where a search ends: nobody reads more, and a recall of more is a recall of everything
MOST_LOTS = 20_000


class Reach(NamedTuple):
    """The lots found, with their distance to the nearest lot asked for.

    :param levels: ``{lot id: distance}``, the lots asked for at 0
    :param complete: False when the search stopped at its limit
    """

    levels: dict
    complete: bool


def reach(env, lot_ids, up=False, most=MOST_LOTS):
    """Follow production from these lots, one statement a level; a lot that was met before is not followed again."""
    trace_sql.flush(env)
    levels = dict.fromkeys(lot_ids, 0)
    edge, distance = list(levels), 0
    while edge:
        distance += 1
        found = {other for _lot, other in trace_sql.next_lots(env, edge, up)}
        edge = sorted(found - levels.keys())
        if len(levels) + len(edge) > most:
            levels.update(dict.fromkeys(edge[:most - len(levels)], distance))
            return Reach(levels, complete=False)
        levels.update(dict.fromkeys(edge, distance))
    return Reach(levels, complete=True)
