"""Which pairs of product and location a use case will touch, read in bulk before it begins."""

from . import guard

OPEN = ("state", "not in", ("done", "cancel"))
#: states of moves that reserving looks at; what has all that it needs waits for nobody
SEEKING = ("draft", "confirmed", "waiting", "partially_available")


def of_lines(lines):
    """Both ends of these move lines (records that are in the cache anyway)."""
    pairs = set()
    for line in lines:
        if line.product_id.is_storable:
            pairs |= {(line.product_id.id, line.location_id.id), (line.product_id.id, line.location_dest_id.id)}
    return pairs


def of_open_lines(env, domain):
    """Both ends of the open move lines that the domain finds, in one query."""
    # sudo: whose transfer it is matters not for the guard, only ids are read
    groups = env["stock.move.line"].sudo()._read_group(
        [*domain, OPEN, ("product_id.is_storable", "=", True)], ["product_id", "location_id", "location_dest_id"],
    )
    return {(product.id, location.id) for product, *ends in groups for location in ends}


def of_free_stock(moves):
    """Where the stock lies that these moves may reserve."""
    return of_free_places(moves.env, {(move.product_id, move.location_id) for move in moves})


def of_free_places(env, wanted):
    """Every bin with free stock of a product in a location or below.

    :param wanted: set of ``(product, location)``, records
    """
    # Asked once in a transaction: what others bring later is not on its snapshot, and what it brings
    # itself it has claimed.
    known = env.cr.precommit.data.setdefault("psms_stock.guard.free", set())
    tops = {}
    for product, location in wanted:
        if (product.id, location.id) not in known and product.is_storable and not location.should_bypass_reservation():
            tops.setdefault(product.id, set()).add(location)
            known.add((product.id, location.id))
    if not tops:
        return set()
    locations = set().union(*tops.values())
    # sudo: Odoo reserves as superuser too
    groups = env["stock.quant"].sudo()._read_group(
        [("product_id", "in", list(tops)), ("location_id", "child_of", [top.id for top in locations]), ("quantity", ">", 0)],
        ["product_id", "location_id"], ["quantity:sum", "reserved_quantity:sum"],
    )
    return {
        (product.id, location.id) for product, location, quantity, reserved in groups
        if product.uom_id.compare(quantity, reserved) > 0
        and any((location.parent_path or "").startswith(top.parent_path) for top in tops[product.id])
    }


def of_quants(quants):
    """The stock of these quants, and their locations as such: a count is also written on the location."""
    pairs = {(quant.product_id.id, quant.location_id.id) for quant in quants}
    return pairs | {(guard.WHOLE_LOCATION, quant.location_id.id) for quant in quants}


def of_putaway(moves):
    """The places whose bins are given out to these moves by putaway rules, each as such.

    Which bin has room left depends on what is on its way to all of them.
    """
    # sudo: a transfer may end in a place whose rules the person may not read
    places = moves.sudo().location_dest_id.filtered(
        lambda location: location.usage in guard.GUARDED_USAGES and location.putaway_rule_ids)
    return {(guard.WHOLE_LOCATION, place.id) for place in places}


def of_pickings(pickings):
    """What finishing these transfers touches; drafts are reserved on the way, what follows is put away."""
    pairs = of_open_lines(pickings.env, [("picking_id", "in", pickings.ids)])
    moves = pickings.move_ids
    return pairs | of_confirmed(moves) | of_putaway(moves.move_dest_ids)


def of_confirmed(moves):
    """What confirming these draft moves touches: stock, unless reservation is left to people, and bins."""
    drafts = moves.filtered(lambda move: move.state == "draft")
    reserved = drafts.filtered(lambda move: move.picking_type_id.reservation_method != "manual")
    return of_free_stock(reserved) | of_putaway(drafts)


def of_assigned(moves):
    """What reserving these moves touches."""
    moves = moves.filtered(lambda move: move.state in SEEKING)
    return of_free_stock(moves) | of_putaway(moves)
