"""Every sentence about bins and zones that are closed to goods or people: what, why and what to do."""

from odoo.exceptions import UserError

from .scan_messages import Refusal


def why(env, code, location):
    """Why goods do not fit into a bin, in one sentence."""
    zone, category = location.zone_id.name or "", location.storage_category_id.name or ""
    return {
        "category": lambda: env._("The zone %(zone)s does not take products of this category.", zone=zone),
        "not_empty": lambda: env._("Bins of %(category)s take goods only while they are empty.", category=category),
        "other_product": lambda: env._("Other products lie there or are on their way, and they may not be mixed."),
        "other_lot": lambda: env._("Another lot lies there or is on its way, and lots may not be mixed."),
        "weight": lambda: env._("The bin would carry more than %(limit)s %(unit)s.", **_limit(location, "weight")),
        "volume": lambda: env._("The bin would hold more than %(limit)s %(unit)s.", **_limit(location, "volume")),
        "pallets": lambda: env._("There is no place left for another pallet."),
        "product_full": lambda: env._("The bin has its full number of this product."),
        "zone_weight": lambda: env._("The zone %(zone)s would carry more than it may.", zone=zone),
        "zone_volume": lambda: env._("The zone %(zone)s would hold more than it may.", zone=zone),
        "zone_pallets": lambda: env._("The zone %(zone)s has no place left for another pallet.", zone=zone),
    }[code]()


def _limit(location, measure):
    category = location.storage_category_id
    if measure == "weight":
        return {"limit": f"{category.max_weight:g}", "unit": category.weight_uom_name}
    return {"limit": f"{category.max_volume:g}", "unit": category.volume_uom_name}


def refused(env, code, location, product):
    """A person chose a bin that these goods may not go into."""
    return Refusal(
        "bin_refused",
        env._("%(product)s cannot be put into %(bin)s.", product=product.display_name, bin=location.display_name),
        why(env, code, location),
        env._("Choose another bin, or the one that the transfer proposes."),
    )


def stands_full(env, code, location):
    """Goods were put into a bin that now breaks its rules."""
    return Refusal(
        "bin_refused", env._("These goods cannot be put into %(bin)s.", bin=location.display_name),
        why(env, code, location),
        env._("Put them into another bin, or take out what is in the way first."),
    )


def not_allowed_in(env, zone, location):
    return Refusal(
        "zone_closed",
        env._("You may not put goods into or take them from %(bin)s.", bin=location.display_name),
        env._("Only listed persons may enter the zone %(zone)s.", zone=zone.name),
        env._("Hand the transfer to one of them, or have a warehouse supervisor add you to the zone."),
    )


def not_for_picking(env, zone, location, product):
    return Refusal(
        "zone_blocked",
        env._("%(product)s cannot be taken from %(bin)s.", product=product.display_name, bin=location.display_name),
        env._("Goods in the zone %(zone)s are not available for picking.", zone=zone.name),
        env._("Move them out of the zone by an internal transfer first, or take the goods from elsewhere."),
    )


def error(refusal):
    """The same as an error of Odoo, for buttons and forms."""
    message = refusal.message
    return UserError("\n".join(filter(None, [message["what"], message["why"], message["todo"]])))
