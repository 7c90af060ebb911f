"""Goods enter a bin: the rules of the bin and of its zone hold for what lies there afterwards.

Only bins of a zone are looked at, and a zone without rules changes nothing.
"""

from . import bin_load, bin_rules, guard, zone_access
from . import bin_messages as say


def claim_bins(lines):
    """Meet those who fill the same bins on the guard rows, before anything is decided on what was read.

    Bins come before products in the order of the guard, so this is called before stock is claimed.
    """
    guard.claim(lines.env, door_pairs(lines))


def door_pairs(lines):
    """Guard rows of the bins with rules that these lines fill, and of the zones that are limited as a whole."""
    bins = _ruled(lines).location_dest_id
    limited = bin_load.zone_limits(bins.zone_id)
    tops = bins.zone_id.filtered(lambda zone: zone.id in limited).top_location_ids
    return {(guard.WHOLE_LOCATION, location.id) for location in bins | tops}


def before(lines):
    """Check who moves what.

    :return: what :func:`after` needs once the goods lie there
    """
    zone_access.check_lines(lines.filtered(lambda line: line.quantity > 0 and not line.is_inventory))
    return _ruled(lines)


def _ruled(lines):
    """Lines that bring goods into a bin with rules; a count only says what lies there."""
    # sudo: rules hold for whoever moves goods, also in zones that the person may not read
    return lines.sudo().filtered(
        lambda line: line.quantity > 0 and not line.is_inventory and line.location_dest_id.zone_id
        and line.location_dest_id != line.location_id and line.product_id.is_storable
        and _has_rules(line.location_dest_id))


def _has_rules(location):
    zone = location.zone_id
    return bool(
        zone.allowed_category_ids or zone.forbidden_category_ids or zone.product_mixing == "one"
        or zone.lot_mixing == "one" or zone.check_bins)


def after(ruled):
    """Refuse the whole transfer when a bin that goods entered breaks its rules now."""
    ruled = ruled.exists()
    if not ruled:
        return
    env = ruled.env
    bins = ruled.location_dest_id
    rules = bin_load.rules(env, bins)
    loads = bin_load.loads(env, bins.ids, coming=False)
    for line in ruled:
        if code := bin_rules.forbidding(rules[line.location_dest_id.id], bin_load.goods_of_line(line)):
            raise say.error(say.refused(env, code, line.location_dest_id, line.product_id))
    for location in bins:
        if code := bin_rules.broken(rules[location.id], loads.get(location.id, bin_rules.Load())):
            raise say.error(say.stands_full(env, code, location))
    _check_zones(env, bins)


def _check_zones(env, bins):
    limits = bin_load.zone_limits(bins.zone_id.filtered("check_bins"))
    for zone_id, total in bin_load.zone_loads(env, limits, coming=False).items():
        if code := bin_rules.exceeded(limits[zone_id], total):
            location = bins.filtered(lambda row, zone_id=zone_id: row.zone_id.id == zone_id)[:1]
            raise say.error(say.stands_full(env, f"zone_{code}", location))


def obstacle(location, product, quantity, lot="", package=None, without_lines=(), refused_only=False):
    """The code of the rule by which a person should not put these goods into a bin, empty when they fit.

    What open transfers are bringing there counts, except by ``without_lines``.

    :param refused_only: only what is refused, not what is merely never proposed
    """
    env = location.env
    goods = bin_load.goods(product, quantity, lot, package)
    rules = bin_load.rules(env, location)[location.id]
    load = bin_load.loads(env, location.ids, without_lines).get(location.id, bin_rules.Load())
    limits = bin_load.zone_limits(location.sudo().zone_id)  # sudo: see before()
    total = bin_load.zone_loads(env, limits, without_lines)
    zone_id = rules.zone_id
    _quantity, code = bin_rules.room(rules, load, goods, limits.get(zone_id), total.get(zone_id))
    return "" if code and refused_only and not bin_rules.refused(rules, code) else code


def check_choice(line, quantity, location):
    """Refuse a bin that a person chose for goods of a line, saying why."""
    if closed := zone_access.closed_to_user(location):
        raise closed
    code = obstacle(
        location, line.product_id, quantity, line.lot_id.name or line.lot_name or "",
        line.result_package_id.outermost_package_id, refused_only=True)
    if code:
        raise say.refused(line.env, code, location, line.product_id)
