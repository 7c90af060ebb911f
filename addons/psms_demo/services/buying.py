"""Purchase orders, receipts with lots, vendor bills and their payment."""
from datetime import timedelta

from odoo.fields import Command

from .catalogue import ITEMS
from .dates import UTC_OFFSET, at


class Buying:
    def __init__(self, factory, moving):
        self.factory = factory
        self.env = factory.env
        self.lots = moving
        self.orders = {}
        self.due = {}

    def order(self, plans, _day):
        orders = self.env["purchase.order"].create([
            {
                "partner_id": self.factory.vendors[plan.vendor].id,
                "picking_type_id": self.factory.places.warehouses[plan.plant].in_type_id.id,
                "date_order": self.factory.clock.now,
                "user_id": self.factory.people["planner"].id,
                "order_line": [
                    Command.create({
                        "product_id": self.factory.products[code].id,
                        "product_qty": quantity,
                        "date_planned": at(self.factory.workdays[plan.due], 17),
                    })
                    for code, quantity in plan.lines.items()
                ],
            }
            for plan in plans
        ])
        orders.button_confirm()
        for plan, order in zip(plans, orders, strict=True):
            self.orders[id(plan)] = order

    def receive(self, plans, _day):
        pickings = self.env["stock.picking"]
        for plan in plans:
            pickings |= self.orders[id(plan)].picking_ids
        for line in pickings.move_ids.move_line_ids:
            item = ITEMS[line.product_id.default_code]
            if item.tracking == "lot":
                line.lot_name = self.lots.lot_names(item, 1)[0]
        pickings.move_ids.picked = True
        pickings.with_context(skip_backorder=True, skip_sms=True).button_validate()

    def bill(self, plans, day):
        orders = self.env["purchase.order"].concat(*(self.orders.pop(id(plan)) for plan in plans))
        today = (self.factory.clock.now + UTC_OFFSET).date()
        orders.action_create_invoice()
        invoices = orders.invoice_ids
        for number, invoice in enumerate(invoices, start=1):
            invoice.write({"invoice_date": today, "ref": f"V{today:%y%m%d}-{number:02d}"})
        invoices.action_post()
        for invoice in invoices:
            number = self.factory.workdays.number(invoice.invoice_date_due + timedelta(days=1)) + 1
            self.due.setdefault(max(number, day + 1), []).append(invoice.id)

    def pay(self, day):
        invoices = self.env["account.move"].browse(self.due.pop(day, ()))
        pay(self.factory, invoices)


def pay(factory, invoices):
    """Pay in full from or into the bank, one payment for each partner."""
    if not invoices:
        return
    wizard = factory.env["account.payment.register"].with_context(
        active_model="account.move", active_ids=invoices.ids,
    ).create({
        "journal_id": factory.bank.id,
        "payment_date": (factory.clock.now + UTC_OFFSET).date(),
        "group_payment": True,
    })
    wizard._create_payments()
