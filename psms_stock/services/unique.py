"""Numbers that exist once: lots, barcodes, packages, locations; by the database and not by a check that races.

Odoo checks these in Python: two people who save at the same moment both find the number free. Here a
unique index decides. A database that holds duplicates already is not forced: the index of a kind is
made when its duplicates are gone (screen "Unique Numbers"), and until then everything is as before.

What an index cannot see is the number without a company that collides with the one of a company, and
the packaging whose barcode is a product's. So whoever takes a number also writes the row that its
hash falls on: the second one is repeated by Odoo on fresh data, where Odoo's own check sees the first.
"""

import logging
import zlib

import psycopg2

from odoo import models
from odoo.tools import sql

from . import guard

_logger = logging.getLogger(__name__)

#: kind of number -> model, name of its index there, field
KINDS = {
    "lot": ("stock.lot", "psms_name_uniq", "name"),
    "barcode": ("product.product", "psms_barcode_uniq", "barcode"),
    "package": ("stock.package", "psms_name_uniq", "name"),
    "location": ("stock.location", "psms_barcode_uniq", "barcode"),
}

# Numbers share a fixed set of rows by their hash: a row for every number ever taken would be a second lot table.
_ROWS = 4096
_CLAIM = """
    INSERT INTO psms_stock_number AS number (id) SELECT unnest(%s::int[])
    ON CONFLICT (id) DO UPDATE SET version = number.version + 1
"""


class UniqueWhenClean(models.UniqueIndex):
    """A unique index that waits for the duplicates to go instead of failing on them.

    ``models.UniqueIndex`` logs an error at installation and a warning at every update as long as the
    table holds duplicates, and cannot be made later without an update.
    """

    def apply_to_database(self, model):
        cr, name = model.env.cr, self.full_name(model)
        definition, comment = sql.index_definition(cr, name)
        if definition and comment != self.get_definition(model.pool):
            sql.drop_index(cr, name, model._table)
            definition = None
        if not definition:
            self.make(model)

    def make(self, model):
        """Make the index and return whether the rows allowed it."""
        try:
            with model.env.cr.savepoint(flush=False):
                sql.add_index(
                    model.env.cr, self.full_name(model), model._table, self._index_definition,
                    comment=self.get_definition(model.pool), unique=True,
                )
        except psycopg2.errors.UniqueViolation:
            _logger.info("%s holds duplicates; they are listed under Inventory > Configuration > Unique Numbers", model._table)
            return False
        return True

    def is_made(self, model):
        return bool(sql.index_definition(model.env.cr, self.full_name(model))[0])


def claim(env, kind, numbers, door=""):
    """Make this transaction the only one that takes one of these numbers.

    :param door: model and method that calls, where it claims before anything else (see ``guard.enter``)
    """
    slots = {zlib.crc32(f"{kind}\0{number}".encode()) % _ROWS for number in numbers if number}
    if slots:
        # always in the same order, so that two claims never wait for each other
        guard.enter_with(env, door, lambda: env.cr.execute(_CLAIM, [sorted(slots)], log_exceptions=False))


def is_protected(env, kind):
    index, model = _index(env, kind)
    return index.is_made(model)


def protect(env, kind):
    """Make the index of a kind if it is not there and its numbers are clean; return whether it is there."""
    index, model = _index(env, kind)
    if index.is_made(model):
        return True
    env.flush_all()
    return index.make(model)


def protect_all(env):
    return {kind: protect(env, kind) for kind in KINDS}


def _index(env, kind):
    model_name, name, _field = KINDS[kind]
    model = env[model_name]
    return next(item for item in model._table_objects.values() if item.name == name), model
