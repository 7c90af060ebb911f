"""Days on which a place neither receives, starts nor finishes anything."""
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from math import ceil

import pytz


def day_to_utc(company, day, hour=12):
    """Noon of a plant's day as Odoo stores it, so that the day is the same in the eyes of everybody near."""
    local = company._psms_timezone().localize(datetime.combine(day, time(hour)))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


@dataclass(frozen=True)
class WorkCalendar:
    name: str
    closed: list  # dates within the horizon, in order
    open_days_a_week: float

    def open_days(self, calendar_days):
        """A vendor's lead time counts all days of the week, the engine's only open ones."""
        return ceil(calendar_days * self.open_days_a_week / 7 - 1e-9)


class Calendars:
    """The closed days of several working schedules together: goods move when all who take part are there.

    The company's own calendar is called "", others by the ids of their schedules.
    """

    def __init__(self, company, start, horizon_days, schedule_ids):
        self.company = company
        self.default = company.resource_calendar_id.id
        self.days = [start + timedelta(days=offset) for offset in range(horizon_days)]
        # The planner has no access to schedules and leaves; only whole days are read from them.
        self._schedules = {record.id: record for record in company.env["resource.calendar"].sudo().browse(
            {*schedule_ids, self.default} - {None, False})}
        self._schedules[False] = company.env["resource.calendar"].sudo()
        self._leaves = self._read_leaves()
        self._ten = [day_to_utc(company, day, 10) for day in self.days] if self._leaves else []
        self._three = [day_to_utc(company, day, 15) for day in self.days] if self._leaves else []
        self._of_schedule, self._found = {}, {}
        self.company_calendar = self.of(frozenset({self.default}))

    def of(self, schedule_ids):
        """The calendar of a set of working schedules."""
        if schedule_ids not in self._found:
            self._found[schedule_ids] = self._unite(schedule_ids)
        return self._found[schedule_ids]

    def closed(self):
        """{name: closed days} of the calendars that were asked for."""
        return {calendar.name: calendar.closed for calendar in self._found.values()}

    def _unite(self, schedule_ids):
        parts = [self._days_of(schedule_id) for schedule_id in schedule_ids]
        closed = set().union(*(days for days, _weekdays in parts))
        weekdays = [set.intersection(*(weekdays[week] for _days, weekdays in parts)) for week in (0, 1)]
        closed = sorted(closed)
        # Most schedules close the same days as the company's, whatever their hours: one calendar for all of those.
        same = not self._found or closed == self.company_calendar.closed
        name = "" if same else "+".join(map(str, sorted(schedule_ids)))
        return WorkCalendar(name, closed, (len(weekdays[0]) + len(weekdays[1])) / 2)

    def _days_of(self, schedule_id):
        """Closed days of one schedule, and its open weekdays in even and odd weeks."""
        if schedule_id not in self._of_schedule:
            schedule = self._schedules[schedule_id]
            weekdays = _open_weekdays(schedule)
            week_type = schedule.attendance_ids.browse().get_week_type
            closed = {day for day in self.days if str(day.weekday()) not in weekdays[week_type(day)]}
            self._of_schedule[schedule_id] = closed | self._holidays(schedule_id), weekdays
        return self._of_schedule[schedule_id]

    def _read_leaves(self):
        """{schedule: [(from, to)]}; a holiday without a schedule is the company's, whatever its hours."""
        leaves = self.company.env["resource.calendar.leaves"].sudo().search_fetch([
            ("resource_id", "=", False), ("calendar_id", "in", list(self._schedules)),
            ("company_id", "in", [False, self.company.id]),
            ("date_to", ">=", datetime.combine(self.days[0], time.min) - timedelta(days=1)),
            ("date_from", "<=", datetime.combine(self.days[-1], time.max) + timedelta(days=1)),
        ], ["date_from", "date_to", "calendar_id"])
        spans = defaultdict(list)
        for leave in leaves:
            spans[leave.calendar_id.id].append((leave.date_from, leave.date_to))
        return dict(spans)

    def _holidays(self, schedule_id):
        """Days that a holiday covers from ten to three by the company's clock."""
        spans = self._leaves.get(schedule_id, []) + self._leaves.get(False, [])
        return {day for day, ten, three in zip(self.days, self._ten, self._three)
                if any(begin <= ten and three <= end for begin, end in spans)}


def _open_weekdays(schedule):
    """The weekdays with working hours in even and in odd weeks. A schedule without any closes no weekday."""
    lines = schedule.attendance_ids.filtered(lambda line: line.day_period != "lunch" and not line.display_type)
    if not lines or schedule.flexible_hours:
        return [set("0123456"), set("0123456")]
    return [{line.dayofweek for line in lines
             if not schedule.two_weeks_calendar or line.week_type in (False, str(week))}
            for week in (0, 1)]
