"""What waits for a store keeper: the first screen of the scan page."""

from odoo import fields
from odoo.fields import Domain

from . import scan_lookup
from . import scan_messages as say

LIMIT = 60


def _open_domain(env):
    return Domain([
        ("state", "=", "assigned"),
        ("company_id", "in", env.companies.ids),
        ("picking_type_id.code", "in", ("incoming", "outgoing", "internal")),
    ])


def waiting(env, picking_type_id=False):
    """Return the operation types that have ready transfers, and the first of these by urgency.

    :param picking_type_id: only transfers of this operation type
    """
    Picking = env["stock.picking"]
    domain = _open_domain(env)
    types = [
        {"id": kind.id, "name": kind.name, "warehouse": kind.warehouse_id.code or "", "kind": kind.code, "count": count}
        for kind, count in Picking._read_group(domain, ["picking_type_id"], ["__count"])
    ]
    if picking_type_id:
        domain &= Domain("picking_type_id", "=", picking_type_id)
    pickings = Picking.search(domain, order="priority desc, scheduled_date, id", limit=LIMIT)
    return {
        "types": types,
        "several_warehouses": len({kind["warehouse"] for kind in types}) > 1,
        "transfers": transfers_data(pickings),
        "more": max(0, Picking.search_count(domain) - LIMIT) if len(pickings) == LIMIT else 0,
    }


def transfers_data(pickings):
    now = fields.Datetime.now()
    return [
        {
            "id": picking.id,
            "name": picking.name,
            "kind": picking.picking_type_id.code,
            "type_name": picking.picking_type_id.display_name,
            "partner": picking.partner_id.display_name or "",
            "origin": picking.origin or "",
            "scheduled": fields.Datetime.to_string(picking.scheduled_date),
            "late": bool(picking.scheduled_date and picking.scheduled_date < now),
            "urgent": picking.priority == "1",
            "products": len(picking.move_ids.product_id),
            "started": any(picking.move_line_ids.mapped("picked")),
        }
        for picking in pickings
    ]


def find(env, code):
    """Return the transfers that a code means: the one of that name, else open ones by document or product."""
    Picking = env["stock.picking"]
    try:
        text = scan_lookup.clean(env, code)
        found = Picking.search([("name", "=", text), ("company_id", "in", env.companies.ids)], limit=1)
        if not found:
            found = Picking.search(_open_domain(env) & Domain("origin", "=", text), limit=LIMIT)
        if not found:
            parsed = scan_lookup.parse(env, text)
            product, _packed = scan_lookup.find_product(Picking, parsed.article or parsed.product_code or parsed.text)
            found = Picking.search(
                _open_domain(env) & Domain("move_ids.product_id", "in", product.ids),
                order="priority desc, scheduled_date, id", limit=LIMIT,
            ) if product else Picking
    except say.Refusal as refusal:
        return {"ok": False, "message": refusal.message, "transfers": []}
    if not found:
        return {"ok": False, "message": say.no_transfer(env, text).message, "transfers": []}
    return {"ok": True, "transfers": transfers_data(found)}
