from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.psms_production.services.plan_purchase import window

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanReleaseGroups(PlanCommon):
    """Which planned purchases share a request and a line, and how a release is taken back."""

    def purchases(self, *products):
        result = self.planned(*products).release()
        return self.env["purchase.order"].browse(result["purchase_orders"])

    def price_break(self, product, quantity, price):
        self.env["product.supplierinfo"].create({
            "partner_id": self.vendor.id, "product_tmpl_id": product.product_tmpl_id.id, "price": price,
            "min_qty": quantity, "delay": 5, "company_id": self.company.id})

    # -- requests ------------------------------------------------------------------------------------------------------

    def test_window(self):
        """By the week, Monday to Sunday; what is overdue goes with today's."""
        monday = self.today - timedelta(days=self.today.weekday())
        for setting, day, expected in (
            ("week", monday + timedelta(days=9), monday + timedelta(days=7)),
            ("week", monday - timedelta(days=40), monday),
            ("day", monday + timedelta(days=9), monday + timedelta(days=9)),
            ("day", self.today - timedelta(days=3), self.today),
            ("all", monday + timedelta(days=9), None),
        ):
            self.company.psms_release_window = setting
            self.assertEqual(window(self.company, self.today, day), expected, (setting, day))

    def test_request_for_each_week(self):
        self.company.psms_release_window = "week"
        for days in (30, 37, 44):
            self.sell(self.screw, 10, days=days)
        self.plan()
        purchases = self.purchases(self.screw)
        self.assertEqual([len(purchase.order_line) for purchase in purchases], [1, 1, 1])
        self.assertEqual([purchase.date_order.date() for purchase in purchases],
                         [self.day(25), self.day(32), self.day(39)])

    def test_united_for_price(self):
        """Two orders for one day share a line when both together reach the price break, and keep their own links."""
        self.price_break(self.screw, 15, 0.05)
        self.sell(self.screw, 20, days=30)
        self.plan()
        order = self.planned(self.screw)
        order.sudo().quantity = 10
        orders = order | order.sudo().copy({"quantity": 10, "item_id": order.item_id.id}).with_user(self.planner)
        line = self.purchases(self.screw).order_line
        self.assertEqual((line.product_qty, line.price_unit), (20, 0.05))
        self.assertEqual(line.psms_planned_order_ids, orders)
        orders[0].undo_release()
        self.assertEqual((line.product_qty, line.price_unit), (10, 0.1))
        self.assertEqual(line.psms_planned_order_ids, orders[1])

    def test_not_united_past_maximum(self):
        """Not when the parts of a cut order would exceed the maximum again, nor without a better price."""
        self.sell(self.screw, 20, days=30)
        self.plan()
        order = self.planned(self.screw).sudo()
        order.quantity = 10
        order.copy({"quantity": 10, "item_id": order.item_id.id})
        self.assertEqual(len(self.purchases(self.screw).order_line), 2)
        self.price_break(self.sheet, 15, 1.0)
        self.sell(self.sheet, 20, days=30)
        self.plan()
        order = self.planned(self.sheet).sudo()
        order.quantity = 10
        order.item_id.lot_max = 10
        order.copy({"quantity": 10, "item_id": order.item_id.id})
        self.assertEqual(self.purchases(self.sheet).order_line.mapped("price_unit"), [3.0, 3.0])

    def test_whole_boxes(self):
        """A firm order that was typed by hand is bought in whole boxes of the vendor."""
        dozen = self.env.ref("uom.product_uom_dozen")
        knob = self.bought("Knob", price=12.0, seller_product_uom_id=dozen.id)
        self.sell(knob, 12, days=30)
        self.plan()
        self.planned(knob).sudo().write({"state": "firm", "quantity": 14})
        result = self.env["psms.planned.order"].with_user(self.planner).search([("product_id", "=", knob.id)]).release()
        line = self.env["purchase.order"].browse(result["purchase_orders"]).order_line
        self.assertEqual((line.product_uom_id, line.product_qty), (dozen, 2))

    def test_firm(self):
        """A firm order is released as it stands."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        order = self.planned(self.cooker)
        order.sudo().write({"state": "firm", "quantity": 12})
        self.plan()
        self.assertEqual(order.state, "firm")
        order.release()
        self.assertEqual((order.state, order.production_id.product_qty), ("released", 12))

    # -- many production orders -----------------------------------------------------------------------------------------

    def test_batch_makes_the_same(self):
        """Orders that are made together come out as Odoo makes them one by one, reservation included."""
        self.stock(self.screw, 75)
        self.stock(self.sheet, 30)
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.warehouse.lot_stock_id.id})
        self.stock(self.screw, 7, shelf)
        glue = self.bought("Glue", tracking="lot")
        for name, quantity in (("G1", 6), ("G2", 11)):
            lot = self.env["stock.lot"].create({"name": name, "product_id": glue.id, "company_id": self.company.id})
            self.env["stock.quant"]._update_available_quantity(glue, self.warehouse.lot_stock_id, quantity, lot_id=lot)
        lines = [(self.screw, 4), (self.sheet, 3), (self.shell, 1), (glue, 1)]
        goods = [self.made(f"Good {number}", lines) for number in range(5)]
        for good in goods:
            self.sell(good, 5, days=30)
        self.plan()
        orders = self.planned(*goods, self.shell).sorted("id")
        models = ("mrp_bom", "mrp_production", "stock_move", "stock_move_line", "stock_quant", "stock_rule")
        results = []
        for together in (True, False):
            with self.env.cr.savepoint() as savepoint, ExitStack() as stack:
                for name in models if not together else ():
                    stack.enter_context(patch(f"odoo.addons.psms_production.models.{name}.batch_of", lambda env: None))
                orders.release()
                results.append([self.content(order.production_id) for order in orders])
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertEqual(len(results[0]), len(orders))
        self.assertEqual(*results)

    def content(self, production):
        return (production.product_id, production.product_qty, production.state, production.date_start,
                production.date_finished, production.reservation_state, [
                    (move.product_id, move.product_uom_qty, move.quantity, move.state, move.procure_method, move.bom_line_id,
                     move.location_id, move.location_dest_id, move.date, move.unit_factor,
                     [(line.quantity, line.production_id == production, line.location_id, line.lot_id)
                      for line in move.move_line_ids])
                    for move in production.move_raw_ids.sorted("id") + production.move_finished_ids.sorted("id")])

    # -- undo ----------------------------------------------------------------------------------------------------------

    def test_undo(self):
        """Request lines and an empty request go, production is cancelled, the orders are planned again."""
        self.sell(self.cooker, 10, days=30)
        plan = self.plan()
        orders = self.planned()
        orders.release()
        productions, purchase = orders.production_id, orders.purchase_id
        sheet = orders.filtered(lambda order: order.product_id == self.sheet)
        self.assertEqual(sheet.undo_release(), {"undone": sheet.ids, "refused": [], "outdated": []})
        self.assertEqual((purchase.state, purchase.order_line.product_id), ("draft", self.screw))
        result = orders.undo_release()
        self.assertEqual((len(result["undone"]), result["refused"]), (3, []))
        self.assertFalse(purchase.exists())
        self.assertEqual(set(productions.mapped("state")), {"cancel"})
        self.assertEqual(set(orders.mapped("state")), {"planned"})
        self.assertFalse(orders.production_id or orders.purchase_line_id or any(orders.mapped("released_on")))
        self.assertEqual(plan.released_count, 0)
        self.assertEqual(len(orders.release()["released"]), 4, "and can be released again")

    def test_undo_refused(self):
        """Not after the request was sent, nor after production has begun; the rest is taken back all the same."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        orders = self.planned()
        orders.release()
        orders.purchase_id.state = "sent"
        begun = orders.production_id.filtered(lambda production: production.product_id == self.shell)
        self.stock(self.sheet, 20)
        begun.qty_producing = 1
        result = orders.undo_release()
        self.assertEqual((len(result["undone"]), len(result["refused"])), (1, 3))
        self.assertIn("sent or confirmed", "\n".join(result["refused"]))
        self.assertIn("production has begun", "\n".join(result["refused"]))
        self.assertEqual(orders.filtered(lambda order: order.state == "planned").product_id, self.cooker)

    def test_undo_after_another_plan(self):
        self.sell(self.screw, 10, days=30)
        self.plan()
        order = self.planned()
        order.release()
        self.plan()
        result = order.undo_release()
        self.assertEqual(result["undone"], order.ids)
        self.assertIn("newer plan", result["outdated"][0])
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(10, 30, 30, 25)]})

    def test_undo_transfer(self):
        branch = self.env["stock.warehouse"].create({
            "name": "Plan Test Branch", "code": "PTB", "company_id": self.company.id,
            "resupply_wh_ids": [Command.link(self.warehouse.id)]})
        self.screw.route_ids = [Command.link(branch.resupply_route_ids.id)]
        self.sell(self.screw, 10, days=30, warehouse_id=branch.id)
        self.plan()
        order = self.planned().filtered(lambda row: row.source == "transfer")
        order.release()
        moves = order.move_ids
        self.assertFalse(order.undo_release()["refused"])
        self.assertEqual(set(moves.mapped("state")), {"cancel"})
        self.assertFalse(order.move_ids)
        self.plan()
        self.assertEqual(sorted(self.planned().mapped("source")), ["buy", "transfer"])

    # -- many ----------------------------------------------------------------------------------------------------------

    def many(self, count):
        """Planned orders for the same number of products, half of them made."""
        self.sell_each([
            (self.made(f"Good {number}", [(self.screw, 1)]) if number % 2 else self.bought(f"Part {number}"), 10, 30)
            for number in range(count)])
        self.plan()
        return self.planned()

    def test_background(self):
        """More than fifty are released in chunks, each with the job of the next; what was made adds up."""
        orders = self.many(56)
        action = orders.action_release()
        self.assertEqual(action["tag"], "psms_job")
        job = self.env["psms.plan.release"].with_user(self.planner).browse(action["params"]["run"]["id"])
        queued = self.env["queue.job"].search([("identity_key", "=like", f"psms.plan.release:{job.id}:%")])
        self.assertEqual(len(queued), 1)
        job._execute()
        self.assertEqual((job.state, 0 < job.left < len(orders)), ("running", True))
        released = orders.filtered(lambda order: order.state == "released")
        self.assertEqual(len(released), len(orders) - job.left, "whole chunks")
        self.assertEqual(self.env["queue.job"].search_count(
            [("identity_key", "=like", f"psms.plan.release:{job.id}:%")]), 2)
        while job.state == "running":
            job._execute()
        self.assertEqual((job.state, job.left, set(orders.mapped("state"))), ("done", 0, {"released"}))
        self.assertEqual(job.status()["progress"], 100)
        self.assertIn("57 planned orders", job.message)
        self.assertEqual(len(orders.purchase_id), 1)

    def test_background_stopped(self):
        """Stopped after the first chunk, the rest stays planned."""
        orders = self.many(56)
        job = self.env["psms.plan.release"].with_user(self.planner).browse(orders.action_release()["params"]["run"]["id"])
        job.run_here()
        self.assertEqual(job.cancel()["state"], "cancelled")
        states = set(orders.mapped("state"))
        job._execute()
        self.assertEqual((states, set(orders.mapped("state"))), ({"released", "planned"}, {"released", "planned"}))

    def test_background_dead(self):
        """A job that ends for a reason that nobody foresaw is told, not waited for."""
        job = self.env["psms.plan.release"].with_user(self.planner)._start(self.many(3))
        self.assertEqual(job.status()["state"], "queued")
        self.env["queue.job"].search([("identity_key", "=", job._job_key())]).state = "failed"
        self.assertEqual(job.status()["state"], "failed")
        self.assertIn("Job Queue", job.status()["message"])

    def test_background_refused(self):
        """A newer plan ends it with the reason; what is done stays."""
        orders = self.many(56)
        job = self.env["psms.plan.release"].with_user(self.planner).browse(orders.action_release()["params"]["run"]["id"])
        job._execute()
        self.plan()
        job._execute()
        self.assertEqual(job.state, "failed")
        self.assertIn("newer plan", job.message)
        self.assertIn("released", set(orders.exists().mapped("state")))
