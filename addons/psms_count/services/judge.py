"""Decide what a count needs next: a second count, somebody's approval, or nothing."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from . import buckets, rights

DONE_ROUND = {"counting": "counted", "recount": "recounted"}
WAITING = {"counting": "open", "recount": "recount"}


def over_tolerance(line):
    """Whether a second person should look: a difference above one of the tolerances that are set, or any if none is."""
    company, difference = line.company_id, abs(line.difference)
    if not line.is_different:
        return False
    limits = [
        (company.psms_count_tolerance_quantity, difference),
        (company.psms_count_tolerance_percent, 100 * difference / abs(line.final_book) if line.final_book else 100),
        (company.psms_count_tolerance_value, abs(line.diff_value)),
    ]
    limits = [(limit, size) for limit, size in limits if limit]
    return not limits or any(size > limit for limit, size in limits)


def finish_round(count):
    """End the first or the second round. Everything must have been counted."""
    env = count.env
    rights.check_keeper(env)
    count = count.sudo()  # sees the differences, which who counts may not
    if count.state not in DONE_ROUND:
        raise UserError(env._("%(count)s is not being counted now.", count=count.name))
    waiting = count.line_ids.filtered(lambda line: line.state == WAITING[count.state])
    if waiting:
        raise UserError(env._(
            "%(number)s lines of %(count)s have not been counted, the first is %(line)s. Count them, or ask a "
            "supervisor to leave them out.",
            number=len(waiting), count=count.name, line=waiting[0].display_name))
    if count.state == "counting":
        again = count.line_ids.filtered(lambda line: line.state == "counted" and over_tolerance(line))
        if again:
            again.state = "recount"
            count.state = "recount"
            return
    _ask_approval(count)


def _ask_approval(count):
    counted = count.line_ids.filtered(lambda line: line.state in ("counted", "recounted"))
    count.approval = _approval(count, counted)
    count.state = "to_approve"
    if count.approval == "none":
        count._begin_posting(None)


def _approval(count, counted):
    """Whose word a count needs: nobody's, a supervisor's or a manager's."""
    company = count.company_id
    value = sum(abs(line.diff_value) for line in counted)
    if value > company.psms_count_manager_limit:
        return "manager"
    if value > company.psms_count_keeper_limit:
        return "supervisor"
    different = counted.filtered("is_different")
    # What costs nothing by the book has no value to compare with a limit; what moved meanwhile is uncertain.
    doubtful = any(not line.unit_cost or line.disagree for line in different) or moved_since(different)
    required = company.psms_count_reason_required and any(not line.reason_id for line in different)
    return "supervisor" if doubtful or required else "none"


def moved_since(lines):
    """Return ``{line id: quantity}`` of what the book of a line has changed by since it was counted."""
    now_there = buckets.book_of_lines(lines)
    return {
        line.id: change for line in lines
        if line.uom_id and line.uom_id.compare(change := now_there[line.id] - line.final_book, 0)
    }


def approve(count):
    """Check that the user may approve this count and begin to post it."""
    env = count.env
    rights.check_supervisor(env)
    if count.state != "to_approve":
        raise UserError(env._("%(count)s does not wait for approval.", count=count.name))
    manager = env.su or env.user.has_group(rights.MANAGER)
    if count.approval == "manager" and not manager:
        raise UserError(env._(
            "The differences of %(count)s are worth more than a supervisor may approve. Ask a manager.", count=count.name))
    different = count.line_ids.filtered(lambda line: line.state in ("counted", "recounted") and line.is_different)
    if not manager and env.user in different.first_by_id | different.second_by_id:
        raise UserError(env._(
            "You counted goods of %(count)s that differ, so somebody else approves it: another supervisor or a manager.",
            count=count.name))
    if count.company_id.psms_count_reason_required and (bare := different.filtered(lambda line: not line.reason_id)):
        raise UserError(env._(
            "%(number)s differences have no reason, the first is %(line)s. Give each one a reason.",
            number=len(bare), line=bare[0].display_name))
    count._begin_posting(env.user)


def count_again(lines):
    """Send lines back to be counted by somebody else than the last time."""
    env = lines.env
    rights.check_supervisor(env)
    lines = lines.filtered(lambda line: line.state in ("counted", "recounted", "failed"))
    counts = lines.count_id
    if not lines or any(count.state not in ("to_approve", "recount", "posting") for count in counts):
        raise UserError(env._("Only lines that wait for approval, or that could not be posted, can be counted again."))
    for line in lines.sudo():  # lines are written by services alone, and the supervisor was checked above
        last = "second" if line.second_at else "first"
        line.write({
            **{f"first_{name}": line[f"{last}_{name}"] for name in ("qty", "book", "at")},
            "first_by_id": line[f"{last}_by_id"].id,
            "second_qty": 0, "second_book": 0, "second_by_id": False, "second_at": False,
            "state": "recount", "message": False,
        })
    for count in counts:
        if count.state == "posting" and count.line_ids.filtered(lambda line: line.state in ("counted", "recounted")):
            raise UserError(env._("%(count)s is still being posted. Wait until it has ended.", count=count.name))
        count.sudo().state = "recount"  # written by services alone; the supervisor was checked above


def accept_first(count):
    """Go on without the second counts that are left: the supervisor takes the first ones as they are."""
    rights.check_supervisor(count.env)
    left = count.line_ids.filtered(lambda line: line.state == "recount")
    if count.state != "recount":
        raise UserError(count.env._("%(count)s is not in its second round.", count=count.name))
    unseen = left.filtered(lambda line: not line.first_by_id)
    unseen.sudo().state = "left_out"  # written by services alone; the supervisor was checked above
    (left - unseen).sudo().state = "counted"  # as above
    count.message_post(body=count.env._("Accepted without a second count: %(number)s lines.", number=len(left)))
    _ask_approval(count.sudo())  # as above


def leave_out(count):
    """Go on without the lines that nobody has counted."""
    env = count.env
    rights.check_supervisor(env)
    if count.state != "counting":
        raise UserError(env._("%(count)s is not in its first round.", count=count.name))
    left = count.line_ids.filtered(lambda line: line.state == "open")
    if left == count.line_ids:
        raise UserError(env._("Nothing of %(count)s has been counted. Cancel it instead.", count=count.name))
    left.sudo().state = "left_out"  # written by services alone; the supervisor was checked above
    count.message_post(body=env._("Left out because nobody counted them: %(number)s lines.", number=len(left)))


def drop_failed(count):
    """Give up what could not be posted; the rest of the count is done."""
    rights.check_supervisor(count.env)
    failed = count.line_ids.filtered(lambda line: line.state == "failed")
    failed.sudo().state = "left_out"  # written by services alone; the supervisor was checked above
    count.message_post(body=count.env._(
        "Given up on %(day)s: %(lines)s", day=format_datetime(count.env, fields.Datetime.now(), dt_format="short"),
        lines=", ".join(failed.mapped("display_name"))))
    count.sudo()._end_posting()  # as above
