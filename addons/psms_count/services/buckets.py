"""What the book says lies where: quantities by bin, product, lot, package and owner, read in bulk."""

from typing import NamedTuple

from odoo.tools import SQL

#: states of a line whose bucket nobody else may count meanwhile
OPEN_STATES = ("open", "counted", "recount", "recounted", "failed")
FIELDS = ("location_id", "product_id", "lot_id", "package_id", "owner_id")


class Bucket(NamedTuple):
    """The smallest thing that is counted; 0 is none. Without a product: the bin, said to be empty."""

    location_id: int
    product_id: int = 0
    lot_id: int = 0
    package_id: int = 0
    owner_id: int = 0

    @property
    def values(self):
        return {name: number or False for name, number in zip(FIELDS, self, strict=True)}


def bucket_of(record):
    """The bucket of a count line, a quant or whatever else has these five fields."""
    return Bucket(*(record[name].id or 0 for name in FIELDS))


def book(env, location_ids, product_ids=None):
    """Return ``{bucket: quantity}`` of what lies in these locations, twins added up, zeros included."""
    if not location_ids:
        return {}
    env["stock.quant"].flush_model([*FIELDS, "quantity"])
    rows = env.execute_query(SQL(
        """SELECT location_id, product_id, COALESCE(lot_id, 0), COALESCE(package_id, 0), COALESCE(owner_id, 0),
                  SUM(quantity)
             FROM stock_quant
            WHERE location_id = ANY(%s) %s
         GROUP BY 1, 2, 3, 4, 5""",
        list(location_ids), SQL("AND product_id = ANY(%s)", list(product_ids)) if product_ids is not None else SQL(),
    ))
    return {Bucket(*row[:5]): row[5] or 0.0 for row in rows}


def book_of_lines(lines):
    """Return ``{line id: book quantity now}``; a line that says "empty bin" has none."""
    found = book(lines.env, lines.location_id.ids, lines.product_id.ids)
    return {line.id: found.get(bucket_of(line), 0.0) for line in lines}


def being_counted(env, location_ids):
    """Return ``{bucket: name of the count}`` of what an open count has in these locations.

    Read without record rules: a bucket that is counted is counted, whoever asks.
    """
    env["psms.count.line"].flush_model([*FIELDS, "state"])
    rows = env.execute_query(SQL(
        """SELECT l.location_id, COALESCE(l.product_id, 0), COALESCE(l.lot_id, 0), COALESCE(l.package_id, 0),
                  COALESCE(l.owner_id, 0), c.name
             FROM psms_count_line l JOIN psms_count c ON c.id = l.count_id
            WHERE l.location_id = ANY(%s) AND l.state = ANY(%s)""",
        list(location_ids), list(OPEN_STATES),
    ))
    return {Bucket(*row[:5]): row[5] for row in rows}


def last_counts(env, location_ids):
    """Return ``{bucket: moment}`` of the last posted count of what was counted in these locations."""
    env["psms.count.line"].flush_model([*FIELDS, "state", "posted_at"])
    rows = env.execute_query(SQL(
        """SELECT location_id, COALESCE(product_id, 0), COALESCE(lot_id, 0), COALESCE(package_id, 0),
                  COALESCE(owner_id, 0), MAX(posted_at)
             FROM psms_count_line
            WHERE location_id = ANY(%s) AND state = 'posted'
         GROUP BY 1, 2, 3, 4, 5""", list(location_ids),
    ))
    return {Bucket(*row[:5]): row[5] for row in rows}
