"""Days and weeks as the plant counts them: in the time zone of its company."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import pytz


class Week(NamedTuple):
    """A calendar week from Monday to Sunday.

    ``first`` and ``last`` are its days; ``start`` (included) and ``end`` (excluded) are the same
    borders in UTC without time zone, as Odoo stores its datetimes.
    """

    first: date
    last: date
    start: datetime
    end: datetime

    @property
    def label(self):
        """ISO year and week, for example 2026-W07."""
        year, week, _day = self.first.isocalendar()
        return f"{year}-W{week:02d}"


def local_date(company, moment):
    """Return the day that the naive UTC datetime ``moment`` is in the company's plant."""
    return pytz.utc.localize(moment).astimezone(company._psms_timezone()).date()


def day_start(company, day):
    """Return the naive UTC datetime at which ``day`` begins in the company's plant."""
    local = company._psms_timezone().localize(datetime.combine(day, time.min))
    return local.astimezone(pytz.utc).replace(tzinfo=None)


def weeks_until(company, now, count):
    """Return the ``count`` calendar weeks that end with the running one, oldest first.

    :param now: naive UTC datetime, the moment that "the running week" is taken from
    """
    today = local_date(company, now)
    monday = today - timedelta(days=today.weekday())
    return [week_of(company, monday - timedelta(weeks=back)) for back in reversed(range(count))]


def week_of(company, day):
    """Return the calendar week of the company that holds ``day``."""
    first = day - timedelta(days=day.weekday())
    following = first + timedelta(days=7)
    return Week(first, following - timedelta(days=1), day_start(company, first), day_start(company, following))
