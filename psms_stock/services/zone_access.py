"""Who may move goods in a zone, and which goods of it may be taken: checked before goods move."""

from odoo import SUPERUSER_ID

from . import bin_messages as say


def check_lines(lines):
    """Refuse lines that lead into or out of a zone closed to the person, or that pick from a blocked one."""
    for line in lines:
        # sudo: the zone of a location of another company is checked all the same
        source, dest = line.location_id.sudo(), line.location_dest_id.sudo()
        if source.zone_id == dest.zone_id and not source.zone_id:
            continue
        for location in (source, dest):
            if refusal := closed_to_user(location):
                raise say.error(refusal)
        check_picking(line, source, dest)


def closed_to_user(location):
    """The refusal for a person who may not enter the zone of a location, None when the way is free."""
    env = location.env
    zone = location.zone_id
    if zone and env.uid != SUPERUSER_ID and not zone._may_enter(env.user):
        return say.not_allowed_in(env, zone, location)
    return None


def check_picking(line, source, dest):
    """Goods leave a blocked zone only by a document that says so: it starts in the zone, or scraps or counts them."""
    # sudo: see check_lines
    zone, move, start = source.zone_id, line.move_id, line.move_id.location_id.sudo()
    if not zone.block_reservation or dest.zone_id == zone or dest.usage == "inventory" or move.move_orig_ids:
        return
    if start.zone_id != zone:
        raise say.error(say.not_for_picking(line.env, zone, source, line.product_id))
