"""What could be released: the transfers of some criteria as units, read in a constant number of statements."""

from collections import defaultdict
from datetime import datetime, time, timedelta

import pytz

from .wave_plan import Unit

LINE_FIELDS = ["picking_id", "product_id", "location_id", "quantity_product_uom", "move_id", "result_package_id"]


def read_units(criteria, now, picking_ids=None):
    """Return the :class:`Unit` s of what fits ``criteria`` (a ``psms.release.criteria``).

    :param now: naive UTC moment, by which something is late
    :param picking_ids: only these transfers, of a preview that may have become old
    """
    domain = criteria._transfer_domain()
    if picking_ids is not None:
        domain.append(("id", "in", picking_ids))
    pickings = criteria.env["stock.picking"].search_fetch(
        domain, ["partner_id", "scheduled_date", "priority", "picking_type_id", "company_id"])
    lines = criteria.env["stock.move.line"].search_fetch(
        [("picking_id", "in", pickings.ids), ("quantity", ">", 0)], LINE_FIELDS)
    by_picking = lines.grouped("picking_id")
    latest = latest_moment(criteria, now)
    categories = _categories(criteria)
    units = []
    for picking in pickings:
        own = by_picking.get(picking)
        if not own or (latest and picking.ship_by > latest) or not _fits(criteria, own, categories):
            continue
        if criteria.only_complete and any(move.state != "assigned" for move in picking.move_ids
                                          if move.state not in ("done", "cancel")):
            continue
        units += _units(criteria, picking, own, now)
    return units


def latest_moment(criteria, now):
    """Return the end of the last day that ``due`` lets in, or None."""
    days = {"today": 1, "tomorrow": 2}.get(criteria.due)
    if not days:
        return None
    tz = (criteria.picking_type_id.company_id or criteria.env.company)._psms_timezone()
    today = pytz.utc.localize(now).astimezone(tz).date()
    end = datetime.combine(today, time()) + timedelta(days=days)
    return tz.localize(end).astimezone(pytz.utc).replace(tzinfo=None)


def _categories(criteria):
    if not criteria.category_ids:
        return None
    return criteria.env["product.category"].search([("id", "child_of", criteria.category_ids.ids)])


def _fits(criteria, lines, categories):
    products = lines.product_id
    if categories is not None and any(product.categ_id not in categories for product in products):
        return False
    if criteria.product_mix != "any" and (len(products) == 1) != (criteria.product_mix == "single"):
        return False
    return not criteria.zone_ids or bool(lines.location_id.zone_id & criteria.zone_ids)


def _units(criteria, picking, lines, now):
    if criteria.method != "zone":
        key = (
            *criteria._group_key(picking),
            frozenset(lines.product_id.ids) if criteria.group_product else 0,
            frozenset(lines.location_id.zone_id.ids) if criteria.group_zone else 0,
        )
        yield _unit(picking, lines, key, now)
        return
    zones = defaultdict(lines.browse)
    for line in lines:
        zones[line.location_id.zone_id] |= line
    for zone, part in zones.items():
        if not criteria.zone_ids or zone in criteria.zone_ids:
            key = (*criteria._group_key(picking), zone.id)
            yield _unit(picking, part, key, now, zone.id)


def _unit(picking, lines, key, now, zone_id=0):
    return Unit(
        picking_id=picking.id, line_ids=tuple(lines.ids), key=key, ship_by=picking.ship_by,
        priority=int(picking.priority or 0), lines=len(lines),
        weight=sum(line.product_id.weight * line.quantity_product_uom for line in lines),
        volume=sum(line.product_id.volume * line.quantity_product_uom for line in lines),
        late=picking.ship_by < now, zone_id=zone_id or 0,
    )
