"""The tables that go into a plan and come out of it.

A table is a dataclass of columns. What goes in is taken as it is found (lists or arrays of text, numbers, dates; a column
left out is blank) and checked by `validate`; what comes out is typed: names are lists of text, numbers are numpy arrays,
dates are numpy `datetime64[D]` arrays.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Cells = Sequence[Any]


class Table:
    """Columns of equal length, with a way in and out by rows."""

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

    def columns(self) -> Iterator[tuple[str, Cells | None]]:
        return ((name, getattr(self, name)) for name in self.names())

    def rows(self) -> Iterator[dict[str, Any]]:
        """Each row as a dict of plain Python values."""
        columns = {name: _plain(cells) for name, cells in self.columns() if cells is not None}
        return (dict(zip(columns, row)) for row in zip(*columns.values()))

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
class PlanInput:
    """Everything that a plan depends on; `start` is day 0."""

    start: datetime.date | str
    horizon_days: int | str
    items: Items = field(default_factory=Items)
    bom: Bom = field(default_factory=Bom)
    demands: Demands = field(default_factory=Demands)
    supplies: Supplies = field(default_factory=Supplies)
    closed_days: Cells = ()
    # an open supply that comes earlier than its need by this many days or fewer is not worth deferring
    defer_tolerance_days: int | str = 0


# -- what comes out ----------------------------------------------------------------------------------------------------


@dataclass
class Planned(Table):
    """Planned orders by item and need day.

    `days_late` counts from `need` to `due`: more than 0 when the release had to move to the first open day. `finish` is later
    than `due` when components come late.
    The columns that follow are the reason for the quantity, as figures that an app can put into words:
    shortage = demand + safety_stock - on_hand - supply (each up to and including the need day); missing = what this order
    has to bring: the shortage less what earlier orders cover, or the most that is missing within `lot_days`.
    `rules` are the codes that applied, in order, joined by a blank: lot_days, lot_min, lot_multiple, lot_max (this order is
    one of several parts).
    """

    order: list[str]
    item: list[str]
    quantity: np.ndarray
    need: np.ndarray
    due: np.ndarray
    release: np.ndarray
    finish: np.ndarray
    days_late: np.ndarray
    demand: np.ndarray
    safety_stock: np.ndarray
    on_hand: np.ndarray
    supply: np.ndarray
    shortage: np.ndarray
    covered: np.ndarray
    missing: np.ndarray
    rules: list[str]


@dataclass
class Pegs(Table):
    """Which supply (an open supply, a planned order, `on_hand:ITEM`) serves which demand (a demand, a planned order that
    needs components, `safety:ITEM`), with how much."""

    supply: list[str]
    demand: list[str]
    item: list[str]
    quantity: np.ndarray


@dataclass
class Promises(Table):
    """When each demand can be served as things stand.

    `cause` is the chain of supplies that makes it late, from the one that serves it down, joined by " > ".
    """

    demand: list[str]
    item: list[str]
    date: np.ndarray
    promise: np.ndarray
    days_late: np.ndarray
    short: np.ndarray
    cause: list[str]


@dataclass
class Advice(Table):
    """What to do about open supplies; `wanted` is the advice itself where a firm supply makes the action `blocked`."""

    supply: list[str]
    item: list[str]
    action: list[str]
    from_date: np.ndarray
    to_date: np.ndarray
    quantity: np.ndarray
    because: list[str]
    wanted: list[str]


@dataclass
class PlanResult:
    planned: Planned
    pegs: Pegs
    promises: Promises
    advice: Advice
    # demands at or past the horizon, which the plan leaves out
    left_out: list[str]


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
