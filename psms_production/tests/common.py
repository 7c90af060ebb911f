"""The small factory that the tests of the material plan are about."""
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase


class PlanCommon(TransactionCase):
    """A company of its own with one warehouse and a bill of three levels.

    ====================  ======================================================================
    ``company``           open on every day of the week, so that dates are easy to count
    ``warehouse``         its warehouse, receipts and deliveries in one step
    ``planner``           a user with the role Planner and nothing else
    ``vendor``            sells ``sheet`` and ``screw`` in 5 days
    ``cooker``            made in 2 days of 1 ``shell`` and 4 ``screw``
    ``shell``             made in 3 days of 2 ``sheet``
    ``sheet``, ``screw``  bought
    ====================  ======================================================================

    ``sell``, ``buy``, ``stock``, ``parameters``, ``plan``, ``planned`` and ``figures`` are the verbs of the tests.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, no_reset_password=True, mail_notrack=True))
        cls.today = fields.Date.today()
        cls.company = cls.env["res.company"].create({"name": "Plan Test Works"})
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create({
            "name": "Every day", "tz": "UTC", "company_id": cls.company.id,
            "attendance_ids": [Command.create({
                "name": "Day", "dayofweek": str(day), "hour_from": 8, "hour_to": 16, "day_period": "morning",
            }) for day in range(7)],
        })
        # Else the number of requests would depend on the weekday on which the tests run.
        cls.company.psms_release_window = "all"
        cls.env.user.company_ids = [Command.link(cls.company.id)]
        cls.planner = cls.env["res.users"].create({
            "name": "Plan Test Planner", "login": "plan_test_planner", "tz": "UTC",
            "company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)],
            "group_ids": [Command.set(cls.env.ref("psms_base.group_planner").ids)],
        })
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.vendor = cls.env["res.partner"].create({"name": "Plan Test Vendor"})
        cls.customer = cls.env["res.partner"].create({"name": "Plan Test Customer"})
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.sheet = cls.bought("Sheet", price=3.0)
        cls.screw = cls.bought("Screw", price=0.1)
        cls.shell = cls.made("Shell", [(cls.sheet, 2)], days=3)
        cls.cooker = cls.made("Cooker", [(cls.shell, 1), (cls.screw, 4)], days=2)

    # -- making the world ----------------------------------------------------------------------------------------------

    @classmethod
    def product(cls, name, **values):
        return cls.env["product.product"].create({
            "name": name, "is_storable": True, "uom_id": cls.unit.id, "company_id": cls.company.id, **values})

    @classmethod
    def bought(cls, name, price=1.0, delay=5, **values):
        """A product that `vendor` sells; keywords of the vendor price begin with ``seller_``."""
        seller = {key.removeprefix("seller_"): values.pop(key) for key in list(values) if key.startswith("seller_")}
        return cls.product(name, seller_ids=[Command.create({
            "partner_id": cls.vendor.id, "price": price, "delay": delay, "company_id": cls.company.id, **seller})], **values)

    @classmethod
    def made(cls, name, lines, days=1, **values):
        """A product with a bill of (component, quantity) lines."""
        product = cls.product(name, **values)
        cls.bill(product, lines, produce_delay=days)
        return product

    @classmethod
    def bill(cls, product, lines, **values):
        return cls.env["mrp.bom"].create({
            "product_tmpl_id": product.product_tmpl_id.id, "company_id": cls.company.id,
            "product_uom_id": product.uom_id.id,
            "bom_line_ids": [Command.create({"product_id": component.id, "product_qty": quantity})
                             for component, quantity in lines],
            **values})

    @classmethod
    def day(cls, days):
        return cls.today + timedelta(days=days)

    @classmethod
    def stock(cls, product, quantity, location=None):
        cls.env["stock.quant"]._update_available_quantity(product, location or cls.warehouse.lot_stock_id, quantity)

    @classmethod
    def parameters(cls, product=None, **values):
        """A planning parameter set, of a product or (without) of the company."""
        return cls.env["psms.plan.parameter"].create({
            "product_id": product and product.id, "company_id": cls.company.id, **values})

    @classmethod
    def sell(cls, product, quantity, days, **values):
        """A confirmed sales order to be shipped in so many days."""
        return cls.sell_each([(product, quantity, days)], **values)

    @classmethod
    def sell_each(cls, sales, **values):
        """A confirmed sales order for each (product, quantity, days), in a third of the time that one by one takes."""
        orders = cls.env["sale.order"].create([{
            "partner_id": cls.customer.id, "company_id": cls.company.id, "warehouse_id": cls.warehouse.id,
            "commitment_date": fields.Datetime.to_datetime(cls.day(days)) + timedelta(hours=12),
            "order_line": [Command.create({"product_id": product.id, "product_uom_qty": quantity})], **values,
        } for product, quantity, days in sales])
        orders.action_confirm()
        return orders

    @classmethod
    def buy(cls, product, quantity, days, confirm=True):
        """A purchase order that arrives in so many days."""
        moment = fields.Datetime.to_datetime(cls.day(days)) + timedelta(hours=12)
        order = cls.env["purchase.order"].create({
            "partner_id": cls.vendor.id, "company_id": cls.company.id, "picking_type_id": cls.warehouse.in_type_id.id,
            "order_line": [Command.create({"product_id": product.id, "product_qty": quantity, "date_planned": moment})]})
        if confirm:
            order.button_confirm()
        return order

    @classmethod
    def plan(cls, user=None):
        """Run the plan as the planner; its planned orders are asked for with `planned` and `figures`."""
        model = cls.env["psms.plan"].with_user(user or cls.planner).with_company(cls.company)
        return model.browse(model.run_plan())

    @classmethod
    def planned(cls, *products):
        """Planned orders of the current plan, of some products or all."""
        orders = cls.env["psms.planned.order"].with_user(cls.planner).search([
            ("plan_id.state", "=", "current"), ("company_id", "=", cls.company.id), ("state", "=", "planned")])
        return orders.filtered(lambda order: order.product_id in products) if products else orders

    @classmethod
    def figures(cls, *products):
        """{product name: [(quantity, days until need, due, release)]} of the current plan."""
        result = {}
        for order in cls.planned(*products).sorted(lambda row: (row.product_id.name, row.need_date)):
            result.setdefault(order.product_id.name, []).append((
                order.quantity, *((day - cls.today).days for day in (order.need_date, order.due_date, order.release_date))))
        return result
