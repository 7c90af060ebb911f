"""Open and closed days as arithmetic that reaches as far as a late order needs."""

from __future__ import annotations

import numpy as np

# further than any day that is asked for: each calendar has a stretch of this length for itself
REACH = 2**42
# closed days so far off that tables would have more cells than this are searched for instead
MOST_CELLS = 2**22


class _Marks:
    """Ascending marks on the lines of several calendars: how many of them lie at or before a place."""

    def __init__(self, mark: np.ndarray, calendar: np.ndarray, count: int) -> None:
        self._many = count > 1
        self._width = int(mark.max(initial=-1)) + 2
        self._table = None
        if count * self._width <= MOST_CELLS:
            marked = np.bincount(calendar * self._width + mark, minlength=count * self._width)
            # behind the last mark nothing changes: the last cell stands for all that follow
            self._table = np.cumsum(marked.reshape(count, self._width), axis=1).astype(np.int32).ravel()
        self._line = calendar * REACH + mark
        self._first = np.searchsorted(self._line, np.arange(count) * REACH)

    def until(self, place: np.ndarray, calendar: np.ndarray | int) -> np.ndarray:
        if self._table is not None:
            if not self._many:
                return self._table.take(place, mode="clip")
            return self._table.take(np.clip(place, 0, self._width - 1) + calendar * self._width)
        return np.searchsorted(self._line, place + calendar * REACH, side="right") - self._first[calendar]


class WorkDays:
    """Days counted from the start of the plan (day 0), on one of several calendars; all are open but the ones given.

    Calendars are numbered from 0; every method takes the number of the calendar on which its days count.
    """

    def __init__(self, closed: np.ndarray, calendar: np.ndarray | int = 0, count: int = 1) -> None:
        days = np.asarray(closed, dtype=np.int64)
        calendars = np.broadcast_to(np.asarray(calendar, dtype=np.int64), days.shape)
        own, day = np.divmod(np.unique((calendars * REACH + days)[days >= 0]), REACH)
        number = np.arange(len(day)) - np.searchsorted(own, own)
        # a day comes after the closed days before it
        self._closed_before = _Marks(day + 1, own, count)
        # the n-th open day comes after the closed days that have n open days or fewer before them
        self._closed_until = _Marks(day - number, own, count)

    def open_before(self, day: np.ndarray, calendar: np.ndarray | int = 0) -> np.ndarray:
        """Number of open days in [0, day)."""
        return day - self._closed_before.until(day, calendar)

    def nth_open(self, number: np.ndarray, calendar: np.ndarray | int = 0) -> np.ndarray:
        """The open day that has `number` open days before it."""
        return number + self._closed_until.until(number, calendar)

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
        """Due day and release day for a need on `need`: no release lies before the open day that has `fence` before it."""
        due = np.maximum(self.open_before(need + 1, calendar) - 1, fence + lead)
        return self.nth_open(due, calendar), self.nth_open(due - lead, calendar)
