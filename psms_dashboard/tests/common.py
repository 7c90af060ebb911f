from datetime import datetime

from freezegun import freeze_time

from odoo import Command, fields

from odoo.addons.psms_base.services.calendar import weeks_until
from odoo.addons.psms_base.tests.common import PsmsCommon

#: A Wednesday, noon in Shanghai, so that weeks have a past and the running one a future.
NOW = "2026-02-18 04:00:00"


class DashboardCommon(PsmsCommon):
    """Base class of the dashboard's tests: nothing but what a test makes is in its figures.

    The company is new, its plant in Shanghai, and the moment of the tests is ``NOW``. It offers:

    - ``self.warehouse``, ``self.customer``, ``self.categories`` (by cost method)
    - ``self.make_product(method, cost)``
    - ``self.receive(product, quantity, cost, on)``: goods from a vendor
    - ``self.order(product, quantity, promised, ...)``: a confirmed sales order
    - ``self.ship(line, quantity, on)``: deliver a part of it, the rest stays open
    - ``self.take_back(line, quantity, on)``: a return
    - ``self.points(code, weeks)``: the series, as the manager gets it
    - ``self.records(code, week)``: the records behind one week, as the manager gets them
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(NOW))
        cls.company = cls.env["res.company"].create({
            "name": "Measured plant", "psms_tz": "Asia/Shanghai", "currency_id": cls.env.ref("base.CNY").id,
        })
        for user in cls.env.user, *cls.users.values():
            user.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)
        cls.customer = cls.env["res.partner"].create({"name": "Customer"})
        cls.categories = {
            method: cls.env["product.category"].create({"name": method, "property_cost_method": method})
            for method in ("standard", "average", "fifo")
        }

    @classmethod
    def make_product(cls, method="standard", cost=10.0, **values):
        return cls.env["product.product"].create({
            "name": f"Product {method}", "is_storable": True, "categ_id": cls.categories[method].id,
            "standard_price": cost, "lst_price": 100.0, "taxes_id": False, **values,
        })

    @classmethod
    def move(cls, on, **values):
        with freeze_time(on):
            move = cls.env["stock.move"].create({
                "product_uom": cls.env["product.product"].browse(values["product_id"]).uom_id.id,
                "company_id": cls.company.id, **values,
            })
            move._action_confirm()
            move.quantity = values["product_uom_qty"]
            move.picked = True
            move._action_done()
        return move

    @classmethod
    def receive(cls, product, quantity, cost=None, on="2026-01-05 02:00:00"):
        values = {"value_manual": quantity * cost} if cost is not None else {}
        return cls.move(
            on, product_id=product.id, product_uom_qty=quantity, location_id=cls.env.ref("stock.stock_location_suppliers").id,
            location_dest_id=cls.warehouse.lot_stock_id.id, **values,
        )

    @classmethod
    def order(cls, product, quantity, promised=None, ordered="2026-01-10 02:00:00", price=100.0, lead=0.0, **line):
        with freeze_time(ordered):
            order = cls.env["sale.order"].create({
                "partner_id": cls.customer.id,
                "warehouse_id": cls.warehouse.id,
                "commitment_date": promised,
                "order_line": [Command.create({
                    "product_id": product.id, "product_uom_qty": quantity, "price_unit": price,
                    "customer_lead": lead, "tax_ids": False, **line,
                })],
            })
            order.action_confirm()
        return order.order_line

    @classmethod
    def ship(cls, line, quantity, on):
        with freeze_time(on):
            picking = line.order_id.picking_ids.filtered(lambda picking: picking.state not in ("done", "cancel"))[:1]
            share = quantity / line.product_uom_qty
            for move in picking.move_ids:
                ordered = sum(line.move_ids.filtered(lambda m, p=move.product_id: m.product_id == p).mapped("product_uom_qty"))
                move.quantity = ordered * share
                move.picked = True
            picking.with_context(skip_backorder=True).button_validate()
        return picking

    @classmethod
    def take_back(cls, line, quantity, on):
        picking = line.order_id.picking_ids.filtered(lambda picking: picking.state == "done")[:1]
        with freeze_time(on):
            wizard = cls.env["stock.return.picking"].create({"picking_id": picking.id})
            wizard.product_return_moves.quantity = quantity
            back = wizard._create_return()
            for move in back.move_ids:
                move.quantity = quantity
                move.picked = True
            back.button_validate()
        return back

    def weeks(self, count):
        return weeks_until(self.company, fields.Datetime.now(), count)

    def indicator(self, code, role="manager"):
        env = self.as_role(role)
        return env["psms.indicator"].with_company(self.company).search([("code", "=", code)])

    def points(self, code, weeks=8):
        self.env.flush_all()
        return self.indicator(code)._series(self.company, self.weeks(weeks))

    def records(self, code, week):
        action = self.indicator(code).get_records_action(week.first)
        return self.as_role("manager")[action["res_model"]].search(action["domain"])

    def sql(self, query):
        """Run an independent query of a test."""
        self.env.flush_all()
        return self.env.execute_query(query)

    @staticmethod
    def moment(text):
        return datetime.fromisoformat(text)
