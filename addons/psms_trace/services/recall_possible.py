"""What only may belong to a recall, through goods without lot: offered to a person, who takes it in or not."""

from odoo.exceptions import UserError

from . import block, trace_possible, trace_sql
from .possible_reach import possible_reach
from .reach import reach

#: names in a message of the log
_NAMED = 10


def find(record, certain):
    """The lots of a recall with what somebody took in, and what there is to decide: ``(levels, possible)``.

    :param certain: ``{lot: level}`` of what certainly belongs to it
    """
    taken = record.possible_ids.filtered("taken").lot_id.ids
    levels = dict(certain)
    for lot_id, distance in reach(record.env, taken).levels.items() if taken else ():
        levels.setdefault(lot_id, distance + 1)
    return levels, possible_reach(record.env, levels)


def store(record, found):
    """Write down what is possible; what somebody decided about it stays."""
    rows = {**_lots(record.env, found), **_deliveries(record.env, found)}
    offers = record.sudo().possible_ids  # rows of a recall are written by this service alone, which has asked for the role
    known = {_key(offer): offer for offer in offers}
    offers.filtered(lambda offer: not offer.taken and _key(offer) not in rows).unlink()
    for key in rows.keys() & known.keys():
        known[key].write(rows[key])
    offers.create([
        {"recall_id": record.id, **values} for key, values in rows.items() if key not in known])
    record.invalidate_recordset(["possible_ids"])


def cut_texts(env, found):
    """What was too common to follow, in words."""
    products = env["product.product"].browse([cut.product_id for cut in found.cuts])
    products.fetch(["display_name"])
    return "\n".join(
        f"{product.display_name}: {trace_possible.cut_text(env, cut)}" for product, cut in zip(products, found.cuts, strict=True))


def take(offers):
    """Take these into the recall; what was made of them comes with the next working out."""
    env = offers.env
    block.check_role(env)
    if offers.recall_id.filtered(lambda record: record.state not in ("draft", "active")):
        raise UserError(env._("This recall is over. Start a new one for what was found since."))
    fresh = offers.filtered(lambda offer: not offer.taken)
    for record, group in fresh.grouped("recall_id").items():
        record._message_log(body=env._("Taken into the recall: %(names)s", names=_names(group)))
    fresh.sudo().taken = True  # rows of a recall are written by this service alone


def leave(offers):
    """Leave these out again; what came with them goes with the next working out."""
    env = offers.env
    block.check_role(env)
    if offers.recall_id.filtered(lambda record: record.state != "draft"):
        raise UserError(env._(
            "The recall runs: these lots are blocked and customers may know. Lift the block of a lot that is good."))
    taken = offers.filtered("taken")
    for record, group in taken.grouped("recall_id").items():
        record._message_log(body=env._("Left out of the recall: %(names)s", names=_names(group)))
    taken.sudo().taken = False  # rows of a recall are written by this service alone


def _names(offers):
    names = offers.mapped("display_name")
    return ", ".join(names[:_NAMED]) + (f" +{len(names) - _NAMED}" if len(names) > _NAMED else "")


def _key(offer):
    return offer.lot_id.id or (offer.picking_id.id, offer.reference, offer.product_id.id)


def _lots(env, found):
    lots = env["stock.lot"].browse(found.lots)
    lots.fetch(["product_id"])
    return {
        lot.id: {
            "lot_id": lot.id, "product_id": lot.product_id.id, "via_id": found.lots[lot.id],
            "likely": lot.id in found.likely,
        } for lot in lots
    }


def _deliveries(env, found):
    """Deliveries of goods without lot, one row for each document and product."""
    shipped = [row for row in trace_sql.movements(env, found.lines, up=False) if row[1] == trace_sql.SHIPPED] \
        if found.lines else []
    lines = env["stock.move.line"].browse([line_id for line_id, *_rest in shipped])
    lines.fetch(["picking_id", "move_id"])
    rows = {}
    for line, (line_id, _kind, quantity, date, _document) in zip(lines, shipped, strict=True):
        product_id, reference = found.lines[line_id], line.picking_id.name or line.move_id.reference
        row = rows.setdefault((line.picking_id.id, reference, product_id), {
            "picking_id": line.picking_id.id, "reference": reference, "product_id": product_id, "via_id": product_id,
            "partner_id": (line.picking_id.partner_id or line.move_id.partner_id).id, "quantity": 0.0, "likely": False,
        })
        row.update(quantity=row["quantity"] + quantity, date=date, likely=row["likely"] or line_id in found.likely_lines)
    return rows
