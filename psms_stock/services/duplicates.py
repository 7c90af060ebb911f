"""Ending duplicates of numbers: one lot out of several, or another number for what is another thing."""

from odoo.exceptions import UserError

from . import correction, guard, posting, unique

#: where a serial number counts as being somewhere
_PLACES = ("internal", "transit", "customer")


def rename(env, kind, changes, reason):
    """Give records other numbers: ``changes`` is a list of (record, new number); empty clears a barcode."""
    _check_role(env)
    cases = []
    for record, number in changes:
        name = "name" if record._name in ("stock.lot", "stock.package") else "barcode"
        before = record[name]
        # sudo: a supervisor may not edit products or another company's lots otherwise; the number alone is written
        record.sudo().write({name: number or False})
        cases.append((record, {name: before}, {name: record[name]}))
    env.flush_all()  # a number that is taken is refused now, before anything is recorded
    correction.record_many(env, cases, "rename", reason)
    return unique.protect(env, kind)


def merge_lots(env, keep, others, reason):
    """Make one lot of several of one product and number: stock, moves and history go to ``keep``."""
    _check_role(env)
    lots = keep | others
    lots.check_access("write")
    if len(lots.product_id) != 1 or len(set(lots.mapped("name"))) != 1:
        raise UserError(env._("Only lots of one product with one number can be merged. Rename the others."))
    quants = env["stock.quant"].sudo().search([("lot_id", "in", lots.ids)])  # of all companies that share the lot
    guard.claim(env, {(quant.product_id.id, quant.location_id.id) for quant in quants})
    quants.invalidate_recordset()
    _check_one_serial(env, keep, quants)
    before = {
        "lots": [f"{lot.display_name} #{lot.id} ({lot.company_id.name or '–'})" for lot in lots],
        "stock": _stock(quants),
    }
    with posting.allowed():
        _relink(env, keep, others)
    after = {"lots": [f"{keep.display_name} #{keep.id} ({keep.company_id.name or '–'})"],
             "stock": _stock(env["stock.quant"].sudo().search([("lot_id", "=", keep.id)]))}  # as above
    correction.record(env, keep, "merge", before, after, reason)
    return unique.protect(env, "lot")


def _check_role(env):
    if not posting.may_correct(env):
        raise UserError(env._("Numbers are merged and renamed by a warehouse supervisor. Ask one to do it."))


def _check_one_serial(env, keep, quants):
    """Two units with one serial number are two things: merging would make one number stand for both."""
    there = quants.filtered(lambda quant: quant.location_id.usage in _PLACES and quant.quantity > 0)
    if keep.product_id.tracking == "serial" and keep.product_id.uom_id.compare(sum(there.mapped("quantity")), 1) > 0:
        raise UserError(env._(
            "%(number)s stands for %(count)s units that are somewhere: %(places)s.\n\n"
            "One serial number is one unit. If there are really several, rename them; if not, correct the stock "
            "of the wrong ones to zero first and merge then.",
            number=keep.name, count=f"{sum(there.mapped('quantity')):g}", places=", ".join(_stock(there)),
        ))


def _relink(env, keep, others):
    """Point whatever points at the others at ``keep``, by the means of Odoo's own merging of contacts."""
    shared = any(not lot.company_id for lot in keep | others)
    env.flush_all()
    # sudo: what points at a lot lies in many tables; the role and the lots themselves were checked
    merger = env["base.partner.merge.automatic.wizard"].sudo()
    merger._update_foreign_keys_generic("stock.lot", others, keep)
    merger._update_reference_fields_generic("stock.lot", others, keep)
    env.flush_all()
    env.invalidate_all()
    others.sudo().unlink()  # nothing points at them any more; a store of another company may own some
    keep = keep.sudo()  # as above
    if shared and keep.company_id:
        keep.company_id = False
    if quants := keep.quant_ids:
        quants._merge_quants()
    env.add_to_compute(keep._fields["location_id"], keep)
    keep._update_standard_price()


def _stock(quants):
    return [
        f"{quant.location_id.complete_name}: {quant.quantity:g}"
        for quant in quants.sorted(lambda quant: (quant.location_id.complete_name, quant.id)) if quant.quantity
    ]
