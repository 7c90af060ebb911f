"""Run Odoo's own transitions at a moment of the past.

Confirming, delivering, producing and posting stamp "now" on the documents, and no Odoo interface takes the
moment as an argument. The alternative, rewriting dates afterwards, would leave valuation and numbering in another
order than the story says. So, while `travel` is active, the ORM's "now" answers with the moment of the
story, for the current thread only: a server that installs this module keeps serving others at the true time.
The cursor's own "now", from which creation dates are taken, follows.
"""
import threading
from contextlib import contextmanager

from odoo import fields

from .dates import UTC_OFFSET

_local = threading.local()


def _moment():
    return getattr(_local, "moment", None)


class Clock:
    """The moment that the ORM takes for now; move it with `set`."""

    def __init__(self, cr):
        self._cr = cr

    def set(self, moment):
        _local.moment = self._cr._now = moment

    @property
    def now(self):
        return _local.moment


@contextmanager
def travel(cr):
    """Context manager yielding a `Clock`; the true time is back at the end, whatever happens."""
    now, today, context_today = fields.Datetime.now, fields.Date.today, fields.Date.context_today

    def fake_now(*args):
        return _moment() or now(*args)

    def fake_today(*args):
        moment = _moment()
        return moment.date() if moment else today(*args)

    def fake_context_today(record, timestamp=None):
        moment = _moment()
        if moment and timestamp is None:
            return (moment + UTC_OFFSET).date()
        return context_today(record, timestamp)

    fields.Datetime.now = staticmethod(fake_now)
    fields.Date.today = staticmethod(fake_today)
    fields.Date.context_today = staticmethod(fake_context_today)
    try:
        yield Clock(cr)
    finally:
        _local.moment = cr._now = None
        fields.Datetime.now = staticmethod(now)
        fields.Date.today = staticmethod(today)
        fields.Date.context_today = staticmethod(context_today)
