"""Open and closed days as arithmetic, without a table of days: it reaches as far as a late order needs."""

from __future__ import annotations

import numpy as np

# further than any day that is asked for: each calendar has a stretch of this length for itself
REACH = 2**42


class WorkDays:
    """Days counted from the start of the plan (day 0), on one of several calendars; all are open but the ones given.

    Calendars are numbered from 0; every method takes the number of the calendar on which its days count.
    """

    def __init__(self, closed: np.ndarray, calendar: np.ndarray | int = 0, count: int = 1) -> None:
        days = np.asarray(closed, dtype=np.int64)
        calendars = np.broadcast_to(np.asarray(calendar, dtype=np.int64), days.shape)
        self._many = count > 1
        # closed days of all calendars in one ascending line
        self._closed = np.unique((days + calendars * REACH)[days >= 0])
        self._first = np.searchsorted(self._closed, np.arange(count) * REACH)
        # how many open days lie before each closed one
        own = self._closed // REACH
        self._open_before_closed = self._closed - (np.arange(len(self._closed)) - self._first[own])

    def open_before(self, day: np.ndarray, calendar: np.ndarray | int = 0) -> np.ndarray:
        """Number of open days in [0, day)."""
        return day - self._count(self._closed, day, calendar, "left")

    def nth_open(self, number: np.ndarray, calendar: np.ndarray | int = 0) -> np.ndarray:
        """The open day that has `number` open days before it."""
        return number + self._count(self._open_before_closed, number, calendar, "right")

    def _count(self, line: np.ndarray, value: np.ndarray, calendar: np.ndarray | int, side: str) -> np.ndarray:
        """How many closed days of the calendar come before a value on the line."""
        if not self._many:
            return np.searchsorted(line, value, side=side)
        return np.searchsorted(line, value + calendar * REACH, side=side) - self._first[calendar]

    def next_open(self, day: np.ndarray, calendar: np.ndarray | int = 0) -> np.ndarray:
        """The first open day at or after `day`."""
        return self.nth_open(self.open_before(day, calendar), calendar)

    def last_open(self, day: np.ndarray, calendar: np.ndarray | int = 0) -> np.ndarray:
        """The last open day at or before `day`, or the first open day when there is none."""
        return self.nth_open(np.maximum(self.open_before(day + 1, calendar) - 1, 0), calendar)

    def add(self, day: np.ndarray, lead: np.ndarray, calendar: np.ndarray | int = 0) -> np.ndarray:
        """`lead` open days after the first open day at or after `day`."""
        return self.nth_open(self.open_before(day, calendar) + lead, calendar)

    def schedule(
        self, need: np.ndarray, lead: np.ndarray, fence: np.ndarray | int = 0, calendar: np.ndarray | int = 0
    ) -> tuple[np.ndarray, np.ndarray]:
        """Due day and release day for a need on `need`: no release lies before the first open day at or after `fence`."""
        due = np.maximum(self.open_before(need + 1, calendar) - 1, self.open_before(fence, calendar) + lead)
        return self.nth_open(due, calendar), self.nth_open(due - lead, calendar)
