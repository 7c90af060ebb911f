"""Open and closed days as arithmetic, without a table of days: it reaches as far as a late order needs."""

from __future__ import annotations

import numpy as np


class WorkDays:
    """Days counted from the start of the plan (day 0); all are open but the ones given."""

    def __init__(self, closed: np.ndarray) -> None:
        days = np.unique(np.asarray(closed, dtype=np.int64))
        self._closed = days[days >= 0]
        # how many open days lie before each closed one
        self._open_before_closed = self._closed - np.arange(len(self._closed))

    def open_before(self, day: np.ndarray) -> np.ndarray:
        """Number of open days in [0, day)."""
        return day - np.searchsorted(self._closed, day, side="left")

    def nth_open(self, number: np.ndarray) -> np.ndarray:
        """The open day that has `number` open days before it."""
        return number + np.searchsorted(self._open_before_closed, number, side="right")

    def next_open(self, day: np.ndarray) -> np.ndarray:
        """The first open day at or after `day`."""
        return self.nth_open(self.open_before(day))

    def last_open(self, day: np.ndarray) -> np.ndarray:
        """The last open day at or before `day`, or the first open day when there is none."""
        return self.nth_open(np.maximum(self.open_before(day + 1) - 1, 0))

    def add(self, day: np.ndarray, lead: np.ndarray) -> np.ndarray:
        """`lead` open days after the first open day at or after `day`."""
        return self.nth_open(self.open_before(day) + lead)

    def schedule(self, need: np.ndarray, lead: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Due day and release day for a need on `need`: no release lies before the first open day."""
        due = np.maximum(self.open_before(need + 1) - 1, lead)
        return self.nth_open(due), self.nth_open(due - lead)
