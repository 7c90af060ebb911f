"""Telling the customers of a recall: drafts that a person reads, then the outbox sends them after the commit."""

from odoo.exceptions import UserError
from odoo.fields import Datetime

from . import block, writing


def goods_lines(env, quantities):
    """``{(product, lot): quantity}`` in words, a line for each product."""
    products = {}
    for (product, lot), quantity in sorted(
            quantities.items(), key=lambda pair: (pair[0][0].display_name, pair[0][1].name or "")):
        products.setdefault(product, []).append((lot.name or env._("without lot"), quantity))
    return [
        env._("%(quantity)g %(uom)s %(product)s: %(lots)s", quantity=sum(quantity for _name, quantity in lots),
              uom=product.uom_id.name, product=product.display_name, lots=", ".join(name for name, _quantity in lots))
        for product, lots in products.items()
    ]


def draft(customers):
    """Write the texts from the e-mail template, in the language of each customer; nothing is sent."""
    env = customers.env
    block.check_role(env)
    waiting = customers.filtered(lambda customer: customer.state in ("open", "draft"))
    reachable = waiting.filtered("email")
    template = env.ref("psms_trace.mail_template_recall")
    texts = template._generate_template(reachable.ids, ("subject", "body_html")) if reachable else {}
    for customer in reachable:
        text = texts[customer.id]
        _write(customer, {"subject": text["subject"], "body": text["body_html"], "state": "draft"})
    return _notice(env, _drafted(env, len(reachable), waiting - reachable), "success" if waiting == reachable else "warning")


def _drafted(env, count, unreachable):
    if not unreachable:
        return env._("%(count)s e-mails drafted. Read them, then send.", count=count)
    return env._(
        "%(count)s e-mails drafted. No address: %(names)s. Call them and mark them as told.",
        count=count, names=", ".join(unreachable.partner_id.mapped("display_name")[:10]))


def send(customers):
    """Hand the drafts to the outbox, which sends each one after the commit and marks the customer as told."""
    env = customers.env
    block.check_role(env)
    if not customers or customers.filtered(lambda customer: customer.state != "draft"):
        raise UserError(env._("There is no e-mail to send. Draft the e-mails first and read them."))
    if customers.recall_id.filtered(lambda recall: recall.state != "active"):
        raise UserError(env._("Start the recall before you tell customers about it."))
    for customer in customers:
        env["psms.outbox"]._enqueue("recall_mail", {"customer": customer.id}, key=f"recall-{customer.id}-{customer.recall_id.id}")
    _write(customers, {"state": "queued"})
    return _notice(env, env._("%(count)s e-mails are on their way.", count=len(customers)), "success")


def deliver(customer, key):
    """Called by the outbox: send one e-mail, once."""
    if customer.state != "queued":
        return
    env = customer.env
    # sudo: who recalls need not have the right to write mails
    mail = env["mail.mail"].sudo().create({
        "email_to": customer.email,
        "subject": customer.subject,
        "body_html": customer.body,
        "reply_to": customer.recall_id.user_id.email or env.company.email,
        "headers": repr({"X-PSMS-Key": key or ""}),
    })
    mail.send(raise_exception=True)
    if mail.state == "exception":  # an address that no server takes does not raise
        raise UserError(mail.failure_reason)
    mark_told(customer, env._("E-mail sent to %(address)s", address=customer.email))


def mark_told(customers, how=None):
    block.check_role(customers.env)
    _write(customers.filtered(lambda customer: customer.state != "confirmed"), {"state": "told", "told_on": Datetime.now()})
    for customer in customers:
        customer.recall_id._message_log(body=how or customers.env._("%(name)s was told.", name=customer.partner_id.display_name))


def mark_confirmed(customers):
    block.check_role(customers.env)
    now = Datetime.now()
    for customer in customers:
        _write(customer, {"state": "confirmed", "confirmed_on": now, "told_on": customer.told_on or now})
        customer.recall_id._message_log(body=customers.env._(
            "%(name)s confirmed: %(answer)s", name=customer.partner_id.display_name, answer=customer.answer or "–"))


def _write(customers, values):
    with writing.allowed():
        customers.write(values)


def _notice(env, text, kind):
    return {
        "type": "ir.actions.client", "tag": "display_notification",
        "params": {"message": text, "type": kind, "next": {"type": "ir.actions.client", "tag": "soft_reload"}},
    }
