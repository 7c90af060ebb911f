"""What came in of the lots of a recall, and where each piece of it is: sums that must close."""

from . import trace_sql


def figures(lines):
    """``{lot id: {figure: quantity}}`` of the lots of these recall lines, in two statements."""
    env = lines.env
    trace_sql.flush(env)
    totals = trace_sql.totals(env, lines.lot_id.ids)
    return {lot.id: _of_lot(totals[lot.id], lot.product_id.uom_id) for lot in lines.lot_id}


def count_differences(lines):
    return sum(1 for each in figures(lines).values() if each["qty_difference"]) if lines else 0


def _of_lot(kinds, uom):
    def of(*names):
        return sum(kinds.get(name, 0) for name in names)

    outside = of(trace_sql.SHIPPED) - of(trace_sql.RETURNED)
    came_in = of(trace_sql.MADE, trace_sql.RECEIVED, trace_sql.FOUND)
    gone = of(trace_sql.CONSUMED, trace_sql.SCRAPPED, trace_sql.SENT_BACK, trace_sql.LOST)
    return {
        "qty_in": came_in,
        "qty_stock": of("stock"),
        "qty_shipped": of(trace_sql.SHIPPED),
        "qty_returned": of(trace_sql.RETURNED),
        "qty_outside": outside,
        "qty_consumed": of(trace_sql.CONSUMED),
        "qty_scrapped": of(trace_sql.SCRAPPED),
        "qty_sent_back": of(trace_sql.SENT_BACK),
        "qty_adjusted": of(trace_sql.LOST),
        "qty_difference": uom.round(came_in - of("stock") - outside - gone),
    }
