"""Blocked lots: nobody reserves, delivers or consumes them until somebody with the right lifts the block, with a reason."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Datetime

from odoo.addons.psms_stock.services import correction, guard

from . import writing

ROLES = "psms_base.group_inspector,psms_base.group_warehouse_supervisor"
#: fields of a lot that only this service writes
FIELDS = frozenset({"psms_blocked", "psms_block_reason", "psms_blocked_by_id", "psms_blocked_on"})

def check_role(env):
    if not env.user.has_groups(ROLES):
        raise AccessError(env._(
            "Only inspectors and warehouse supervisors may block lots or lift a block. Ask one of them, and tell the reason."))


def block(lots, reason):
    """Block the lots that are free, and return them."""
    env = lots.env
    check_role(env)
    reason = _checked_reason(env, reason)
    free = lots.filtered(lambda lot: not lot.psms_blocked)
    if free:
        _claim(free)
        _write(free, {
            "psms_blocked": True, "psms_block_reason": reason,
            "psms_blocked_by_id": env.uid, "psms_blocked_on": Datetime.now(),
        })
        _record(free, "lot_block", False, True, reason)
        _log(free, env._("Blocked: %(reason)s", reason=reason))
    return free


def lift(lots, reason):
    """Free the lots that are blocked, and return them."""
    env = lots.env
    check_role(env)
    reason = _checked_reason(env, reason)
    blocked = lots.filtered("psms_blocked")
    if blocked:
        _claim(blocked)
        _write(blocked, dict.fromkeys(FIELDS, False))
        _record(blocked, "lot_lift", True, False, reason)
        _log(blocked, env._("Block lifted: %(reason)s", reason=reason))
    return blocked


def refuse(lines):
    """Refuse to deliver or to consume what is blocked."""
    blocked = lines.filtered(lambda line: line.lot_id.psms_blocked and line.quantity and _leaves(line.location_dest_id))
    if blocked:
        env = lines.env
        line = blocked[0]
        raise UserError(env._(
            "%(lots)s is blocked (%(reason)s), so it can be neither delivered nor consumed. "
            "Take it off %(document)s and use another lot; an inspector or a warehouse supervisor can lift the block.",
            lots=", ".join(sorted({f"{each.product_id.display_name} {each.lot_id.name}" for each in blocked})),
            reason=line.lot_id.psms_block_reason or "", document=line.reference or line.move_id.reference or "",
        ))


def _leaves(location):
    """Whether goods that arrive there are sold or used. Scrap and the vendor are ways out for bad goods, so they are free."""
    return location.usage in ("customer", "production") or (location.usage == "transit" and not location.company_id)


def _claim(lots):
    """Whoever reserves or moves these lots right now is repeated by Odoo, and sees the new state then."""
    # sudo: only product and location of the stock are read, of all companies that share the lot
    quants = lots.env["stock.quant"].sudo().search_fetch([("lot_id", "in", lots.ids)], ["product_id", "location_id"])
    guard.claim(lots.env, [(quant.product_id.id, quant.location_id.id) for quant in quants])


def _write(lots, values):
    with writing.allowed():
        lots.write(values)
        lots.flush_recordset()


def _record(lots, action, before, after, reason):
    correction.record_many(lots.env, [(lot, {"psms_blocked": before}, {"psms_blocked": after}) for lot in lots], action, reason)


def _log(lots, text):
    lots._message_log_batch(bodies=dict.fromkeys(lots.ids, text))


def _checked_reason(env, reason):
    reason = (reason or "").strip()
    if not reason:
        raise UserError(env._("Write the reason: whoever meets the block later needs to know why."))
    return reason
