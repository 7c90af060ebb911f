"""What a replay found, into the ledger: new rows by COPY, changed ones with one statement."""
import numpy as np

from odoo.tools import SQL

from odoo.addons.psms_base.services.bulk import copy_rows, next_ids, nullable

from .age_replay import BIRTH, BORN, CAME_BY, COMPANY, KIND, QUANTITY, ROW, SINCE, VENDOR

LAYERS = "psms_age_layer"


def store(env, replay, known):
    """Store what a replay closed and what it left open.

    :param known: {id of an open row of the ledger: its quantity} as the replay had it at the beginning
    """
    new, changed = [], []
    for heap, row, quantity, until, left_by in replay.closed:
        if row[ROW] > 0:
            changed.append((row[ROW], quantity, until, left_by))
        else:
            new.append((heap, row, quantity, until, left_by))
    for heap, row in replay.open_rows():
        if not row[ROW]:
            new.append((heap, row, row[QUANTITY], None, 0))
        elif known[row[ROW]] != row[QUANTITY]:
            changed.append((row[ROW], row[QUANTITY], None, 0))
    _insert(env, new)
    _change(env, changed)
    return len(new)


def forget(env, products):
    """Take products, or all (None), out of the ledger, as if they had never been replayed."""
    which = SQL("TRUE") if products is None else SQL("product_id = ANY(%s)", list(products))
    env.cr.execute(SQL("DELETE FROM psms_age_layer WHERE %s", which))
    env.cr.execute(SQL("DELETE FROM psms_age_line WHERE %s", which))


def _insert(env, rows):
    if not rows:
        return

    def ids(values):
        return np.fromiter(values, dtype=np.int64, count=len(rows))

    def days(values):
        return ids(np.iinfo(np.int64).min if day is None else day for day in values).astype("datetime64[D]")

    heaps, layers, quantities, until, left_by = zip(*rows, strict=True)
    products, locations, lots, packages, owners = zip(*heaps, strict=True)
    copy_rows(env, LAYERS, {
        "id": next_ids(env, LAYERS, len(rows)),
        "product_id": ids(products),
        "location_id": ids(locations),
        "lot_id": nullable(ids(lots)),
        "package_id": nullable(ids(packages)),
        "owner_id": nullable(ids(owners)),
        "company_id": ids(layer[COMPANY] for layer in layers),
        "born_on": days(layer[BORN] for layer in layers),
        "birth_line_id": ids(layer[BIRTH] for layer in layers),
        "kind": np.array([layer[KIND] for layer in layers], dtype=object),
        "vendor_id": nullable(ids(layer[VENDOR] for layer in layers)),
        "quantity": np.array(quantities, dtype=np.float64),
        "valid_from": days(layer[SINCE] for layer in layers),
        "valid_to": days(until),
        "in_line_id": ids(layer[CAME_BY] for layer in layers),
        "out_line_id": nullable(ids(left_by)),
    })


def _change(env, rows):
    if not rows:
        return
    ids, quantities, until, left_by = map(list, zip(*rows, strict=True))
    env.cr.execute(SQL("""
        UPDATE psms_age_layer layer
           SET quantity = new.quantity, valid_to = DATE '1970-01-01' + new.until, out_line_id = NULLIF(new.line, 0)
          FROM unnest(%s::int[], %s::float8[], %s::int[], %s::int[]) AS new (id, quantity, until, line)
         WHERE layer.id = new.id
    """, ids, quantities, until, left_by))
