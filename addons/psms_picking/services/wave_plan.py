"""Which transfers go into one batch: pure arithmetic on what services/wave_read.py has read."""

from datetime import datetime
from typing import NamedTuple


class Unit(NamedTuple):
    """What is not divided: a transfer, or for zone picking the lines of a transfer that lie in one zone."""

    picking_id: int
    line_ids: tuple
    key: tuple
    ship_by: datetime
    priority: int
    lines: int
    weight: float
    volume: float
    late: bool
    zone_id: int = 0


class Limits(NamedTuple):
    """The most that a batch may hold; 0 is no limit."""

    transfers: int = 0
    lines: int = 0
    weight: float = 0.0
    volume: float = 0.0


class Proposal:
    """A batch that could be made."""

    def __init__(self, unit):
        self.key = unit.key
        self.units = [unit]

    def total(self, name):
        return sum(getattr(unit, name) for unit in self.units)

    @property
    def picking_ids(self):
        return list(dict.fromkeys(unit.picking_id for unit in self.units))

    @property
    def line_ids(self):
        return [line for unit in self.units for line in unit.line_ids]

    @property
    def ship_by(self):
        return min(unit.ship_by for unit in self.units)

    @property
    def late(self):
        return sum(unit.late for unit in self.units)

    def takes(self, unit, limits):
        """True when the batch stays within the limits with this unit too."""
        transfers = len(set(self.picking_ids) | {unit.picking_id})
        amounts = (
            (transfers, limits.transfers), (self.total("lines") + unit.lines, limits.lines),
            (self.total("weight") + unit.weight, limits.weight), (self.total("volume") + unit.volume, limits.volume),
        )
        return all(not limit or amount <= limit + 1e-9 for amount, limit in amounts)

    def exceeds(self, limits):
        """True for a single unit that is more than a batch may hold: nobody can divide it here."""
        empty = Proposal(self.units[0])
        empty.units = []
        return len(self.units) == 1 and not empty.takes(self.units[0], limits)


def propose(units, limits, single=False):
    """Group units of one key into batches within the limits, what must leave first in the first ones.

    :param single: True for order picking: one transfer, one batch
    :return: list of :class:`Proposal`, by the moment they must leave
    """
    proposals = []
    open_ones = {}
    for unit in sorted(units, key=lambda unit: (unit.ship_by, -unit.priority, unit.picking_id, unit.zone_id)):
        same = [] if single else open_ones.setdefault(unit.key, [])
        fitting = next((proposal for proposal in same if proposal.takes(unit, limits)), None)
        if fitting:
            fitting.units.append(unit)
            continue
        proposals.append(Proposal(unit))
        same.append(proposals[-1])
    return sorted(proposals, key=lambda proposal: proposal.ship_by)
