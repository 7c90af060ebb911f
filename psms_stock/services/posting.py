"""Who may write what Odoo alone should write: quantities in stock, done moves, dates, values.

Whoever may validate a transfer may also, by Odoo's access rights, write the quantity of a quant or
the value of a move over the API. Access rights cannot tell the two apart, because Odoo's transitions
run as the user. So the transitions are marked: what they write is theirs, and the same write that
comes straight from a door (form, import, XML-RPC, JSON-2, commands in a parent) is refused.

The mark is a context variable of the running thread and not a key of the environment's context,
which any caller can send along.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo.exceptions import UserError

_allowed = ContextVar("psms_stock_posting", default=False)


@contextmanager
def allowed():
    """Mark what happens inside as a transition of Odoo or of a service, never as a user's own write.

    Only around code whose values are computed there: values that a caller sent must be checked before.
    """
    token = _allowed.set(True)
    try:
        yield
    finally:
        _allowed.reset(token)


def is_allowed(env):
    """Whether this write comes from a transition, or from code that runs as superuser."""
    return env.su or _allowed.get()


def is_transition():
    """Whether a transition is running, whoever started it."""
    return _allowed.get()


def may_correct(env):
    """Whether the user may correct what is done: the supervisor of the warehouse, who administers Odoo's Inventory."""
    return env.user.has_group("stock.group_stock_manager")


def refuse(env, what, todo):
    """Refuse a write: what was refused, why, and what to do instead."""
    raise UserError(env._(
        "%(what)s\n\nThe figures of the warehouse are kept by its transfers, so that stock always equals what "
        "was moved.\n%(todo)s",
        what=what, todo=todo,
    ))
