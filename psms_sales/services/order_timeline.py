"""The way of a sales order from quotation to payment, as plain data.

Every step has up to three dates. *Promised* is what the customer was told, *expected* what the records say
today, *real* what happened. They come from the documents themselves; nothing is stored.

Other apps add steps by overriding ``sale.order._prepare_psms_timeline`` and ``_get_psms_timeline_documents``.
"""

from dataclasses import dataclass
from datetime import date, datetime

from odoo.addons.psms_base.services.calendar import local_date

EPSILON = 1e-6


@dataclass
class Step:
    """One step. ``share`` (0 to 1) is how much of it is done; 1 means done, None that it knows no half."""

    code: str
    name: str
    share: float | None = None
    done: bool = False
    promised: date | None = None
    expected: date | None = None
    real: date | None = None
    note: str = ""
    documents: int = 0
    skipped: bool = False


@dataclass
class Context:
    """What all steps of one order share: the moment, the day that this is for the company, who asks."""

    now: datetime
    today: date
    env: object

    def readable(self, records):
        """How many of the records the person who asks may open."""
        return len(records.with_env(self.env)._filtered_access("read"))


def timeline(order, now):
    """Return the steps of ``order`` as dicts; the caller has checked that the user may read the order."""
    context = Context(now, local_date(order.company_id, now), order.env)
    # sudo: see sale.order._prepare_psms_timeline.
    steps = order.sudo()._prepare_psms_timeline(context)
    found, reached = [], order.state != "cancel"
    for step in steps:
        state = _state(step, reached, context.today)
        # The first step that is not over is where the order stands now.
        reached = reached and state in ("done", "skipped")
        found.append(_plain(step, state, context.today))
    return found


def _state(step, reached, today):
    if step.skipped:
        return "skipped"
    if step.done:
        return "done"
    if _is_late(step, today):
        return "late"
    if step.share:
        return "part"
    return "now" if reached else "todo"


def _is_late(step, today):
    """Over the promised day, or expected after it."""
    if step.done or not step.promised:
        return bool(step.done and step.promised and step.real and step.real > step.promised)
    return step.promised < today or bool(step.expected and step.expected > step.promised)


def _plain(step, state, today):
    return {
        "code": step.code,
        "name": step.name,
        "state": state,
        "share": None if step.share is None else round(step.share, 4),
        "promised": step.promised and step.promised.isoformat(),
        "expected": None if step.done else step.expected and max(step.expected, today).isoformat(),
        "real": step.real and step.real.isoformat(),
        "late": state != "skipped" and _is_late(step, today),
        "note": step.note,
        "documents": step.documents,
    }


# === THE STEPS OF THIS APP === #

def own_steps(order, context):
    if order.state == "cancel":
        return [_quoted(order), Step("cancelled", order.env._("Cancelled"), done=True)]
    steps = [_quoted(order), _confirmed(order, context)]
    shipped = _shipped(order, context)
    if shipped:
        steps.append(shipped)
    invoiced = _invoiced(order, shipped, context)
    return [*steps, invoiced, _paid(order, invoiced, context)]


def day_of(order, moment):
    """The day of a moment in the plant of the order; None stays None."""
    return local_date(order.company_id, moment) if moment else None


def _quoted(order):
    # An order that came from another system may be created here after its own date.
    first = min(filter(None, [order.create_date, order.date_order]))
    step = Step("quoted", order.env._("Quoted"), real=day_of(order, first), done=True)
    if order.state == "draft":
        step.note = order.env._("Not sent yet")
    return step


def _confirmed(order, context):
    step = Step("confirmed", order.env._("Confirmed"))
    if order.state == "sale":
        step.done, step.real = True, day_of(order, order.date_order)
    elif order.validity_date and order.validity_date < context.today:
        step.note = order.env._("The quotation has expired")
    return step


def goods_lines(order):
    """The order lines that have something to ship."""
    return order.order_line.filtered(
        lambda line: not line.display_type and line.product_id.type == "consu" and not line.is_downpayment
        and line.product_uom_qty > 0)


def _shipped(order, context):
    """None for an order of services only."""
    lines = goods_lines(order)
    if not lines:
        return None
    step = Step("shipped", order.env._("Shipped"), promised=day_of(order, order.commitment_date or order.expected_date))
    if order.state != "sale":
        return step
    pickings = delivery_pickings(order)
    step.documents = context.readable(pickings)
    step.share = _average(
        (min(1.0, max(0.0, line.qty_delivered / line.product_uom_qty)), line.product_uom_qty) for line in lines)
    step.done = step.share > 1 - EPSILON
    dates = [picking.date_done for picking in pickings if picking.state == "done" and picking.date_done]
    if dates and (step.done or step.share):
        step.real = day_of(order, max(dates))
    if not step.done:
        step.expected = order._get_psms_expected_shipment()
        if not step.expected and pickings and all(picking.state in ("done", "cancel") for picking in pickings):
            step.note = order.env._("Closed without the rest")
    return step


def _average(weighted):
    weighted = list(weighted)
    total = sum(weight for _value, weight in weighted)
    return sum(value * weight for value, weight in weighted) / total if total else 0.0


def delivery_pickings(order):
    return order.picking_ids.filtered(
        lambda picking: picking.state != "cancel" and picking.location_dest_id.usage == "customer")


def expected_shipment(order):
    """The day on which the last open delivery can leave: its goods are forecast, or else its own date."""
    moves = order.order_line.move_ids.filtered(
        lambda move: move.state not in ("done", "cancel") and move.location_dest_id.usage == "customer")
    return day_of(order, max((move.forecast_expected_date or move.date for move in moves), default=None))


def invoices_of(order):
    return order.invoice_ids.filtered(lambda move: move.state == "posted")


def _invoiced(order, shipped, context):
    invoices = invoices_of(order)
    step = Step("invoiced", order.env._("Invoiced"), documents=context.readable(invoices))
    if order.state == "sale" and order.amount_total:
        step.share = min(1.0, max(0.0, order.amount_invoiced / order.amount_total))
        step.done = order.invoice_status == "invoiced" or step.share > 1 - EPSILON
    elif order.state == "sale":
        step.share, step.done = 1.0, True  # nothing to invoice
    if invoices and step.share:
        step.real = max(invoices.mapped("invoice_date"))
    if not step.done and order.state == "sale":
        step.expected = shipped.real or shipped.expected if shipped else day_of(order, order.date_order)
        if shipped and shipped.share and not shipped.done:
            step.expected = shipped.expected
    return step


def _paid(order, invoiced, context):
    invoices = invoices_of(order)
    step = Step("paid", order.env._("Paid"))
    bills = invoices.filtered(lambda move: move.move_type == "out_invoice")
    dues = [move.invoice_date_due for move in bills if move.amount_residual and move.invoice_date_due]
    if order.state == "sale":
        total = sum(invoices.mapped("amount_total_signed"))
        open_amount = sum(invoices.mapped("amount_residual_signed"))
        part = (total - open_amount) / total if total else 0.0
        step.share = min(1.0, max(0.0, part * (invoiced.share or 0.0)))
        step.done = invoiced.done and (bool(invoices) and abs(open_amount) < 0.005 or not order.amount_total)
    partials = _payments(invoices)
    step.documents = context.readable(_settling(order))
    if step.share and partials:
        step.real = max(partials.mapped("max_date"))
    if not step.done:
        # What is due first decides whether the money is late; the last one when all is there.
        overdue = [due for due in dues if due < context.today]
        step.promised = min(overdue) if overdue else max(dues, default=None)
        step.expected = max(dues, default=None) or _due_after(order, invoiced.real or invoiced.expected)
        if overdue:
            step.note = order.env._("Overdue")
    elif bills:
        step.promised = max((move.invoice_date_due for move in bills if move.invoice_date_due), default=None)
    return step


def _payments(invoices):
    """What settled the invoices: payments, credit notes, write-offs; their latest date is the day of payment."""
    lines = invoices.line_ids.filtered(lambda line: line.account_type == "asset_receivable")
    return lines.matched_credit_ids | lines.matched_debit_ids


def _settling(order):
    """The entries that settled the invoices of the order, or the invoices where these settled each other."""
    invoices = invoices_of(order)
    partials = _payments(invoices)
    if not partials:
        return invoices.browse()
    return (partials.credit_move_id | partials.debit_move_id).move_id - invoices or invoices


def _due_after(order, invoice_day):
    """The day on which an invoice of that day falls due by the terms of the order."""
    if not invoice_day:
        return None
    terms = order.payment_term_id.line_ids
    return max((line._get_due_date(invoice_day) for line in terms), default=invoice_day)


# === WHAT LIES BEHIND A STEP === #

def own_documents(order, code):
    if code == "shipped":
        return delivery_pickings(order)
    if code == "invoiced":
        return invoices_of(order)
    if code == "paid":
        return _settling(order)
    return order.browse()


def open_documents(order, records):
    """An action on the records that the user may read; False when there is nothing to open."""
    # Here the rights of the person count again.
    records = records.with_env(order.env)._filtered_access("read")
    if not records:
        return False
    if len(records) == 1:
        return records.get_formview_action()
    names = order.env["ir.model"]._get(records._name)
    return {
        "type": "ir.actions.act_window",
        "name": names.name,
        "res_model": records._name,
        "views": [(False, "list"), (False, "form")],
        "domain": [("id", "in", records.ids)],
        "context": {"create": False},
    }
