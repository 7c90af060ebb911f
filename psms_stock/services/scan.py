"""Scanning a transfer: one entry for the page, for devices and for programs.

    {"key": "...", "op": "code", "code": "6901234567892", "pending": {...}}

===========  ==========================================  ==========================================
op           arguments                                   does
===========  ==========================================  ==========================================
code         code                                        what a scanned code means, see scan_steps
set          quantity, seen (count that the page shows)  sets the count of the product at hand
undo         -                                           takes this person's last scan back
assign       -                                           reserves what is available
validate     backorder: null, "keep" or "drop"           finishes the transfer with what was counted
===========  ==========================================  ==========================================

Every step answers ``{"ok", "message", "state", "pending"}``; ``open_id`` when the code is another
transfer's name, ``ask`` when a question is open, ``action`` when Odoo wants something opened.
"""

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL

from odoo.addons.psms_base.services.idempotency import run_once

from . import scan_finish, scan_state, scan_steps
from . import scan_messages as say

ROLE = "psms_base.group_store_keeper"

STEPS = {
    "code": scan_steps.scan_code,
    "set": scan_steps.set_quantity,
    "undo": scan_steps.undo,
    "assign": scan_finish.assign,
    "validate": scan_finish.validate,
}


def check_role(env):
    if not env.user.has_group(ROLE):
        raise AccessError(env._("Only store keepers may scan. Ask your administrator for the role."))


def run(picking, payload):
    """Do one step once, however often it is sent, and answer with the new state."""
    picking.check_access("write")
    if not isinstance(payload, dict):
        raise UserError(picking.env._("A scan needs its arguments."))
    picking = picking.with_company(picking.company_id)
    return run_once(
        picking.env, key=payload.get("key"), endpoint="psms_stock.scan",
        payload={**payload, "picking_id": picking.id}, func=lambda: _answer(picking, payload),
    )


def _answer(picking, payload):
    """Do the step in a savepoint: a refused one leaves nothing behind but its message."""
    _meet_others(picking)
    pending = scan_steps.known_pending(picking.env, payload.get("pending"))
    try:
        with picking.env.cr.savepoint():
            step, done = _do(picking, payload)
            picking.env.flush_all()
        pending = step.pending
        answer = {"ok": True, **done}
    except say.Refusal as refusal:
        answer = {"ok": False, "message": refusal.message}
    except (AccessError, ConcurrencyError):
        # No right is a matter for the administrator, a conflict for Odoo's own retry.
        raise
    except UserError as error:
        answer = {"ok": False, "message": say.odoo_says(picking.env, str(error)).message}
    picking.invalidate_recordset()
    return {
        **answer,
        "state": scan_state.transfer_state(picking, pending),
        "pending": scan_steps.pending_ids(pending),
    }


def _meet_others(picking):
    """Write the row that every scan of this transfer writes.

    Reading alone would let two scans count the same last piece (PostgreSQL's snapshots do not see each
    other's new lines); a write makes the later one fail and Odoo repeat it on the newer state.
    """
    picking.env.execute_query(SQL(
        "UPDATE stock_picking SET psms_scan_version = COALESCE(psms_scan_version, 0) + 1 WHERE id = %s RETURNING id",
        picking.id,
    ))
    picking.invalidate_recordset(["psms_scan_version"])


def _do(picking, payload):
    operation = STEPS.get(payload.get("op"))
    if not operation:
        raise say.bad_request(picking.env, "op")
    scan_finish.check_open(picking)
    step = scan_steps.Step(picking, payload)
    return step, operation(step)
