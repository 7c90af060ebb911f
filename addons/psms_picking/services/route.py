"""How far one walks from bin to bin: pure arithmetic, no Odoo, no database.

Where the bins have coordinates the warehouse is taken as parallel aisles with a cross aisle at both ends, and
distances are metres: along the aisle, or out at the nearer end, across, and in again. Where some bin has none, a
step from one bin to another counts the bins that one passes in walking order. A walk begins and ends at the door,
the front of the first aisle (or the first bin).
"""

from typing import NamedTuple

METRES, BINS = "m", "bins"


class Stop(NamedTuple):
    """Where one bin is.

    :param rank: its place in walking order among all bins of its warehouse, from 1
    :param aisle: number of its aisle counted from the door, from 0; None when not known
    :param depth: metres from the front of the aisle; None when not known
    """

    rank: int
    aisle: int | None = None
    depth: float | None = None


class Layout(NamedTuple):
    """:param pitch: metres from one aisle to the next; :param length: metres that an aisle is long"""

    pitch: float
    length: float


class Route(NamedTuple):
    """A walk in the order of the documents and one in walking order, in ``unit``."""

    before: float
    after: float
    unit: str

    @property
    def saving(self):
        """Share of the way that the walking order saves, 0 to 1; negative when it is the longer way."""
        return 1 - self.after / self.before if self.before else 0.0


def compare(stops, layout):
    """Return the :class:`Route` through ``stops``, which come in the order of the documents."""
    measured = all(stop.aisle is not None and stop.depth is not None for stop in stops)
    step = _metres(layout) if measured else _bins
    door = Stop(1, 0, 0.0) if measured else Stop(1)
    return Route(
        length(door, stops, step), length(door, sorted(stops, key=lambda stop: stop.rank), step),
        METRES if measured else BINS,
    )


def length(door, stops, step):
    """Length of the walk from the door through ``stops`` and back."""
    if not stops:
        return 0.0
    walk = [door, *stops, door]
    return float(sum(step(here, there) for here, there in zip(walk, walk[1:], strict=False)))


def _bins(here, there):
    return abs(there.rank - here.rank)


def _metres(layout):
    def step(here, there):
        if here.aisle == there.aisle:
            return abs(there.depth - here.depth)
        front = here.depth + there.depth
        back = 2 * layout.length - front
        return abs(there.aisle - here.aisle) * layout.pitch + min(front, back)

    return step
