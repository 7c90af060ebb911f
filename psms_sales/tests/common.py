from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.sale.tests.common import TestSaleCommon

#: a Monday at noon in UTC, so that a day is the same day in most time zones
NOW = datetime(2026, 3, 2, 12)


class PsmsSalesCommon(TestSaleCommon):
    """A customer, a storable product in stock, a salesperson.

    * ``kettle``: storable, 50 a piece, 100 on hand in ``warehouse``; ``advice``: a service
    * ``customer`` with its salesperson ``seller`` (role salesperson), ``colleague`` another one
    * ``order(**values)``: a quotation of 10 kettles; ``confirm(order, day)``; ``deliver(order, quantity, day)``;
      ``invoice(order, day)``; ``pay(invoice, amount, day)``: through Odoo's own transitions, at that day
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.company.psms_tz = "UTC"
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.kettle = cls.env["product.product"].create({
            "name": "Kettle", "is_storable": True, "list_price": 50, "invoice_policy": "delivery",
            "taxes_id": False, "sale_delay": 7,
        })
        cls.advice = cls.env["product.product"].create({
            "name": "Advice", "type": "service", "list_price": 80, "invoice_policy": "order", "taxes_id": False,
        })
        cls.env["stock.quant"]._update_available_quantity(cls.kettle, cls.warehouse.lot_stock_id, 100)
        cls.seller, cls.colleague = [
            new_test_user(cls.env, login=login, groups="psms_base.group_salesperson", company_id=cls.company.id,
                          company_ids=[Command.set(cls.company.ids)])
            for login in ("psms_seller", "psms_colleague")
        ]
        cls.customer = cls.env["res.partner"].create({
            "name": "Guangzhou Home", "is_company": True, "user_id": cls.seller.id,
            "property_payment_term_id": cls.env.ref("account.account_payment_term_30days").id,
        })

    @classmethod
    def order(cls, lines=None, day=NOW, **values):
        with freeze_time(day):
            order = cls.env["sale.order"].create({
                "partner_id": cls.customer.id,
                "user_id": cls.seller.id,
                "date_order": day,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": quantity})
                    for product, quantity in lines or [(cls.kettle, 10)]
                ],
                **values,
            })
        # The database gives the day of creation, which no clock of a test turns back.
        cls.env.cr.execute(SQL("UPDATE sale_order SET create_date = %s WHERE id = %s", day, order.id))
        order.invalidate_recordset(["create_date"])
        return order

    @classmethod
    def confirm(cls, order, day=NOW):
        with freeze_time(day):
            order.action_confirm()
        return order

    @classmethod
    def deliver(cls, order, quantity, day):
        with freeze_time(day):
            picking = order.picking_ids.filtered(lambda row: row.state not in ("done", "cancel"))
            picking.move_ids.write({"quantity": quantity, "picked": True})
            picking.with_context(skip_backorder=True).button_validate()
        return picking

    @classmethod
    def invoice(cls, order, day):
        with freeze_time(day):
            invoice = order._create_invoices()
            invoice.invoice_date = day.date()
            invoice.action_post()
        return invoice

    @classmethod
    def pay(cls, invoice, amount, day):
        wizard = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids,
        ).create({"amount": amount, "payment_date": day.date()})
        wizard.action_create_payments()
