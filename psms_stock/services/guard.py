"""One written row per product and location: whoever comes second is repeated by Odoo on fresh data.

Odoo works on a snapshot of the database. Two people who take the last piece both see it there, and
nothing that they write meets: Odoo skips a locked quant and makes a twin of it. So each of them
first writes the guard row of what it is about to change. The second one waits for the first and is
then refused by PostgreSQL ("could not serialize access"), which Odoo answers by doing the whole
request again on what the first one left. docs/adr/0005-guard-rows.md tells why a lock is not enough.
"""

from odoo.tools import SQL

#: product of a pair that stands for the location as such, for example for its capacity
WHOLE_LOCATION = 0
#: stock is only kept in these; what lies at a customer or in production may be any figure
GUARDED_USAGES = ("internal", "transit")

# A plain table and no model: nobody reads it, no user may write it, and the id of a model would use
# up a number of its sequence with every claim.
CREATE_TABLE = """
    CREATE TABLE IF NOT EXISTS psms_stock_guard (
        product_id integer NOT NULL,
        location_id integer NOT NULL,
        version bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (product_id, location_id)
    ) WITH (fillfactor = 50)
"""
# The rows are written in the order of the pairs, so that two claims never wait for each other.
CLAIM = """
    INSERT INTO psms_stock_guard AS guard (product_id, location_id)
         SELECT * FROM unnest(%s::int[], %s::int[]) AS pair (product_id, location_id) ORDER BY 1, 2
    ON CONFLICT (product_id, location_id) DO UPDATE SET version = guard.version + 1
"""

_CLAIMED = "psms_stock.guard"


def create_table(cr):
    cr.execute(CREATE_TABLE)


def drop_table(cr):
    cr.execute("DROP TABLE IF EXISTS psms_stock_guard")


def claim(env, pairs):
    """Make this transaction the only one that changes the stock of these products in these locations.

    Claim everything that a use case will touch in one call, before anything is decided on what was
    read: then the order is the same for everybody. What was claimed before costs nothing.

    :param pairs: iterable of ``(product_id, location_id)``, ids; the product ``WHOLE_LOCATION`` means
        the location as such. Locations where no stock is kept (customers, vendors, production,
        inventory loss) are left out.
    """
    claimed = _claimed(env)
    if wanted := _guarded(env, set(pairs) - claimed):
        # ids of the database alone: nothing of the ORM waits to be written to this table
        env.cr.execute(SQL(CLAIM, *(list(column) for column in zip(*sorted(wanted), strict=True))))
        claimed |= wanted


def is_claimed(env, product_id, location_id):
    """Whether this transaction has claimed the pair."""
    return (product_id, location_id) in _claimed(env)


def _claimed(env):
    # These data die with the transaction and with a savepoint that is rolled back, as the rows do.
    return env.cr.precommit.data.setdefault(_CLAIMED, set())


def _guarded(env, pairs):
    if not pairs:
        return pairs
    # sudo: only the usage is read, and a transfer between companies ends in a location of the other one
    locations = env["stock.location"].sudo().browse({location_id for _product_id, location_id in pairs})
    guarded = set(locations.filtered(lambda location: location.usage in GUARDED_USAGES).ids)
    return {pair for pair in pairs if pair[1] in guarded}
