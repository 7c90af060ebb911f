"""The tables that go into a plan, and what may be wrong with them.

A table is a dataclass of columns, taken as they are found (lists or arrays of text, numbers, dates; a column left out is
blank) and checked by `validate`.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Cells = Sequence[Any]


class Rows:
    """Columns of equal length that can be read row by row."""

    @classmethod
    def names(cls) -> list[str]:
        raise NotImplementedError

    def columns(self) -> Iterator[tuple[str, Cells | None]]:
        return ((name, getattr(self, name)) for name in self.names())

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dict of plain Python values."""
        columns = {name: _plain(cells) for name, cells in self.columns() if cells is not None}
        return (dict(zip(columns, row)) for row in zip(*columns.values()))


class Table(Rows):
    """A table that goes in: its fields are its columns."""

    def __post_init__(self) -> None:
        lengths = {name: len(cells) for name, cells in self.columns() if cells is not None}
        if len(set(lengths.values())) > 1:
            raise ValueError(f"{type(self).__name__}: columns of unequal length: {lengths}")

    @classmethod
    def names(cls) -> list[str]:
        return [column.name for column in dataclasses.fields(cls)]

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, Any]]):
        """Build from mappings; a key that a row lacks is blank."""
        rows = list(rows)
        return cls(**{name: [row.get(name) for row in rows] for name in cls.names()})

    def __len__(self) -> int:
        return next((len(cells) for _name, cells in self.columns() if cells is not None), 0)


def _plain(cells: Cells) -> Sequence[Any]:
    return cells.tolist() if isinstance(cells, np.ndarray) else cells


# -- what goes in ------------------------------------------------------------------------------------------------------


@dataclass
class Items(Table):
    item: Cells = ()
    source: Cells | None = None
    lead_days: Cells | None = None
    on_hand: Cells | None = None
    safety_stock: Cells | None = None
    lot_days: Cells | None = None
    lot_min: Cells | None = None
    lot_multiple: Cells | None = None
    lot_max: Cells | None = None
    expedite_days: Cells | None = None
    calendar: Cells | None = None
    fence_days: Cells | None = None


@dataclass
class Bom(Table):
    parent: Cells = ()
    component: Cells | None = None
    quantity: Cells | None = None
    scrap: Cells | None = None


@dataclass
class Demands(Table):
    demand: Cells = ()
    item: Cells | None = None
    date: Cells | None = None
    quantity: Cells | None = None
    priority: Cells | None = None


@dataclass
class Supplies(Table):
    supply: Cells = ()
    item: Cells | None = None
    date: Cells | None = None
    quantity: Cells | None = None
    firm: Cells | None = None


@dataclass
class ClosedDays(Table):
    """Days on which nothing is received, started or finished, of the calendar that is named, or of the one without a name."""

    date: Cells = ()
    calendar: Cells | None = None


@dataclass
class PlanInput:
    """Everything that a plan depends on; `start` is day 0."""

    start: datetime.date | str
    horizon_days: int | str
    items: Items = field(default_factory=Items)
    bom: Bom = field(default_factory=Bom)
    demands: Demands = field(default_factory=Demands)
    supplies: Supplies = field(default_factory=Supplies)
    # a plain list of dates closes the calendar of items that name none
    closed_days: ClosedDays | Cells = ()
    # an open supply that comes earlier than its need by this many days or fewer is not worth deferring
    defer_tolerance_days: int | str = 0


@dataclass(frozen=True, order=True)
class Offence:
    """One cell that stops the run; a blank column stands for the whole row.

    `row` counts as a spreadsheet does: 1 is the header, 2 the first row of data.
    """

    file: str
    row: int
    column: str
    value: str
    expected: str

    def __str__(self) -> str:
        column = self.column or "-"
        return f"{self.file}: row {self.row}: {column}: {self.value!r}: expected {self.expected}"


class PlanError(ValueError):
    """The input can't be planned; `offences` lists every reason."""

    def __init__(self, offences: Sequence[Offence]) -> None:
        super().__init__("\n".join(map(str, offences)))
        self.offences = list(offences)
