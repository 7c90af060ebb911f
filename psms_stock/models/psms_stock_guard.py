from odoo import fields, models
from odoo.tools import SQL

# A row is found by its key alone, so the id is made of it: a number drawn for every claim would run out one day.
# Rows are rewritten all the time; half of each page is left free for that.
GUARD = SQL("""
    CREATE TABLE IF NOT EXISTS psms_stock_guard (
        id bigint GENERATED ALWAYS AS (product_id::bigint << 32 | location_id) STORED,
        product_id integer NOT NULL,
        location_id integer NOT NULL,
        version bigint NOT NULL DEFAULT 0,
        PRIMARY KEY (product_id, location_id)
    ) WITH (fillfactor = 50)""")
NUMBER = SQL("""
    CREATE TABLE IF NOT EXISTS psms_stock_number (
        id integer PRIMARY KEY,
        version bigint NOT NULL DEFAULT 0
    ) WITH (fillfactor = 50)""")


class PsmsStockGuard(models.Model):
    """How often the stock of a product in a location was claimed. services/guard.py alone writes it, and says why."""

    _name = "psms.stock.guard"
    _description = "Stock Guard"
    _auto = False
    _log_access = False

    product_id = fields.Integer(readonly=True)
    location_id = fields.Integer(readonly=True)
    version = fields.Integer("Claims", readonly=True)

    def init(self):
        self.env.cr.execute(GUARD)


class PsmsStockNumber(models.Model):
    """How often a number was claimed whose hash falls on this row. services/unique.py alone writes it, and says why."""

    _name = "psms.stock.number"
    _description = "Guard of Unique Numbers"
    _auto = False
    _log_access = False

    version = fields.Integer("Claims", readonly=True)

    def init(self):
        self.env.cr.execute(NUMBER)
