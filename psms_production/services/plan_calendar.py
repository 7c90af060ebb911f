"""Days on which a company neither receives, starts nor finishes anything."""
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
    closed: list  # dates within the horizon, in order
    open_days_a_week: float

    def open_days(self, calendar_days):
        """A vendor's lead time counts all days of the week, the engine's only open ones."""
        return ceil(calendar_days * self.open_days_a_week / 7 - 1e-9)


def work_calendar(company, start, horizon_days):
    """Weekdays without working hours and the holidays of the company's calendar, within the horizon.

    A calendar without any working hours (or none at all) closes no weekday.
    """
    # The planner has no access to calendars and leaves; only whole days are read from them.
    calendar = company.sudo().resource_calendar_id
    days = [start + timedelta(days=offset) for offset in range(horizon_days)]
    weekdays = _open_weekdays(calendar)
    week_type = calendar.attendance_ids.browse().get_week_type
    closed = {day for day in days if str(day.weekday()) not in weekdays[week_type(day)]}
    closed.update(_holidays(company, calendar, days))
    return WorkCalendar(sorted(closed), (len(weekdays[0]) + len(weekdays[1])) / 2)


def _open_weekdays(calendar):
    """The weekdays with working hours in even and in odd weeks."""
    lines = calendar.attendance_ids.filtered(lambda line: line.day_period != "lunch" and not line.display_type)
    if not lines or calendar.flexible_hours:
        return [set("0123456"), set("0123456")]
    return [{line.dayofweek for line in lines
             if not calendar.two_weeks_calendar or line.week_type in (False, str(week))}
            for week in (0, 1)]


def _holidays(company, calendar, days):
    """Days that a holiday covers from ten to three by the company's clock."""
    leaves = company.env["resource.calendar.leaves"].sudo().search_fetch([
        ("resource_id", "=", False), ("calendar_id", "in", [False, calendar.id]),
        ("company_id", "in", [False, company.id]),
        ("date_to", ">=", datetime.combine(days[0], time.min) - timedelta(days=1)),
        ("date_from", "<=", datetime.combine(days[-1], time.max) + timedelta(days=1)),
    ], ["date_from", "date_to"])
    spans = [(leave.date_from, leave.date_to) for leave in leaves]
    return [day for day in days if spans and any(
        begin <= day_to_utc(company, day, 10) and day_to_utc(company, day, 15) <= end for begin, end in spans)]
