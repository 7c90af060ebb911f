"""Follow the advice of a plan on open supply, dismiss it, and take either back.

Applied once, whatever happens: the rows are locked and only open ones go on. One that can't be followed says why and
doesn't stop the others. Who is responsible for a document is told what has changed, from what, to what, and why.
"""
from collections import defaultdict

from markupsafe import Markup

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL, format_date

from .plan_documents import handler
from .plan_lock import lock_rows
from .plan_reason import format_quantity

REFUSALS = (UserError, ValidationError, AccessError)
ACTIVITY = "mail.mail_activity_data_todo"


def apply(advice, now):
    """Do what the advice says to the documents behind it.

    :param advice: `psms.plan.advice` records that the caller may apply
    :param now: naive UTC datetime
    :return: dict, see `psms.plan.advice.apply`
    """
    result = {"applied": [], "refused": []}
    news = _News(advice.env)
    for row in _lock(advice).filtered(lambda row: row.state == "open"):
        try:
            with row.env.cr.savepoint():
                news.add(row, _apply(row, now))
            result["applied"].append(row.id)
        except REFUSALS as error:
            result["refused"].append(str(error))
    news.tell()
    return result


def _apply(row, now):
    if row.plan_id.state != "current":
        raise UserError(row.env._("%(advice)s: there is a newer plan. Look at its advice.", advice=row.display_name))
    if row.blocked and not row.order_id:
        raise UserError(row.env._("%(advice)s: its date is fixed, the goods are on their way or production has begun.",
                                  advice=row.display_name))
    target = handler(row)
    text, done = change_text(row), target.change()
    # Planners read advice; only the services write it.
    row.sudo().write({"state": "applied", "applied_by_id": row.sudo(False).env.uid, "applied_on": now, "previous": done})
    return target, text


def dismiss(advice, now):
    """Put open advice aside. :return: dict with the ids ``dismissed``"""
    todo = _lock(advice).filtered(lambda row: row.state == "open")
    todo.write({"state": "dismissed", "applied_by_id": advice.env.uid, "applied_on": now})
    return {"dismissed": todo.ids}


def undo(advice):
    """Take back what was applied or dismissed, while nothing real has happened since.

    :return: dict, see `psms.plan.advice.undo`
    """
    result = {"undone": [], "refused": []}
    news = _News(advice.env)
    for row in _lock(advice).filtered(lambda row: row.state != "open"):
        try:
            with row.env.cr.savepoint():
                _undo(row, news)
            result["undone"].append(row.id)
        except REFUSALS as error:
            result["refused"].append(str(error))
    news.tell()
    return result


def _undo(row, news):
    if row.state == "applied":
        target = handler(row)
        target.restore(row.previous)
        row.env["mail.activity"].sudo().browse(row.previous.get("activity", [])).exists().unlink()  # the service made it
        news.add(row, (target, row.env._("Taken back: %(change)s", change=change_text(row))), activity=False)
    row.write({"state": "open", "applied_by_id": False, "applied_on": False, "previous": False})


def carry_dismissals(plan):
    """Advice that somebody has dismissed in the previous plan stays so, as long as it says the same of the same supply."""
    plan.env.execute_query(SQL(
        """UPDATE psms_plan_advice advice
              SET state = 'dismissed', applied_by_id = old.applied_by_id, applied_on = old.applied_on
             FROM psms_plan_advice old
             JOIN psms_plan_supply before ON before.id = old.supply_id
             JOIN psms_plan_supply supply ON supply.res_model = before.res_model AND supply.line_id = before.line_id
            WHERE old.plan_id = %s AND old.state = 'dismissed' AND supply.plan_id = %s
              AND advice.supply_id = supply.id AND advice.action = old.action
              AND advice.from_date = old.from_date AND advice.to_date IS NOT DISTINCT FROM old.to_date
              AND abs(advice.quantity - old.quantity) < 1e-6
        RETURNING 1""", plan.previous_id.id or 0, plan.id))


def _lock(advice):
    return lock_rows(advice, advice.env._("Somebody else is working on this advice right now. Look again in a moment."))


class _News:
    """What has changed, document by document: one message in each, one activity for whoever is responsible."""

    def __init__(self, env):
        self.env, self.lines = env, defaultdict(list)

    def add(self, row, change, activity=True):
        target, text = change
        if target.document._name != "psms.planned.order":  # a firm planned order has no chatter and no other reader
            self.lines[target.document].append((row, text, activity and target.responsible))

    def tell(self):
        for document, lines in self.lines.items():
            if not hasattr(document, "message_post"):
                continue
            body = Markup("<br/>").join(text for _row, text, _user in lines)
            document.message_post(body=body, subtype_xmlid="mail.mt_note")
            users = {user for _row, _text, user in lines if user and user.id != self.env.uid and user.active}
            for user in users:
                self._schedule(document, user, [line for line in lines if line[2] == user], body)

    def _schedule(self, document, user, lines, body):
        document = document.with_context(mail_activity_quick_update=True)
        summary = document.with_context(lang=user.lang).env._("Material plan: please tell the supplier or the shop floor")
        activity = document.activity_schedule(ACTIVITY, user_id=user.id, summary=summary, note=body)
        for row, _text, _user in lines:
            row.write({"previous": {**row.previous, "activity": activity.ids}})


# -- in words ----------------------------------------------------------------------------------------------------------


def change_text(row):
    """What is changed and why, for the people who work with the document."""
    env = row.env
    values = {"product": row.product_id.display_name, "quantity": format_quantity(row, row.quantity), "unit": row.uom_id.name,
              "old": format_date(env, row.from_date), "new": format_date(env, row.to_date)}
    texts = {
        "expedite": lambda: env._("%(product)s: wanted earlier, on %(new)s instead of %(old)s.", **values),
        "defer": lambda: env._("%(product)s: wanted later, on %(new)s instead of %(old)s.", **values),
        "reduce": lambda: env._("%(product)s: %(quantity)s %(unit)s less.", **values),
        "cancel": lambda: env._("%(product)s: cancelled.", **values),
    }
    return f"{texts[row.action]()} {advice_reason(row)}"


def advice_reason(row):
    """Why a plan advises it, in the language of the reader."""
    env, because = row.env, _because(row)
    quantity, unit = format_quantity(row, row.quantity), row.uom_id.name
    old, new = format_date(env, row.from_date), format_date(env, row.to_date)
    if row.action == "expedite":
        text = env._("It comes on %(old)s and is needed on %(new)s for %(because)s.", because=because, new=new, old=old)
    elif row.action == "defer":
        days = (row.to_date - row.from_date).days
        text = env._("It comes on %(old)s, but is not needed before %(new)s (%(days)s days later), for %(because)s.",
                     because=because, old=old, new=new, days=days)
    elif row.action == "reduce":
        text = env._("Nothing in the plan needs %(quantity)s %(unit)s of it.", quantity=quantity, unit=unit)
    else:
        text = env._("Nothing in the plan needs it.")
    return f"{text} {env._('Its date is fixed.')}" if row.blocked else text


def _because(row):
    env = row.env
    if row.because_demand_id:
        demand = row.because_demand_id
        if demand.partner_id:
            return env._("%(document)s of %(partner)s", document=demand.display_name, partner=demand.partner_id.display_name)
        return demand.display_name
    if row.because_order_id:
        return env._("the planned order of %(product)s", product=row.because_order_id.product_id.display_name)
    return env._("the safety stock")
