"""From what was scanned or typed to lots."""

from odoo.fields import Domain

MOST = 20


def lots(env, text):
    """The lots that a text means, the surest reading first: number, then package, transfer, product, then part of a number."""
    text = (text or "").strip()
    if not text:
        return []
    found = _by_number(env, text) or _by_document(env, text) or _by_part(env, text)
    found.fetch(["name", "product_id", "psms_blocked"])
    return [
        {"id": lot.id, "name": lot.name, "product": lot.product_id.display_name, "blocked": lot.psms_blocked}
        for lot in found
    ]


def _by_number(env, text):
    return env["stock.lot"].search(Domain("name", "=", text) | Domain("ref", "=", text), limit=MOST, order="id desc")


def _by_document(env, text):
    """Whatever lots a package holds or held, or a transfer moved."""
    lines = env["stock.move.line"].search_fetch(
        Domain("lot_id", "!=", False) & Domain("state", "=", "done") & Domain.OR([
            Domain("result_package_id.name", "=", text),
            Domain("package_id.name", "=", text),
            Domain("picking_id.name", "=", text),
            Domain("move_id.reference", "=", text),
        ]), ["lot_id"], limit=1000, order="id desc")
    return lines.lot_id[:MOST]


def _by_part(env, text):
    products = env["product.product"].search(
        Domain("barcode", "=", text) | Domain("default_code", "=", text), limit=MOST)
    domain = Domain("product_id", "in", products.ids) if products else Domain("name", "ilike", text)
    return env["stock.lot"].search(domain, limit=MOST, order="id desc")
