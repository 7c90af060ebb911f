"""The steps of a recall: work out, start, move into quarantine, lift, close."""

from odoo.exceptions import UserError
from odoo.fields import Command, Datetime
from odoo.tools import format_date

from . import block, recall_possible, recall_stock, trace_sql, writing
from .reach import reach

#: a recall of more lots is worked out in the background
LOTS_AT_ONCE = 1_000


def is_large(recall):
    """Whether so much belongs to it that nobody should wait for it in a request."""
    return not reach(recall.env, recall.lot_ids.ids, most=LOTS_AT_ONCE).complete


def analyse(recall, report=lambda _share: None):
    """Find the lots, deliveries and customers; what was found before stays, with all that was noted about it.

    :param report: is told how much is done, from 0 to 1
    """
    block.check_role(recall.env)
    if recall.state not in ("draft", "active"):
        raise UserError(recall.env._("%(recall)s is closed. Start a new recall for what was found since.", recall=recall.name))
    if not recall.lot_ids:
        raise UserError(recall.env._("Choose the lots that are bad first."))
    # Made of whatever company's lots, as far as this user sees them: goods cross the border between our own companies.
    reached = reach(recall.env, recall.lot_ids.ids)
    report(0.2)
    levels, possible = recall_possible.find(recall, reached.levels)
    report(0.4)
    _store_lots(recall, levels, reached.levels)
    recall_possible.store(recall, possible)
    _store_deliveries(recall)
    report(0.6)
    _write(recall, {
        "complete": reached.complete and possible.complete, "analysed_on": Datetime.now(), "trail_ends": _trail_ends(recall),
        "possible_cut": recall_possible.cut_texts(recall.env, possible),
    })
    if recall.state == "active":
        _block(recall)


def start(recall, report=lambda _share: None):
    """Block everything that was found, then give back what is reserved of it."""
    if recall.state != "draft":
        raise UserError(recall.env._("%(recall)s was started before.", recall=recall.name))
    analyse(recall, report)
    _write(recall, {"state": "active", "started_on": Datetime.now()})
    _block(recall)


#: what may be done in the background
STEPS = {"analyse": analyse, "start": start}


def cancel(recall):
    block.check_role(recall.env)
    if recall.state != "draft":
        raise UserError(recall.env._(
            "%(recall)s runs already: lots are blocked and customers may know. Lift the blocks, then close it with its outcome.",
            recall=recall.name))
    _write(recall, {"state": "cancel"})


def close(recall, outcome):
    """Close a recall when everybody was told; blocks stay until somebody lifts them."""
    env = recall.env
    block.check_role(env)
    if not (outcome or "").strip():
        raise UserError(env._("Write the outcome: what became of the goods."))
    if recall.state != "active":
        raise UserError(env._("Only a running recall can be closed."))
    if untold := recall.customer_ids.filtered(lambda customer: customer.state not in ("told", "confirmed")):
        raise UserError(env._(
            "%(count)s customers were not told yet, among them %(names)s. Send the e-mails, or call them and mark them as told.",
            count=len(untold), names=", ".join(untold[:3].partner_id.mapped("display_name"))))
    _write(recall, {"state": "closed", "closed_on": Datetime.now(), "close_reason": outcome.strip()})


def lift(recall_lots, reason):
    """Lift the blocks of these lots, unless another running recall needs them."""
    env = recall_lots.env
    lots = recall_lots.lot_id
    others = env["psms.recall.lot"].search([
        ("lot_id", "in", lots.ids), ("recall_id.state", "=", "active"), ("recall_id", "not in", recall_lots.recall_id.ids)])
    if others:
        raise UserError(env._(
            "%(lots)s is also in %(recalls)s. Close that recall first, or leave this lot blocked.",
            lots=", ".join(others.lot_id.mapped("name")[:5]), recalls=", ".join(others.recall_id.mapped("name"))))
    lifted = block.lift(lots, reason)
    recall_lots.sudo().lifted = True  # sudo: rows of a recall are written by this service alone
    for recall in recall_lots.recall_id:
        names = (recall_lots.filtered(lambda line, recall=recall: line.recall_id == recall).lot_id & lifted).mapped("name")
        if names:
            recall._message_log(body=env._(
                "Block lifted of %(count)s lots (%(names)s): %(reason)s",
                count=len(names), names=", ".join(names[:10]), reason=reason))
    return lifted


def lift_wizard(recall_lots):
    action = recall_lots.recall_id[:1]._wizard("lift", recall_lots.env._("Lift the blocks"))
    action["context"]["default_line_ids"] = recall_lots.ids
    return action


def _block(recall):
    lots = recall.line_ids.filtered(lambda line: not line.lifted).lot_id
    fresh = block.block(lots, recall.env._("%(recall)s: %(reason)s", recall=recall.name, reason=recall.reason))
    released = recall_stock.release(recall)
    recall._message_log(body=recall.env._(
        "%(blocked)s lots blocked, %(released)s reservations given back.", blocked=len(fresh), released=released))


def _write(recall, values):
    with writing.allowed():
        recall.write(values)


def _store_lots(recall, levels, certain):
    recall = recall.sudo()  # rows of a recall are written by this service alone, which has asked for the role
    known = {line.lot_id.id: line for line in recall.line_ids}
    recall.env["psms.recall.lot"].create([
        {"recall_id": recall.id, "lot_id": lot_id, "level": level, "possible": lot_id not in certain}
        for lot_id, level in levels.items() if lot_id not in known
    ])
    recall.line_ids.filtered(lambda line: line.possible and line.lot_id.id in certain).possible = False
    if recall.state == "draft":  # the choice of bad lots may still change
        (recall.line_ids.filtered(lambda line: line.lot_id.id not in levels)).unlink()
    recall.invalidate_recordset(["line_ids", "delivery_ids"])


def _store_deliveries(recall):
    """Who got what; read with the rights of the user."""
    env = recall.env
    flows = [
        flow for found in trace_sql.flows(env, recall.line_ids.lot_id.ids, (trace_sql.SHIPPED,)).values() for flow in found
    ]
    lines = env["stock.move.line"].browse([flow.line_ids[0] for flow in flows])
    lines.fetch(["picking_id", "move_id", "product_id"])
    rows = {}
    for flow, line in zip(flows, lines, strict=True):
        partner = line.picking_id.partner_id or line.move_id.partner_id
        key = (line.picking_id.id, line.reference or line.move_id.reference, flow.lot_id, line.product_id.id)
        row = rows.setdefault(key, {"partner": partner, "quantity": 0.0, "date": flow.date})
        row["quantity"] += flow.quantity
    rows.update({
        (offer.picking_id.id, offer.reference, False, offer.product_id.id):
            {"partner": offer.partner_id, "quantity": offer.quantity, "date": offer.date}
        for offer in recall.possible_ids if offer.taken and not offer.lot_id
    })
    recall = recall.sudo()  # rows of a recall are written by this service alone, which has asked for the role
    customers = _customers(recall, {row["partner"].commercial_partner_id for row in rows.values()})
    known = {
        (each.picking_id.id, each.reference, each.lot_id.id, each.product_id.id): each for each in recall.delivery_ids}
    if recall.state == "draft":
        recall.delivery_ids.browse([each.id for key, each in known.items() if key not in rows]).unlink()
    for key in rows.keys() & known.keys():
        known[key].write({"quantity": rows[key]["quantity"], "date": rows[key]["date"]})
    recall.env["psms.recall.delivery"].create([{
        "recall_id": recall.id, "picking_id": picking_id, "reference": reference, "lot_id": lot_id, "product_id": product_id,
        "partner_id": row["partner"].id, "customer_id": customers[row["partner"].commercial_partner_id].id,
        "quantity": row["quantity"], "date": row["date"],
    } for (picking_id, reference, lot_id, product_id), row in rows.items()
        if (picking_id, reference, lot_id, product_id) not in known])
    if recall.state == "draft":
        recall.customer_ids.filtered(lambda customer: not customer.delivery_ids).unlink()


def _customers(recall, partners):
    known = {customer.partner_id: customer for customer in recall.customer_ids}
    fresh = recall.env["psms.recall.customer"].create([
        {"recall_id": recall.id, "partner_id": partner.id}
        for partner in sorted(partners - known.keys(), key=lambda partner: partner.id) if partner
    ])
    known.update({customer.partner_id: customer for customer in fresh})
    known[recall.env["res.partner"]] = recall.env["psms.recall.customer"]
    return known


def _trail_ends(recall):
    """Productions that used the lots and made something without lot, in words."""
    env = recall.env
    consumed = trace_sql.flows(env, recall.line_ids.lot_id.ids, (trace_sql.CONSUMED,))
    linked = trace_sql.links(env, [line for flows in consumed.values() for flow in flows for line in flow.line_ids], up=False)
    made = env["stock.move.line"].browse(sorted({
        link.line_id for links in linked.values() for link in links if not link.lot_id}))
    made.fetch(["product_id", "move_id", "date", "quantity_product_uom"])
    return "\n".join(
        env._("%(quantity)g %(uom)s %(product)s, %(document)s, %(day)s", quantity=line.quantity_product_uom,
              uom=line.product_id.uom_id.name, product=line.product_id.display_name,
              document=line.move_id.reference or line.move_id.origin or "", day=format_date(env, line.date))
        for line in made)


def new(env, lots, reason):
    """A recall of these lots, not started."""
    block.check_role(env)
    return env["psms.recall"].create({"lot_ids": [Command.set(lots.ids)], "reason": reason})
