"""Which sales order lines were delivered in full and on time."""

from odoo.fields import Domain
from odoo.tools import SQL

#: Quantities closer than this are equal: they come from unit conversions in floating point.
TOLERANCE = 1e-6


def line_domain(company):
    """Return the domain of the lines that a promise was made for."""
    return Domain([
        ("company_id", "=", company.id),
        ("state", "=", "sale"),
        ("display_type", "=", False),
        ("is_downpayment", "=", False),
        ("product_id.type", "=", "consu"),
        ("product_uom_qty", ">", 0),
    ])


def promises(lines, zone):
    """Return SQL with a row for each sales order line: ``id, due, fulfilled``.

    ``due`` is the promised day and ``fulfilled`` whether the whole quantity had left for the
    customer when that day ended, both in the time zone of the plant.

    :param lines: SQL of the ids of the lines
    :param str zone: name of the time zone
    """
    return SQL(
        """
        WITH line AS (
            SELECT l.id, l.product_id, l.product_uom_qty, l.qty_delivered, u.factor,
                   %(due)s AS due
              FROM sale_order_line l
              JOIN sale_order o ON o.id = l.order_id
              JOIN uom_uom u ON u.id = l.product_uom_id
             WHERE l.id IN (%(lines)s)
        ), shipped AS (
            SELECT line.id,
                   -- a kit is delivered as its components, whose quantities say nothing about the kit
                   bool_or(m.product_id <> line.product_id) AS is_kit,
                   max(%(moved)s) FILTER (WHERE target.usage = 'customer') AS last_day,
                   sum(m.quantity * mu.factor / line.factor * CASE WHEN target.usage = 'customer' THEN 1 ELSE -1 END)
                       FILTER (WHERE %(moved)s <= line.due) AS quantity
              FROM line
              JOIN stock_move m ON m.sale_line_id = line.id AND m.state = 'done'
              JOIN uom_uom mu ON mu.id = m.product_uom
              JOIN stock_location source ON source.id = m.location_id
              JOIN stock_location target ON target.id = m.location_dest_id
             WHERE (source.usage = 'customer') <> (target.usage = 'customer')
          GROUP BY line.id
        )
        SELECT line.id, line.due,
               COALESCE(
                   CASE WHEN shipped.is_kit
                        THEN shipped.last_day <= line.due AND line.qty_delivered >= line.product_uom_qty - %(tolerance)s
                        ELSE shipped.quantity >= line.product_uom_qty - %(tolerance)s
                   END, false) AS fulfilled
          FROM line
          LEFT JOIN shipped ON shipped.id = line.id
        """,
        lines=lines,
        due=_local_day(SQL("COALESCE(o.commitment_date, o.date_order + l.customer_lead * interval '1 day')"), zone),
        moved=_local_day(SQL("m.date"), zone),
        tolerance=TOLERANCE,
    )


def _local_day(column, zone):
    return SQL("(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", column, zone)


def due_between(lines, zone, first, last, today):
    """Return SQL ``id, due, fulfilled`` of the lines due in these days whose day is over."""
    return SQL(
        "SELECT * FROM (%s) AS promise WHERE due BETWEEN %s AND %s AND due < %s",
        promises(lines, zone), first, last, today,
    )
