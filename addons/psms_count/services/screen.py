"""What the counting screen shows: one bin, how many are left, and the bins before and after it."""

from odoo.tools import SQL

from . import rights


def state(count, location_id=False):
    """Return the screen of a bin, of the first one that waits if none is named.

    Of what others counted it says who, not how much, and of a blind count never what the book says.
    """
    bins = _bins(count)
    waiting = [row for row in bins if row["waiting"]]
    chosen = next((row for row in bins if row["id"] == location_id), None) or (waiting or bins or [None])[0]
    place = bins.index(chosen) if chosen else 0
    return {
        "count": {
            "id": count.id, "name": count.name, "state": count.state, "state_name": count._state_name(), "blind": count.blind,
            "frozen": count.frozen, "lines": count.line_count, "waiting": count.waiting_count,
        },
        "bin": chosen and _bin(count, chosen),
        "number": place + 1, "bins": len(bins), "bins_waiting": len(waiting),
        "previous": place > 0 and bins[place - 1]["id"],
        "next": place + 1 < len(bins) and bins[place + 1]["id"],
        "next_waiting": next((row["id"] for row in bins[place + 1:] + bins[:place] if row["waiting"]), False),
    }


def _bins(count):
    """Bins in walking order with the number of lines that wait for this person; in the second round those alone that have some.

    Who counted first does not count a second time, so nothing in those bins waits for them.
    """
    count.env["psms.count.line"].flush_model(["count_id", "location_id", "state", "sequence", "first_by_id"])
    second = SQL("AND state IN ('recount', 'recounted')") if count.state == "recount" else SQL()
    rows = count.env.execute_query(SQL(
        """SELECT location_id, COUNT(*) FILTER (
                      WHERE state = 'open' OR state = 'recount' AND first_by_id IS DISTINCT FROM %s)
             FROM psms_count_line WHERE count_id = %s %s GROUP BY location_id ORDER BY MIN(sequence), location_id""",
        count.env.uid, count.id, second))
    return [{"id": location_id, "waiting": waiting} for location_id, waiting in rows]


def _bin(count, row):
    env = count.env
    location = env["stock.location"].browse(row["id"])
    wanted = ("recount", "recounted") if count.state == "recount" else None
    lines = env["psms.count.line"].search([("count_id", "=", count.id), ("location_id", "=", location.id)])
    return {
        "id": location.id, "name": location.name, "path": location.display_name, "zone": location.zone_id.name or "",
        "waiting": row["waiting"],
        "lines": [_line(line) for line in lines if not wanted or line.state in wanted],
    }


def _line(line):
    product, env = line.product_id, line.env
    second = bool(line.second_at)
    who = line.second_by_id if second else line.first_by_id
    waiting = line.state in ("open", "recount")
    mine = who == env.user or rights.is_supervisor(env)
    return {
        "id": line.id, "kind": line.kind, "state": line.state,
        "product": product.name or "", "code": product.default_code or "", "barcode": product.barcode or "",
        "lot": line.lot_id.name or "", "package": line.package_id.name or "", "owner": line.owner_id.name or "",
        "unit": line.uom_id.name or "", "serial": line.tracking == "serial",
        "waiting": waiting, "entry": line.entry or "",
        "by": "" if waiting else who.name or "",
        "open": waiting and not (line.state == "recount" and line.first_by_id == env.user) or (not waiting and mine),
        "own_first": line.state == "recount" and line.first_by_id == env.user,
        "book": False if line.blind else line.shown_book_qty,
    }
