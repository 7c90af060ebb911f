"""When a transfer must leave: pure arithmetic on the clock of the plant."""

from datetime import datetime, time, timedelta

import pytz


def ship_by(scheduled, hour, tz):
    """Return the moment (UTC, naive) by which what is scheduled for ``scheduled`` must have left.

    That is the cut-off of the day for which it is scheduled, however early or late in the day that is.

    :param scheduled: naive UTC moment
    :param hour: hours after midnight as a float (16.5 is half past four); 0 for the end of the day
    :param tz: pytz time zone of the plant
    """
    day = pytz.utc.localize(scheduled).astimezone(tz).date()
    local = datetime.combine(day, time()) + timedelta(hours=hour or 24)
    return tz.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
