from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanRelease(PlanCommon):
    """Released orders become Odoo's own documents, once, and count as supply of the next plan."""

    def release(self, *products):
        return self.planned(*products).with_user(self.planner).release()

    def test_buy(self):
        """All that one vendor delivers goes into one request, each line with its own date and price."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        result = self.release(self.sheet, self.screw)
        purchase = self.env["purchase.order"].browse(result["purchase_orders"])
        self.assertEqual((len(purchase), purchase.partner_id, purchase.state, len(result["released"])),
                         (1, self.vendor, "draft", 2))
        self.assertEqual(purchase.picking_type_id, self.warehouse.in_type_id)
        self.assertEqual(purchase.date_order.date(), self.day(20))
        lines = {line.product_id: (line.product_qty, line.price_unit, line.date_planned.date())
                 for line in purchase.order_line}
        self.assertEqual(lines, {self.sheet: (20, 3.0, self.day(25)), self.screw: (40, 0.1, self.day(28))})
        self.assertEqual(purchase.order_line.psms_planned_order_ids.mapped("state"), ["released", "released"])

    def test_make(self):
        self.sell(self.cooker, 10, days=30)
        self.plan()
        order = self.planned(self.cooker)
        result = self.release(self.cooker)
        production = self.env["mrp.production"].browse(result["productions"])
        self.assertEqual((production.product_id, production.product_qty, production.state), (self.cooker, 10, "confirmed"))
        self.assertEqual((production.date_start.date(), production.date_finished.date(), production.date_deadline.date()),
                         (self.day(28), self.day(30), self.day(30)))
        self.assertEqual((order.state, order.production_id, order.released_by_id), ("released", production, self.planner))

    def test_nothing_twice(self):
        """After everything is released the next plan has nothing to add."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        self.release()
        self.plan()
        self.assertFalse(self.figures())
        self.company.psms_plan_drafts = False
        self.plan()
        self.assertFalse(self.figures(), "requests from a plan count, whatever the setting says of others")

    def test_other_drafts_by_setting(self):
        self.sell(self.screw, 10, days=30)
        self.env["purchase.order"].create({
            "partner_id": self.vendor.id, "company_id": self.company.id, "picking_type_id": self.warehouse.in_type_id.id,
            "order_line": [Command.create({"product_id": self.screw.id, "product_qty": 10})]})
        self.plan()
        self.assertFalse(self.figures())
        self.company.psms_plan_drafts = False
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(10, 30, 30, 25)]})

    def test_release_again(self):
        """The second release of the same orders does nothing, and says so by an empty answer."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        orders = self.planned()
        self.assertEqual(len(orders.release()["released"]), 4)
        again = orders.release()
        self.assertFalse(any(again.values()))
        self.assertEqual(self.env["mrp.production"].search_count([("company_id", "=", self.company.id)]), 2)
        self.assertEqual(self.env["purchase.order"].search_count([("company_id", "=", self.company.id)]), 1)

    def test_superseded_plan(self):
        self.sell(self.screw, 10, days=30)
        self.plan()
        old = self.planned()
        self.plan()
        with self.assertRaisesRegex(UserError, "newer plan"):
            old.release()

    def test_locked_by_another(self):
        self.sell(self.screw, 10, days=30)
        self.plan()
        orders = self.planned()
        with patch.object(type(orders), "try_lock_for_update", lambda records, **_options: records.browse()), \
                self.assertRaisesRegex(UserError, "Somebody else"):
            orders.release()
        self.assertEqual(orders.state, "planned")

    def test_conflict_with_a_run(self):
        """A release and a run write the same row, the plan's, before anything else: so one of two at once is repeated."""
        self.sell(self.screw, 10, days=30)
        plan = self.plan()
        written = []

        def flush(records, fnames=None):
            if records._name == "psms.plan":
                written.append((records.ids, fnames))
            return original(records, fnames)
        original = type(plan).flush_recordset
        with patch.object(type(plan), "flush_recordset", flush):
            self.planned().release()
            self.assertEqual(written[0], (plan.ids, ["state"]))
            written.clear()
            self.plan()
            self.assertEqual(written[0], (plan.ids, ["state"]))

    def test_no_vendor(self):
        """What can't be released stays planned and says why; the rest goes on."""
        orphan = self.product("Orphan")
        self.sell(orphan, 1, days=30)
        self.sell(self.screw, 1, days=30)
        plan = self.plan()
        self.assertEqual(plan.problem_ids.mapped(lambda row: (row.kind, row.product_id)), [("no_source", orphan)])
        orders = self.planned()
        result = orders.release()
        self.assertEqual((len(result["released"]), len(result["refused"]), plan.released_count), (1, 1, 1))
        self.assertIn("has no vendor", result["refused"][0])
        self.assertEqual(orders.filtered(lambda row: row.product_id == orphan).state, "planned")
        action = orders.action_release()
        self.assertEqual(action["params"]["type"], "warning")

    def test_price_break_and_vendor_unit(self):
        """The quantity is bought in the vendor's box, at the price of its quantity."""
        dozen = self.env.ref("uom.product_uom_dozen")
        knob = self.bought("Knob", price=12.0, seller_product_uom_id=dozen.id, seller_min_qty=1)
        self.env["product.supplierinfo"].create({
            "partner_id": self.vendor.id, "product_tmpl_id": knob.product_tmpl_id.id, "price": 10.0, "min_qty": 5,
            "product_uom_id": dozen.id, "delay": 5, "company_id": self.company.id})
        self.sell(knob, 61, days=30)
        self.plan()
        self.assertEqual(self.figures(knob), {"Knob": [(72, 30, 30, 25)]})
        line = self.env["purchase.order"].browse(self.release(knob)["purchase_orders"]).order_line
        self.assertEqual((line.product_uom_id, line.product_qty, line.price_unit), (dozen, 6, 10.0))

    def test_made_to_order(self):
        """Odoo orders a made-to-order component with its parent, so its planned order isn't released beside it."""
        route = self.env.ref("stock.route_warehouse0_mto")
        route.active = True
        self.shell.route_ids = [Command.link(route.id)]
        self.sell(self.cooker, 10, days=30)
        self.plan()
        result = self.release(self.shell)
        self.assertFalse(result["released"])
        self.assertIn("made to order", result["refused"][0])
        self.release(self.cooker)
        shells = self.env["mrp.production"].search([("product_id", "=", self.shell.id)])
        self.assertEqual(shells.product_qty, 10, "made by Odoo's own route")
        self.plan()
        self.assertFalse(self.figures(self.shell, self.cooker))

    def test_to_delivery(self):
        """The whole way: released, received, made, shipped; nothing is left to plan on the way."""
        sale = self.sell(self.cooker, 10, days=30)
        self.plan()
        result = self.release()
        purchase = self.env["purchase.order"].browse(result["purchase_orders"])
        purchase.button_confirm()
        self.plan()
        self.assertFalse(self.figures(), "confirmed instead of requested")
        purchase.picking_ids.move_ids.picked = True
        purchase.picking_ids.button_validate()
        self.plan()
        self.assertFalse(self.figures(), "on hand instead of on order")
        for production in self.env["mrp.production"].browse(result["productions"]).sorted("date_start"):
            production.action_assign()
            production.qty_producing = production.product_qty
            production._set_qty_producing()
            production.button_mark_done()
            self.assertEqual(production.state, "done")
            self.plan()
            self.assertFalse(self.figures())
        delivery = sale.picking_ids
        delivery.action_assign()
        delivery.move_ids.picked = True
        delivery.button_validate()
        self.assertEqual((delivery.state, sale.order_line.qty_delivered), ("done", 10))
        plan = self.plan()
        self.assertEqual((plan.demand_count, plan.supply_count, plan.order_count), (0, 0, 0))

    def test_transfer(self):
        """A branch that is supplied by another warehouse gets a transfer, the other warehouse the purchase."""
        branch = self.env["stock.warehouse"].create({
            "name": "Plan Test Branch", "code": "PTB", "company_id": self.company.id,
            "resupply_wh_ids": [Command.link(self.warehouse.id)]})
        self.screw.route_ids = [Command.link(branch.resupply_route_ids.id)]
        self.sell(self.screw, 10, days=30, warehouse_id=branch.id)
        self.plan()
        orders = self.planned()
        self.assertEqual(orders.mapped(lambda row: (row.warehouse_id, row.source, row.source_warehouse_id)),
                         [(self.warehouse, "buy", self.warehouse.browse()), (branch, "transfer", self.warehouse)])
        transfer = orders.filtered(lambda row: row.source == "transfer")
        result = transfer.release()
        self.assertEqual(transfer.move_ids.picking_id.ids, result["pickings"])
        self.assertEqual(transfer.move_ids.location_dest_id, branch.lot_stock_id)
        self.plan()
        self.assertEqual(self.planned().mapped("source"), ["buy"], "the transfer is on its way, its goods are not bought yet")
        self.assertEqual(self.planned().quantity, 10)
        self.release()
        self.plan()
        self.assertFalse(self.figures())

    def test_date_of_release_today(self):
        """A late order is dated from today on."""
        self.sell(self.screw, 10, days=1)
        plan = self.plan()
        self.assertEqual((plan.late_count, self.planned().days_late), (1, 4))
        line = self.env["purchase.order"].browse(self.release()["purchase_orders"]).order_line
        self.assertEqual(line.date_planned.date(), self.today + timedelta(days=5))
        self.assertGreaterEqual(line.order_id.date_order.date(), fields.Date.today())
