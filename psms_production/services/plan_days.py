"""Working days of a stored plan's calendars, for single orders."""
from datetime import timedelta

import numpy as np
from psms_engine.workdays import WorkDays


class PlanDays:
    """
    :param start: first day of the plan
    :param closed: {calendar: closed days from the start on, as dates or ISO texts}; another calendar never closes
    """

    def __init__(self, start, closed):
        self.start, self._closed, self._known = start, closed or {}, {}

    def _calendar(self, name):
        name = name or ""
        if name not in self._known:
            days = np.array(self._closed.get(name, ()), dtype="datetime64[D]")
            self._known[name] = WorkDays((days - np.datetime64(self.start)).astype(np.int64))
        return self._known[name]

    def ready(self, calendar, lead_days, begin):
        """The day on which an order is ready that begins on the first open day at or after `begin`, not before the start."""
        day = np.array([max((begin - self.start).days, 0)])
        return self._date(self._calendar(calendar).add(day, np.array([lead_days])))

    def release(self, calendar, lead_days, due):
        """The last day to begin for an order that is due on a day. Days before the start count as open."""
        days = self._calendar(calendar)
        after = (due - self.start).days + 1
        number = (int(days.open_before(np.array([after]))[0]) if after > 0 else after) - 1 - lead_days
        return self._date(days.nth_open(np.array([number])) if number >= 0 else np.array([number]))

    def _date(self, days):
        return self.start + timedelta(days=int(days[0]))
