"""Fields that tell what was done are written by the service that does it, never by a form, an import or an API call."""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo.exceptions import AccessError

# In this process alone: no call from outside can pretend to be a service.
_allowed = ContextVar("psms_trace.writing", default=False)


@contextmanager
def allowed():
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)


def check(env, values, fields):
    """Refuse values for these fields unless a service writes."""
    if not _allowed.get() and fields & values.keys():
        raise AccessError(env._(
            "This is written by the buttons that do it, with their reasons: block, lift, start, close, tell. Use those."))
