"""What the replay reads from the database, in bulk.

Everything is read with SQL and for all companies: goods go from one company to the other, and the age goes with them.
Who may see what of it is decided where it is shown.
"""
from collections import defaultdict

from odoo.tools import SQL

from .age_replay import Line, Piece

#: a place that belongs to the stock; all others are outside
INSIDE = SQL("('internal', 'transit')")

EPOCH = SQL("DATE '1970-01-01'")

#: changes whenever anything changes that a replay depends on
MARK = SQL("""hashtext(ROW(
    l.date, l.product_id, l.location_id, l.location_dest_id, l.lot_id, l.package_id, l.result_package_id, l.owner_id,
    l.quantity_product_uom, l.company_id, s.usage, d.usage)::text)""")

# Where nothing is done with goods of that kind, there are no quants either.
DONE_LINES = SQL("""
    stock_move_line l
    JOIN stock_location s ON s.id = l.location_id
    JOIN stock_location d ON d.id = l.location_dest_id
    JOIN product_product p ON p.id = l.product_id
    JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable""")


def zones(env):
    """(company id, time zone) of all companies: what a day is depends on the plant."""
    # sudo: the zones of companies that the user is not in count for their goods
    companies = env["res.company"].sudo().with_context(active_test=False).search([], order="id")
    return [(company.id, str(company._psms_timezone())) for company in companies]


def day_of(moment, company_zones, company):
    """SQL of the day that a moment is in the plant of a company, as a date."""
    cases = SQL(" ").join(SQL("WHEN %s THEN %s", company_id, zone) for company_id, zone in company_zones)
    zone = SQL("(CASE %s %s ELSE 'UTC' END)", company, cases) if company_zones else SQL("'UTC'")
    return SQL("((%s AT TIME ZONE 'UTC') AT TIME ZONE %s)::date", moment, zone)


def changes(env, since=None):
    """Done lines that the ledger does not know as they are: ``(new, others)``.

    :param since: look only at what was written since; otherwise at all, also for lines that are no more
    :return: {product: [line ids]} and {product: moment of its first new line} of new lines,
        products of which lines that the ledger knows have changed
    """
    window = SQL("l.write_date >= %s AND", since) if since else SQL()
    rows = env.execute_query(SQL("""
        SELECT l.id, l.product_id, l.date, k.product_id
          FROM %s LEFT JOIN psms_age_line k ON k.id = l.id
         WHERE %s l.state = 'done' AND (k.id IS NULL OR k.mark != %s)
    """, DONE_LINES, window, MARK))
    lines, first, changed = defaultdict(list), {}, set()
    for line, product, moment, known in rows:
        if known:
            changed.update((product, known))
        else:
            lines[product].append(line)
            first[product] = min(moment, first.get(product, moment))
    if not since:
        changed.update(row[0] for row in env.execute_query(SQL("""
            SELECT DISTINCT k.product_id FROM psms_age_line k
             WHERE NOT EXISTS (SELECT FROM %s WHERE l.id = k.id AND l.state = 'done')
        """, DONE_LINES)))
    return lines, first, changed


def last_moments(env, products):
    """{product: moment of its last line in the ledger}."""
    return dict(env.execute_query(SQL("""
        SELECT p, (SELECT moment FROM psms_age_line WHERE product_id = p ORDER BY moment DESC LIMIT 1)
          FROM unnest(%s) p""", list(products))))


def line_counts(env, products=None):
    """{product: number of its done lines}."""
    which = SQL("AND l.product_id = ANY(%s)", list(products)) if products is not None else SQL()
    return dict(env.execute_query(SQL(
        "SELECT l.product_id, count(*) FROM %s WHERE l.state = 'done' %s GROUP BY 1", DONE_LINES, which)))


def remade(env, products=None):
    """Pairs (product, product made of it under the same lot name): the second one takes the age from the first."""
    which = SQL("AND c.product_id = ANY(%s)", list(products)) if products is not None else SQL()
    return env.execute_query(SQL("""
        SELECT DISTINCT c.product_id, l.product_id
          FROM stock_move_line_consume_rel r
          JOIN stock_move_line l ON l.id = r.consume_line_id
          JOIN stock_move_line c ON c.id = r.produce_line_id AND c.product_id != l.product_id
          JOIN stock_lot ll ON ll.id = l.lot_id
          JOIN stock_lot cl ON cl.id = c.lot_id AND cl.name = ll.name
         WHERE l.state = 'done' AND c.state = 'done' %s""", which))


def lines(env, which, company_zones):
    """The lines `which` is true for (SQL over ``l``), in the order of the replay.

    What is produced or comes back stands behind what is consumed or shipped in the same second.
    """
    day = day_of(SQL("l.date"), company_zones, SQL("l.company_id"))
    rows = env.execute_query(SQL("""
        SELECT l.id, %(day)s - %(epoch)s, l.product_id,
               CASE WHEN s.usage IN %(inside)s THEN s.id ELSE 0 END, CASE WHEN d.usage IN %(inside)s THEN d.id ELSE 0 END,
               COALESCE(l.lot_id, 0), COALESCE(l.package_id, 0), COALESCE(l.result_package_id, 0), COALESCE(l.owner_id, 0),
               l.quantity_product_uom::float8, COALESCE(d.company_id, l.company_id), COALESCE(s.company_id, l.company_id),
               CASE s.usage WHEN 'supplier' THEN 'buy' WHEN 'production' THEN 'make' WHEN 'inventory' THEN 'count'
                            WHEN 'customer' THEN 'back' ELSE 'early' END,
               CASE s.usage WHEN 'supplier' THEN COALESCE(v.commercial_partner_id, v.id, 0) ELSE 0 END
          FROM %(lines)s
          LEFT JOIN stock_move m ON m.id = l.move_id
          LEFT JOIN stock_picking k ON k.id = l.picking_id
          LEFT JOIN res_partner v ON v.id = COALESCE(k.partner_id, m.partner_id)
         WHERE l.state = 'done' AND l.quantity_product_uom > 0 AND (s.usage IN %(inside)s OR d.usage IN %(inside)s)
           AND %(which)s
      ORDER BY l.date, s.usage = 'production' OR m.origin_returned_move_id IS NOT NULL, l.id
    """, day=day, epoch=EPOCH, inside=INSIDE, lines=DONE_LINES, which=which))
    return map(Line._make, rows)


def links(env, which):
    """{line: (the lines out of which came what it brings, whether another product went into it)}.

    What comes back belongs to the lines of the move that it returns, of the same lot; what an unbuild gives back is such
    a return, too. What is repacked or reworked belongs to the lines of the same product that were consumed for it, or
    else to those of its lot name.

    :param which: SQL over ``l``, the line, and ``c``, the line out of which it came
    """
    found = {}
    for line, sources, other in env.execute_query(SQL("""
        SELECT l.id, array_agg(c.id ORDER BY c.date, c.id), FALSE
          FROM stock_move_line l
          JOIN stock_location s ON s.id = l.location_id AND s.usage NOT IN %(inside)s
          JOIN stock_move m ON m.id = l.move_id
          JOIN stock_move_line c ON c.move_id = m.origin_returned_move_id AND c.product_id = l.product_id
                                AND c.state = 'done' AND c.lot_id IS NOT DISTINCT FROM l.lot_id
         WHERE l.state = 'done' AND %(which)s
      GROUP BY l.id
     UNION ALL
        SELECT l.id, array_agg(c.id ORDER BY c.date, c.id), c.product_id != l.product_id AS other
          FROM stock_move_line l
          JOIN stock_location s ON s.id = l.location_id AND s.usage = 'production'
          JOIN stock_move_line_consume_rel r ON r.consume_line_id = l.id
          JOIN stock_move_line c ON c.id = r.produce_line_id AND c.state = 'done'
          LEFT JOIN stock_lot ll ON ll.id = l.lot_id
          LEFT JOIN stock_lot cl ON cl.id = c.lot_id
         WHERE l.state = 'done' AND (c.product_id = l.product_id OR cl.name = ll.name) AND %(which)s
      GROUP BY l.id, other
    """, inside=INSIDE, which=which)):
        if line not in found or (found[line][1] and not other):
            found[line] = (sources, other)
    return found


def returned_before(env, sources, todo):
    """(line, quantity) of what the ledger knows to have come back out of the sources, oldest first, and the links of it."""
    earlier = links(env, SQL("c.id = ANY(%s) AND l.id != ALL(%s) AND EXISTS (SELECT FROM psms_age_line WHERE id = l.id)",
                             list(sources), list(todo)))
    rows = env.execute_query(SQL("""
        SELECT id, quantity_product_uom::float8 FROM stock_move_line WHERE id = ANY(%s) ORDER BY date, id
    """, list(earlier))) if earlier else []
    return rows, earlier


def open_rows(env, products):
    """(heap, row) of what the ledger says that is there."""
    rows = env.execute_query(SQL("""
        SELECT product_id, location_id, COALESCE(lot_id, 0), COALESCE(package_id, 0), COALESCE(owner_id, 0),
               born_on - %(epoch)s, birth_line_id, valid_from - %(epoch)s, in_line_id, quantity, kind,
               COALESCE(vendor_id, 0), company_id, id
          FROM psms_age_layer WHERE valid_to IS NULL AND product_id = ANY(%(products)s)
    """, epoch=EPOCH, products=list(products)))
    return [(row[:5], list(row[5:])) for row in rows]


def left_by(env, sources):
    """(line, Piece) of what the ledger saw leave with these lines, the first born first; of what left a hole too."""
    rows = env.execute_query(SQL("""
        SELECT line, born_on - %(epoch)s, birth_line_id, kind, COALESCE(vendor_id, 0), sum(quantity) FROM (
            SELECT out_line_id AS line, * FROM psms_age_layer WHERE out_line_id = ANY(%(sources)s) AND quantity > 0
             UNION ALL
            SELECT in_line_id, * FROM psms_age_layer WHERE in_line_id = ANY(%(sources)s) AND quantity < 0
        ) layer
      GROUP BY line, born_on, birth_line_id, kind, vendor_id
      ORDER BY line, born_on, birth_line_id
    """, epoch=EPOCH, sources=list(sources)))
    return [(line, Piece(born, birth, kind, vendor, abs(quantity))) for line, born, birth, kind, vendor, quantity in rows]
