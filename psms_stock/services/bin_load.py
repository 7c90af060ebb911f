"""The rules and the load of bins, read in bulk: a handful of queries whatever their number."""

from collections import defaultdict

from odoo.tools import SQL

from .bin_rules import Goods, Limits, Load, Rules

# What lies in the bins, and what open transfers are bringing there. The outermost package is the pallet.
LOADS = """
    SELECT part.location_id, part.product_id, part.lot, part.pallet_id, pallet.package_type_id, part.quantity,
           COALESCE(product.weight, 0) AS weight, COALESCE(product.volume, 0) AS volume
      FROM ({parts}) AS part
      JOIN product_product product ON product.id = part.product_id
      LEFT JOIN stock_package pallet ON pallet.id = part.pallet_id
"""
LYING = """
    SELECT quant.location_id, quant.product_id, COALESCE(lot.name, '') AS lot,
           split_part(package.parent_path, '/', 1)::int AS pallet_id, SUM(quant.quantity) AS quantity
      FROM stock_quant quant
      LEFT JOIN stock_lot lot ON lot.id = quant.lot_id
      LEFT JOIN stock_package package ON package.id = quant.package_id
     WHERE quant.location_id = ANY(%s) AND quant.quantity > 0
  GROUP BY 1, 2, 3, 4
"""
COMING = """
    SELECT line.location_dest_id, line.product_id, COALESCE(lot.name, line.lot_name, ''),
           split_part(package.parent_path, '/', 1)::int, SUM(line.quantity_product_uom)
      FROM stock_move_line line
      LEFT JOIN stock_lot lot ON lot.id = line.lot_id
      LEFT JOIN stock_package package ON package.id = line.result_package_id
     WHERE line.location_dest_id = ANY(%s) AND line.state NOT IN ('draft', 'done', 'cancel')
       AND line.quantity_product_uom > 0 AND line.id <> ALL(%s)
  GROUP BY 1, 2, 3, 4
"""


def loads(env, location_ids, without_lines=(), coming=True):
    """{location id: Load} of the bins that hold or expect something.

    :param without_lines: ids of move lines that are just being placed
    :param coming: count what open transfers are bringing
    """
    env.flush_all()
    ids = list(location_ids)
    parts = SQL(LYING, ids)
    if coming:
        parts = SQL("%s UNION ALL %s", parts, SQL(COMING, ids, list(without_lines)))
    result = defaultdict(Load)
    for location_id, product_id, lot, pallet, kind, quantity, weight, volume in env.execute_query(
            SQL(LOADS.format(parts="%s"), parts)):
        result[location_id].add(Goods(
            product_id, quantity, weight=weight, volume=volume, lot=lot, pallet=pallet or 0, package_type=kind or 0))
    return dict(result)


def rules(env, locations):
    """{location id: Rules} for a recordset of bins."""
    # sudo: who puts goods away need not be allowed to read zones of all companies or storage categories;
    # only rules are taken from them.
    bins = locations.sudo()
    bins.fetch(["zone_id", "storage_category_id"])
    return rules_of(env, {location.id: (location.zone_id.id, location.storage_category_id.id) for location in bins})


def rules_of(env, pairs):
    """{location id: Rules} for ``{location id: (zone id, storage category id)}``; either id may be empty."""
    # sudo: see rules()
    zones = env["psms.stock.zone"].sudo().browse({zone_id for zone_id, _category in pairs.values() if zone_id})
    categories = env["stock.storage.category"].sudo().browse({category for _zone, category in pairs.values() if category})
    of_zone = {zone.id: zone_rules(zone) for zone in zones}
    of_category = {category.id: category_rules(category) for category in categories}
    made = {key: _merge(of_zone.get(key[0], {}), of_category.get(key[1], {})) for key in set(pairs.values())}
    return {location_id: made[key] for location_id, key in pairs.items()}


def zone_rules(zone):
    return {
        "zone_id": zone.id,
        "zone_kind": zone.kind,
        "allowed": frozenset(zone.allowed_category_ids.ids),
        "forbidden": frozenset(zone.forbidden_category_ids.ids),
        "one_product": zone.product_mixing == "one",
        "one_lot": zone.lot_mixing == "one",
        "strict": zone.check_bins,
    }


def category_rules(category):
    return {
        "one_product": category.allow_new_product == "same",
        "only_empty": category.allow_new_product == "empty",
        "limits": Limits(category.max_weight, category.max_volume, category.max_pallets),
        "of_product": {row.product_id.id: row.quantity for row in category.capacity_ids if row.product_id},
        "of_package_type": {row.package_type_id.id: row.quantity for row in category.capacity_ids if row.package_type_id},
    }


def _merge(zone, category):
    merged = {**zone, **category}
    merged["one_product_in_zone"] = bool(zone.get("one_product"))
    merged["one_product"] = merged["one_product_in_zone"] or bool(category.get("one_product"))
    return Rules(**merged)


def zone_limits(zones):
    """{zone id: Limits} of the zones that are limited as a whole."""
    # sudo: see rules()
    limits = {zone.id: Limits(zone.max_weight, zone.max_volume, zone.max_pallets) for zone in zones.sudo()}
    return {zone_id: limit for zone_id, limit in limits.items() if limit}


def zone_loads(env, zone_ids, without_lines=(), coming=True):
    """{zone id: Load} of what whole zones hold."""
    if not zone_ids:
        return {}
    # sudo: a zone is full whoever may read its locations
    locations = env["stock.location"].sudo().with_context(active_test=False).search_fetch(
        [("zone_id", "in", list(zone_ids))], ["zone_id"])
    zone_of = {location.id: location.zone_id.id for location in locations}
    result = {zone_id: Load() for zone_id in zone_ids}
    for location_id, load in loads(env, locations.ids, without_lines, coming).items():
        _join(result[zone_of[location_id]], load)
    return result


def _join(total, load):
    for product_id, quantity in load.products.items():
        total.products[product_id] = total.products.get(product_id, 0.0) + quantity
    total.weight += load.weight
    total.volume += load.volume
    total.pallets.update(load.pallets)


def goods_of_line(line, quantity=None):
    """What a move line puts into its bin."""
    package = line.result_package_id.outermost_package_id
    return goods(
        line.product_id, line.quantity_product_uom if quantity is None else quantity,
        lot=line.lot_id.name or line.lot_name or "", package=package,
    )


def goods(product, quantity, lot="", package=None):
    path = product.categ_id.parent_path or ""
    return Goods(
        product.id, quantity, frozenset(int(part) for part in path.split("/") if part), product.weight, product.volume,
        lot, package.id if package else 0, package.package_type_id.id if package else 0,
    )
