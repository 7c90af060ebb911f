"""Names for the ids of nodes: one read for each model, however many nodes."""

from odoo.fields import Datetime

from . import trace_sql


def kind_label(env, kind):
    return {
        "lot": env._("Lot"),
        "untracked": env._("Not tracked"),
        "cut": "",
        "stock": env._("In stock"),
        trace_sql.MADE: env._("Came out of"),
        trace_sql.RECEIVED: env._("Received"),
        trace_sql.FOUND: env._("Found in a count"),
        trace_sql.CONSUMED: env._("Went into"),
        trace_sql.SHIPPED: env._("Delivered"),
        trace_sql.RETURNED: env._("Came back"),
        trace_sql.SENT_BACK: env._("Sent back to the vendor"),
        trace_sql.SCRAPPED: env._("Scrapped"),
        trace_sql.LOST: env._("Missing in a count"),
        trace_sql.MOVED: env._("Moved"),
        trace_sql.REPACKED: env._("Repacked"),
    }[kind]


def describe(env, nodes):
    """Put names, documents and partners on the nodes."""
    lots = _fetched(
        env["stock.lot"], {node["lot_id"] or node.get("of_lot") for node in nodes}, ["name", "product_id", "psms_blocked"])
    lines = _lines(env, {node["line_id"] for node in nodes})
    products = _fetched(env["product.product"], {
        node["product_id"] for node in nodes} | {lot.product_id.id for lot in lots.values()}, ["display_name", "uom_id"])
    packages = _fetched(env["stock.package"], {node["package_id"] for node in nodes}, ["complete_name"])
    locations = _fetched(env["stock.location"], {node["location_id"] for node in nodes}, ["complete_name"])
    for node in nodes:
        lot = lots.get(node["lot_id"] or node.pop("of_lot", None))
        product = products.get(node["product_id"]) or (lot and products.get(lot.product_id.id))
        node.update({
            "label": node.pop("note", "") or kind_label(env, node["kind"]),
            "product": product.display_name if product else "",
            "uom": product.uom_id.name if product else "",
            "lot": lot.name if lot and node["lot_id"] else "",
            "blocked": bool(lot and node["lot_id"] and lot.psms_blocked),
            "package": packages[node["package_id"]].complete_name if node["package_id"] else "",
            "place": locations[node["location_id"]].complete_name if node["location_id"] else "",
            "document": None, "order": "", "partner": "", "partner_id": None,
            "date": Datetime.to_string(node["date"]) if node["date"] else None,
        })
        # a lot below a production: the document is that of the production, one line above
        if (line := lines.get(node["line_id"])) and node["kind"] != "lot":
            _describe_line(env, node, line)


def _fetched(model, ids, fields):
    """``{id: record}``, read at once."""
    records = model.browse(sorted(filter(None, ids)))
    records.fetch(fields)
    return {record.id: record for record in records}


def _lines(env, ids):
    lines = env["stock.move.line"].browse(sorted(filter(None, ids)))
    lines.fetch(["move_id", "picking_id", "location_id", "location_dest_id", "package_id", "result_package_id"])
    return {line.id: line for line in lines}


def _describe_line(env, node, line):
    # Odoo's own report knows what the document of a line is, and the modules that are installed teach it theirs.
    model, record_id, name = env["stock.traceability.report"]._get_reference(line)
    if model and model != "stock.move":
        node["document"] = {"model": model, "id": record_id, "name": name}
    else:
        node["document"] = {"model": "", "id": False, "name": line.move_id.reference or node["label"]}
    picking = line.picking_id
    partner = picking.partner_id or line.move_id.partner_id
    order = picking.origin or line.move_id.origin or ""
    node["order"] = order if order != node["document"]["name"] else ""
    if node["kind"] in (trace_sql.RECEIVED, trace_sql.SHIPPED, trace_sql.RETURNED, trace_sql.SENT_BACK):
        node.update(partner=partner.display_name or "", partner_id=partner.id or None)
    node["place"] = node["place"] or _place(node["kind"], line)
    node["package"] = node["package"] or line.result_package_id.complete_name or line.package_id.complete_name or ""


def _place(kind, line):
    if kind in (trace_sql.MOVED, trace_sql.REPACKED):
        return f"{line.location_id.complete_name} → {line.location_dest_id.complete_name}"
    if kind in (trace_sql.RECEIVED, trace_sql.FOUND, trace_sql.RETURNED, trace_sql.MADE):
        return line.location_dest_id.complete_name
    return line.location_id.complete_name
