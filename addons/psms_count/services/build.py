"""Make the lines of a count: what the book holds in some bins, in the order in which people walk."""

from odoo import fields
from odoo.exceptions import UserError

from odoo.addons.psms_stock.services.bins import walking_key

from . import buckets, unit_costs
from .buckets import Bucket


def scope_locations(env, warehouse, zones=None, locations=None):
    """Bins of a warehouse: all of them, or those in the zones or below the locations."""
    domain = [("usage", "in", ("internal", "transit")), ("id", "child_of", warehouse.view_location_id.ids)]
    if zones:
        domain.append(("zone_id", "in", zones.ids))
    if locations:
        domain.append(("id", "child_of", locations.ids))
    return env["stock.location"].search(domain)


def countable(env, found):
    """Leave out of ``{bucket: quantity}`` what is not kept in stock any more."""
    products = env["product.product"].browse({bucket.product_id for bucket in found})
    kept = set(products.filtered("is_storable").ids)
    return {bucket: quantity for bucket, quantity in found.items() if bucket.product_id in kept}


def empty_bins(locations, found):
    """Bins that have no bin below and of which the book says that nothing lies there."""
    used = {bucket.location_id for bucket, quantity in found.items() if quantity}
    return [Bucket(place.id) for place in locations if place.id not in used and not place.child_ids]


def fill(count):
    """Replace the lines of a draft by what its filters choose. Returns how many others are counting already."""
    env = count.env
    if count.state != "draft":
        raise UserError(env._("%(count)s has begun: its lines stay. Add what was found instead.", count=count.name))
    locations = scope_locations(env, count.warehouse_id, count.zone_ids, count.location_ids)
    found = countable(env, buckets.book(env, locations.ids))
    chosen = [bucket for bucket, quantity in found.items() if quantity or count.include_empty]
    if count.product_ids:
        wanted = set(count.product_ids.ids)
        chosen = [bucket for bucket in chosen if bucket.product_id in wanted]
    elif count.include_empty:
        chosen += empty_bins(locations, found)
    count.line_ids.unlink()
    return add_buckets(count, chosen)


def add_buckets(count, chosen):
    """Add a line for each bucket that nobody counts yet. Returns how many somebody does."""
    busy = buckets.being_counted(count.env, {bucket.location_id for bucket in chosen})
    free = [bucket for bucket in dict.fromkeys(chosen) if bucket not in busy]
    count.env["psms.count.line"].create([
        {"count_id": count.id, "sequence": number, "kind": "stock" if bucket.product_id else "empty", **bucket.values}
        for number, bucket in enumerate(in_walking_order(count.env, free), start=1)
    ])
    return len(set(chosen)) - len(free)


def in_walking_order(env, chosen):
    """Sort buckets by the walk through the warehouse, then by what a sheet shows."""
    places = env["stock.location"].browse({bucket.location_id for bucket in chosen})
    products = env["product.product"].browse({bucket.product_id for bucket in chosen if bucket.product_id})
    lots = env["stock.lot"].browse({bucket.lot_id for bucket in chosen if bucket.lot_id})
    place_key = {place.id: walking_key(place) for place in places}
    product_key = {product.id: (product.default_code or "", product.name or "") for product in products}
    lot_key = {lot.id: lot.name for lot in lots}
    return sorted(chosen, key=lambda bucket: (
        *place_key[bucket.location_id], bucket.location_id, *product_key.get(bucket.product_id, ("", "")),
        lot_key.get(bucket.lot_id, ""), bucket))


def snapshot(count):
    """Note on every line what the book says now, what a piece costs, its class and its zone."""
    lines = count.line_ids
    now_there = buckets.book_of_lines(lines)
    costs = unit_costs.of_lines(lines)
    classes = abc_classes(count, lines.product_id)
    for line in lines:
        line.write({
            "book_qty": now_there[line.id],
            "unit_cost": costs[line.id],
            "abc": classes.get(line.product_id.id, False),
            "zone_id": line.location_id.zone_id.id,
        })
    count.snapshot_at = fields.Datetime.now()


def abc_classes(count, products):
    """Return ``{product id: class by value}`` in the warehouse of the count."""
    found = count.env["psms.stock.class"].search_fetch(
        [("warehouse_id", "=", count.warehouse_id.id), ("product_id", "in", products.ids)], ["product_id", "abc_value"])
    return {row.product_id.id: row.abc_value for row in found}
