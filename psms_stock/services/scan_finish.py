"""Opening and finishing a transfer by scanning, through Odoo's own buttons."""

from odoo.tools import format_datetime

from . import scan_lines
from . import scan_messages as say


def check_open(picking):
    """Refuse a transfer that takes no scans, saying who finished it if somebody did."""
    env = picking.env
    if picking.state == "done":
        # sudo: the log is closed to everybody; the name of who validated is no secret here.
        row = env["psms.stock.scan"].sudo().search(
            [("picking_id", "=", picking.id), ("kind", "=", "validate")], limit=1)
        raise say.already_done(env, picking.name, row.user_id.name, format_datetime(env, picking.date_done))
    if picking.state in ("draft", "cancel"):
        states = dict(picking._fields["state"]._description_selection(env))
        raise say.not_open(env, picking.name, states[picking.state])


def assign(step):
    """Reserve what is available now."""
    step.picking.action_assign()
    return {"message": say.assigned(step.env)}


def validate(step):
    """Finish the transfer with what was counted; what is missing is kept or dropped as asked."""
    picking, env = step.picking, step.env
    moves = scan_lines.open_moves(picking)
    if not scan_lines.counted(moves):
        raise say.nothing_counted(env)
    choice = step.payload.get("backorder")
    if choice not in (None, "keep", "drop"):
        raise say.bad_request(env, "backorder")
    if choice is None and picking._check_backorder():
        return {"message": say.backorder_question(env), "ask": "backorder"}
    # sudo: the log is append-only for everybody; only this service writes it.
    env["psms.stock.scan"].sudo().create(
        {"picking_id": picking.id, "user_id": env.uid, "key": step.key, "kind": "validate"})
    result = _press_validate(picking, choice)
    if picking.state != "done":
        title = result.get("name") or result.get("tag") or "" if isinstance(result, dict) else ""
        raise say.question_open(env, title)
    backorder = picking.backorder_ids.filtered(lambda row: row.state != "cancel")[:1]
    answer = {"message": say.validated(env, picking.name, backorder.name)}
    if isinstance(result, dict):
        answer["action"] = result
    return answer


def _press_validate(picking, choice):
    """Press Odoo's button and answer its question about the rest."""
    result = picking.button_validate()
    if not isinstance(result, dict) or result.get("res_model") != "stock.backorder.confirmation":
        return result
    wizard = picking.env[result["res_model"]].with_context(**result["context"]).create({})
    return wizard.process_cancel_backorder() if choice == "drop" else wizard.process()
