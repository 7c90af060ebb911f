"""One written row per product and location: whoever comes second is repeated on fresh data.

Odoo works on a snapshot of the database. Two people who take the last piece both see it there, and
nothing that they write meets: Odoo skips a locked quant and makes a twin of it. So each of them
first writes the guard row of what it is about to change. The second one waits for the first and is
then refused by PostgreSQL ("could not serialize access"), which Odoo answers by doing the whole
request again on what the first one left. docs/adr/0005-guard-rows.md tells why a lock is not enough.

``claim`` serves wherever stock changes. ``enter`` is for the first line of a public method: there
the transaction has written nothing yet, so that a refused claim is repeated at once, on a new
snapshot, instead of after the random sleep of Odoo's own repetition.
"""

import time

from psycopg2 import errors

from odoo.exceptions import UserError
from odoo.http import request
from odoo.service.server import thread_local
from odoo.sql_db import Cursor

#: product of a pair that stands for the location as such, for example for its capacity
WHOLE_LOCATION = 0
#: stock is only kept in these; what lies at a customer or in production may be any figure
GUARDED_USAGES = ("internal", "transit")
#: how long a request waits at its door for others before it is refused
PATIENCE = 10.0
#: Requests that go straight to the door of another one, without a savepoint or a write on the way;
#: glue modules may add their own.
WAYS = {
    "stock.backorder.confirmation.process": "stock.picking.button_validate",
    "stock.backorder.confirmation.process_cancel_backorder": "stock.picking.button_validate",
    "stock.lot.web_save": "stock.lot.create",
    "product.product.web_save": "product.product.create",
}

# The rows are written in the order of the pairs, so that two claims never wait for each other.
CLAIM = """
    INSERT INTO psms_stock_guard AS guard (product_id, location_id)
         SELECT * FROM unnest(%s::int[], %s::int[]) AS pair (product_id, location_id) ORDER BY 1, 2
    ON CONFLICT (product_id, location_id) DO UPDATE SET version = guard.version + 1
"""

_CLAIMED = "psms_stock.guard"


def claim(env, pairs):
    """Make this transaction the only one that changes the stock of these products in these locations.

    Claim everything that a use case will touch in one call, before anything is decided on what was
    read: then the order is the same for everybody. What was claimed before costs nothing.

    :param pairs: iterable of ``(product_id, location_id)``, ids; the product ``WHOLE_LOCATION`` means
        the location as such. Locations where no stock is kept (customers, vendors, production,
        inventory loss) are left out.
    """
    if wanted := _guarded(env, set(pairs) - _claimed(env)):
        _write(env, wanted)


def enter(env, door, read_pairs, inside=True):
    """Claim at the door of a request, and begin its transaction again while others are faster.

    Call it before anything is read that the request decides on: its snapshot may become a newer one.

    :param str door: model and method that calls; nothing begins again where another one was requested
    :param read_pairs: called without arguments, returns the pairs; called again on a new snapshot
    :param inside: whether to claim too where the call is part of something larger; not worth a query
        where the lower levels claim the same one by one
    """
    if not _may_begin_again(env, door):
        if inside:
            claim(env, read_pairs())
        return
    wanted = set()

    def claim_all():
        # What was refused comes first: until it is claimed, everything that is read may be old.
        _write(env, wanted)
        # Customers, vendors and the like too: Odoo keeps quants of them, on which all receipts of a
        # product meet. Nothing but time is lost there, and at the door waiting is shorter than a
        # repetition.
        wanted.update(_known(read_pairs()))
        _write(env, wanted - _claimed(env))

    _until_claimed(env, claim_all)


def enter_with(env, door, make_claim):
    """The same for a claim of another kind: ``make_claim`` writes its rows, whose conflict is refused by PostgreSQL."""
    if _may_begin_again(env, door):
        _until_claimed(env, make_claim)
    else:
        make_claim()


def _until_claimed(env, make_claim):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return make_claim()
        except (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable) as error:
            env.cr.rollback()
            if isinstance(error, errors.LockNotAvailable) or time.monotonic() > deadline:
                raise _busy(env) from error
            env.cr.execute(f"SET LOCAL lock_timeout = '{PATIENCE:.0f}s'")  # takes no snapshot


def is_claimed(env, product_id, location_id):
    """Whether this transaction has claimed the pair."""
    return (product_id, location_id) in _claimed(env)


def claimed_products(env):
    """Ids of the products of which this transaction has claimed any stock."""
    return {product_id for product_id, _location_id in _claimed(env) if product_id != WHOLE_LOCATION}


def _write(env, pairs):
    if not pairs:
        return
    products, locations = zip(*sorted(pairs), strict=True)
    # Nothing of the ORM waits to be written to this table. A refusal is the guard at work, no error:
    # who repeats the transaction says so in the log.
    env.cr.execute(CLAIM, [list(products), list(locations)], log_exceptions=False)
    # After the statement: a refused one leaves the set to the rollback that must follow it.
    _claimed(env).update(pairs)


def _claimed(env):
    # These data die with the transaction and with a savepoint that is rolled back, as the rows do.
    return env.cr.precommit.data.setdefault(_CLAIMED, set())


def _known(pairs):
    # what a caller sent over an API is refused by the ORM, not by the guard
    return {pair for pair in pairs if isinstance(pair[0], int) and isinstance(pair[1], int)}


def _guarded(env, pairs):
    if not (pairs := _known(pairs)):
        return pairs
    # sudo: only the usage is read, and a transfer between companies ends in a location of the other one
    locations = env["stock.location"].sudo().browse({location_id for _product_id, location_id in pairs})
    guarded = set(locations.filtered(lambda location: location.usage in GUARDED_USAGES).ids)
    return {pair for pair in pairs if pair[1] in guarded}


def _requested():
    """Door (model and method) that the running request came to, or nothing where no request runs."""
    # A thread that has answered no call of a model yet (a background job, a cron) has no such attribute.
    called = getattr(thread_local, "rpc_model_method", "")
    if not called and request:
        # the web client and JSON-2 name both in the path
        called = ".".join(request.httprequest.path.split("/")[-2:])
    return WAYS.get(called, called)


def _may_begin_again(env, door):
    """Whether nothing would be lost with this transaction: it has written nothing, nor means to."""
    cr = env.cr
    # a cursor of a test stands on the transaction of the test
    if not isinstance(cr, Cursor) or _requested() != door or _claimed(env):
        return False
    pending = (cr.precommit, cr.postcommit, cr.prerollback, cr.postrollback)
    if any(len(hooks) for hooks in pending) or any(env.transaction.field_dirty.values()):
        return False
    cr.execute("SELECT pg_current_xact_id_if_assigned() IS NULL, set_config('lock_timeout', %s, true)", [f"{PATIENCE:.0f}s"])
    return cr.fetchone()[0]


def _busy(env):
    return UserError(env._(
        "Somebody else has been changing the stock of the same products for %(seconds)s seconds. Nothing of "
        "yours was changed. Wait a moment and try again.",
        seconds=round(PATIENCE),
    ))
