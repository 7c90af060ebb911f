"""Working days and times of day of the factory. Pure: no Odoo, no wall clock."""
from datetime import date, datetime, time, timedelta

TIME_ZONE = "Asia/Shanghai"
# China has had one offset and no summer time since 1991, so a constant is exact.
UTC_OFFSET = timedelta(hours=8)

# Days off that fall on the same date each year: (month, day).
FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3), (10, 1), (10, 2), (10, 3), (10, 4), (10, 5)}


def is_working_day(day):
    """Six-day week, fixed public holidays off."""
    return day.weekday() < 6 and (day.month, day.day) not in FIXED_HOLIDAYS


def holidays_between(first, last):
    """The public holidays from `first` to `last`, both included."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if (day.month, day.day) in FIXED_HOLIDAYS]


def at(day, hour, minute=0):
    """The moment `hour`:`minute` of the factory's clock on `day`, as Odoo stores it (naive UTC)."""
    return datetime.combine(day, time(hour, minute)) - UTC_OFFSET


class Workdays:
    """Numbered working days: 0 is the first day of the history, `today` splits past from future.

    Documents are planned on these numbers, so that arithmetic on lead times skips Sundays and holidays.
    """

    def __init__(self, today, weeks, ahead=8):
        start = today - timedelta(days=today.weekday(), weeks=weeks)
        end = today + timedelta(weeks=ahead)
        self.days = [
            day for day in (start + timedelta(days=n) for n in range((end - start).days)) if is_working_day(day)
        ]
        self._number = {day: number for number, day in enumerate(self.days)}
        self.first = self.days[0]
        # The first working day that has not happened yet; history stops before it.
        self.today = next(number for number, day in enumerate(self.days) if day >= today)

    def __len__(self):
        return len(self.days)

    def __getitem__(self, number):
        return self.days[max(0, min(number, len(self.days) - 1))]

    def number(self, day):
        """Number of `day`, or of the last working day before it."""
        while day not in self._number and day > self.first:
            day -= timedelta(days=1)
        return self._number.get(day, 0)

    def weeks(self):
        """Lists of day numbers, one per calendar week, in order."""
        result = {}
        for number, day in enumerate(self.days):
            result.setdefault(day.isocalendar()[:2], []).append(number)
        return list(result.values())


def monday_of(day: date):
    return day - timedelta(days=day.weekday())
