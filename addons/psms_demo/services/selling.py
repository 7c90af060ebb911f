"""Sales orders, deliveries, returns, customer invoices and their payment."""
from datetime import timedelta

from odoo.fields import Command

from .buying import pay
from .dates import UTC_OFFSET, at
from .moving import deliver

INVOICE_DAYS = (2, 5)


class Selling:
    def __init__(self, factory):
        self.factory = factory
        self.env = factory.env
        self.orders = {}
        self.to_invoice = self.env["sale.order"]
        self.delays = {}
        self.due = {}

    def order(self, plans, _day):
        orders = self.env["sale.order"].create([self.values(plan) for plan in plans])
        orders.action_confirm()
        for plan, order in zip(plans, orders, strict=True):
            self.orders[id(plan)] = order
            self.delays[order.id] = plan.pay_delay

    def values(self, plan):
        workdays = self.factory.workdays
        return {
            "partner_id": self.factory.customers[plan.customer].id,
            "warehouse_id": self.factory.places.warehouses[plan.warehouse].id,
            "date_order": self.factory.clock.now,
            "commitment_date": at(workdays[plan.promised], 18),
            "user_id": self.factory.people["sales"].id,
            "order_line": [
                Command.create({"product_id": self.factory.products[code].id, "product_uom_qty": quantity})
                for code, quantity in plan.lines
            ],
        }

    def ship(self, shipments, _day):
        whole, parts = self.env["stock.picking"], {}
        for plan, part, number in shipments:
            order = self.orders[id(plan)]
            picking = order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
            if number + 1 < len(plan.shipments):
                parts[picking] = {self.factory.products[code]: quantity for code, quantity in part.items()}
            else:
                whole |= picking
            self.to_invoice |= order
        if whole:
            deliver(whole)
        for picking, quantities in parts.items():
            deliver(picking, {picking: quantities})

    def take_back(self, plans, _day):
        """The customer returns goods of one line, which are credited with the next invoices."""
        for plan in plans:
            order = self.orders[id(plan)]
            picking = order.picking_ids.filtered(lambda one: one.state == "done")[:1]
            _back_day, line, quantity = plan.returned
            product = self.factory.products[plan.lines[line][0]]
            wizard = self.env["stock.return.picking"].with_context(
                active_model="stock.picking", active_id=picking.id, active_ids=picking.ids,
            ).create({"picking_id": picking.id})
            for row in wizard.product_return_moves:
                row.quantity = quantity if row.product_id == product else 0
            back = self.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
            back.action_assign()
            back.move_ids.picked = True
            back.with_context(skip_backorder=True, skip_sms=True).button_validate()
            self.to_invoice |= order

    def invoice(self, day):
        """Invoice runs are on Wednesdays and Saturdays, and on the last day of the story."""
        last = day + 1 == self.factory.workdays.today
        if not self.to_invoice or not (last or self.factory.workdays[day].weekday() in INVOICE_DAYS):
            return
        invoices = self.to_invoice._create_invoices(final=True)
        self.to_invoice = self.env["sale.order"]
        invoices.invoice_date = (self.factory.clock.now + UTC_OFFSET).date()
        invoices.action_post()
        for invoice in invoices:
            order = invoice.line_ids.sale_line_ids.order_id[:1]
            pay_day = invoice.invoice_date_due + timedelta(days=self.delays.get(order.id, 0))
            number = self.factory.workdays.number(pay_day)
            self.due.setdefault(max(number, day + 1), []).append(invoice.id)

    def collect(self, day):
        invoices = self.env["account.move"].browse(self.due.pop(day, ()))
        for kind in ("out_invoice", "out_refund"):
            pay(self.factory, invoices.filtered(lambda invoice, kind=kind: invoice.move_type == kind))
