"""From cells as they are found (text, numbers, dates, None) to typed arrays, with an offence for each that can't be read.

Each reader tries the whole column at once and looks at single cells only when that fails, so a sound table costs little.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .model import Offence

# nothing in planning lies further off than this; it keeps day arithmetic far from overflow
MOST_DAYS = 36_525
# beyond this a millionth is lost in the arithmetic of floating point
MOST = 1e12
FIRST_ROW = 2


class Reader:
    """Reads the columns of one table and collects what is wrong with them."""

    def __init__(self, file: str, count: int, offences: list[Offence]) -> None:
        self.file = file
        self.count = count
        self.offences = offences

    def refuse(self, index: int, column: str, value: Any, expected: str) -> None:
        shown = "" if value is None else str(value)
        self.offences.append(Offence(self.file, index + FIRST_ROW, column, shown, expected))

    def names(self, column: str, cells: Sequence[Any] | None) -> list[str]:
        """Identifiers; a blank one is an offence."""
        names = self.texts(cells)
        if "" in names:
            for index, name in enumerate(names):
                if not name:
                    self.refuse(index, column, name, "a name")
        return names

    def texts(self, cells: Sequence[Any] | None) -> list[str]:
        return [""] * self.count if cells is None else _texts(cells)

    def unique(self, column: str, names: list[str]) -> None:
        if len(set(names)) == len(names):
            return
        seen: set[str] = set()
        for index, name in enumerate(names):
            if name and name in seen:
                self.refuse(index, column, name, "a name that no other row has")
            seen.add(name)

    def known(self, column: str, names: list[str], index_of: dict[str, int]) -> np.ndarray:
        """Positions of the names among the items; -1, and an offence, for one that is unknown."""
        try:
            return np.fromiter(map(index_of.__getitem__, names), dtype=np.int64, count=len(names))
        except KeyError:
            pass
        for index, name in enumerate(names):
            # a blank name has been refused already
            if name and name not in index_of:
                self.refuse(index, column, name, "an item of items.csv")
        return np.array([index_of.get(name, -1) for name in names], dtype=np.int64)

    def quantities(self, column: str, cells: Sequence[Any] | None) -> np.ndarray:
        values = self._numbers(cells, blank=0.0)
        self._check(column, cells, values, (values >= 0) & (values <= MOST), f"a number from 0 to {MOST:.0e}")
        return values

    def shares(self, column: str, cells: Sequence[Any] | None) -> np.ndarray:
        values = self._numbers(cells, blank=0.0)
        self._check(column, cells, values, (values >= 0) & (values < 1), "a share, at least 0 and below 1")
        return values

    def days(self, column: str, cells: Sequence[Any] | None, blank: int = 0, least: int = 0) -> np.ndarray:
        """Whole numbers of days."""
        values = self._numbers(cells, blank=float(blank))
        sound = ((values >= least) & (values <= MOST_DAYS) & (values == np.floor(values))) | (values == blank)
        self._check(column, cells, values, sound, f"a whole number of days from {least} to {MOST_DAYS}")
        return np.where(sound, values, 0).astype(np.int64)

    def whole(self, column: str, cells: Sequence[Any] | None, most: int, expected: str) -> np.ndarray:
        values = self._numbers(cells, blank=0.0)
        sound = (values >= 0) & (values <= most) & (values == np.floor(values))
        self._check(column, cells, values, sound, expected)
        return np.where(sound, values, 0).astype(np.int64)

    def dates(self, column: str, cells: Sequence[Any] | None) -> np.ndarray:
        cells = [None] * self.count if cells is None else cells
        dates = read_dates(cells)
        for index in np.flatnonzero(np.isnat(dates)).tolist():
            self.refuse(index, column, cells[index], "a date as YYYY-MM-DD")
        return dates

    def _numbers(self, cells: Sequence[Any] | None, blank: float) -> np.ndarray:
        """Numbers, with infinity for what is none."""
        if cells is None:
            return np.full(self.count, blank)
        try:
            values = np.array(cells, dtype=np.float64)
        except (TypeError, ValueError):
            values = np.full(self.count, np.nan)
        if np.isnan(values).any():
            values = np.array([_number(cell, blank) for cell in cells], dtype=np.float64)
        return values

    def _check(self, column: str, cells: Any, values: np.ndarray, sound: np.ndarray, expected: str) -> None:
        bad = ~(sound & np.isfinite(values))
        for index in np.flatnonzero(bad).tolist():
            self.refuse(index, column, cells[index], expected)


def read_dates(cells: Sequence[Any]) -> np.ndarray:
    """Dates of whole days; `NaT` for what is none."""
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "M":
        return cells.astype("datetime64[D]")
    # numpy reads "2026" and "today" as dates too: only text of ten characters goes its way
    if all(type(cell) is str and len(cell) == 10 for cell in cells):
        try:
            return np.array(cells, dtype="datetime64[D]")
        except ValueError:
            pass
    return np.array([_date(cell) for cell in cells], dtype="datetime64[D]")


def _texts(cells: Sequence[Any]) -> list[str]:
    cells = cells.tolist() if isinstance(cells, np.ndarray) else cells
    if set(map(type, cells)) <= {str}:
        return list(cells)
    return ["" if cell is None else str(cell) for cell in cells]


def _number(cell: Any, blank: float) -> float:
    """`blank` for an empty cell, infinity for one that holds no number."""
    if isinstance(cell, str):
        cell = cell.strip()
        if not cell:
            return blank
        try:
            value = float(cell)
        except ValueError:
            return math.inf
        return math.inf if math.isnan(value) else value
    if cell is None:
        return blank
    try:
        value = float(cell)
    except (TypeError, ValueError):
        return math.inf
    # in a column of numbers there is no other way to leave a cell blank
    return blank if math.isnan(value) else value


def _date(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        return cell.date()
    if isinstance(cell, datetime.date):
        return cell
    if isinstance(cell, np.datetime64):
        return cell.astype("datetime64[D]")
    text = cell.strip() if isinstance(cell, str) else ""
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            pass
    return np.datetime64("NaT")
