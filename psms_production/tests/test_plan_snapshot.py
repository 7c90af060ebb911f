from datetime import datetime, time

from odoo.fields import Command
from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanSnapshot(PlanCommon):
    """What counts as demand, stock and supply, and what a bill asks for."""

    def problems(self, plan):
        return sorted(plan.problem_ids.mapped(lambda row: (row.kind, row.product_id.name)))

    # -- stock and supply ----------------------------------------------------------------------------------------------

    def test_stock_and_supply_are_netted(self):
        self.sell(self.cooker, 10, days=30)
        self.stock(self.cooker, 3)
        self.stock(self.screw, 8)
        self.env["purchase.order"].create({
            "partner_id": self.vendor.id, "company_id": self.company.id, "picking_type_id": self.warehouse.in_type_id.id,
            "order_line": [Command.create({"product_id": self.sheet.id, "product_qty": 5})]}).button_confirm()
        self.plan()
        self.assertEqual({name: rows[0][0] for name, rows in self.figures().items()},
                         {"Cooker": 7, "Shell": 7, "Screw": 20, "Sheet": 9})

    def test_open_production(self):
        """An open order brings its product and asks for its components, scrap included."""
        self.shell.bom_ids.bom_line_ids.psms_scrap = 0.2
        production = self.env["mrp.production"].create({
            "product_id": self.shell.id, "product_qty": 4, "bom_id": self.shell.bom_ids.id, "company_id": self.company.id,
            "date_start": datetime.combine(self.day(10), time(12))})
        production.action_confirm()
        self.assertEqual(production.move_raw_ids.product_uom_qty, 10, "2 sheets for each shell, a fifth of them lost")
        self.plan()
        self.assertEqual(self.figures(), {"Sheet": [(10, 10, 10, 5)]})

    def test_partly_delivered(self):
        """Only what is left of an order is planned."""
        self.stock(self.screw, 4)
        order = self.sell(self.screw, 10, days=30)
        picking = order.picking_ids
        picking.action_assign()
        picking.move_ids.picked = True
        picking._action_done()
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(6, 30, 30, 25)]})

    def test_cancelled_order(self):
        self.sell(self.screw, 10, days=30)._action_cancel()
        self.assertEqual(self.plan().order_count, 0)

    def test_steps_of_a_warehouse_count_once(self):
        """Receipts and deliveries in three steps, production in three steps: each good is needed and comes once."""
        self.warehouse.write({"reception_steps": "three_steps", "delivery_steps": "pick_pack_ship",
                              "manufacture_steps": "pbm_sam"})
        sale = self.sell(self.cooker, 10, days=30)
        self.plan()
        self.assertEqual({name: [row[0] for row in rows] for name, rows in self.figures().items()},
                         {"Cooker": [10], "Shell": [10], "Screw": [40], "Sheet": [20]})
        result = self.planned().release()
        purchase = self.env["purchase.order"].browse(result["purchase_orders"])
        purchase.button_confirm()
        self.plan()
        self.assertFalse(self.figures(), "all is on order")
        for _step in range(3):  # supplier to input, input to quality, quality to stock
            picking = purchase.picking_ids.filtered(lambda row: row.state not in ("done", "cancel"))[:1] or \
                self.env["stock.picking"].search([
                    ("company_id", "=", self.company.id), ("state", "in", ("assigned", "confirmed")),
                    ("location_id", "in", (self.warehouse.wh_input_stock_loc_id | self.warehouse.wh_qc_stock_loc_id).ids)])
            picking.action_assign()
            picking.move_ids.picked = True
            picking._action_done()
            self.plan()
            self.assertFalse(self.figures(), "goods on their way through the receipt are still supply")
        for production in self.env["mrp.production"].browse(result["productions"]).sorted("date_start"):
            for picking in production.picking_ids.filtered(lambda row: row.state not in ("done", "cancel")):
                picking.action_assign()
                if picking.state == "assigned":
                    picking.move_ids.picked = True
                    picking._action_done()
                    self.plan()
                    self.assertFalse(self.figures(), "components before the line")
        pick = sale.picking_ids.filtered(lambda row: row.state == "confirmed")
        self.assertEqual(len(pick), 1)

    def test_excluded_location(self):
        quarantine = self.env["stock.location"].create({
            "name": "Quarantine", "location_id": self.warehouse.lot_stock_id.id, "psms_plan_excluded": True})
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.warehouse.lot_stock_id.id})
        self.stock(self.screw, 6, quarantine)
        self.stock(self.screw, 3, shelf)
        self.sell(self.screw, 10, days=30)
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(7, 30, 30, 25)]})

    def test_negative_stock(self):
        self.stock(self.screw, -5)
        plan = self.plan()
        self.assertEqual(self.problems(plan), [("negative_stock", "Screw")])
        self.assertEqual(self.figures(), {"Screw": [(5, 0, 5, 0)]})

    def test_other_company(self):
        """Demand and stock of another company are neither seen nor served."""
        self.sell(self.screw, 10, days=30)
        other = self.env["res.company"].create({"name": "Plan Test Other"})
        self.env.user.company_ids = [Command.link(other.id)]
        Plan = self.env["psms.plan"].with_company(other).with_context(allowed_company_ids=other.ids)
        plan = Plan.browse(Plan.run_plan())
        self.assertEqual((plan.company_id, plan.demand_count, plan.order_count), (other, 0, 0))
        self.plan()
        self.assertEqual(self.figures(), {"Screw": [(10, 30, 30, 25)]})
        self.assertFalse(self.env["psms.plan"].with_user(self.planner).search([("company_id", "=", other.id)]))

    # -- bills ---------------------------------------------------------------------------------------------------------

    def test_kit(self):
        """A kit sold, and a kit inside a bill, ask for their components; a kit is never planned itself."""
        kit = self.product("Screw kit", is_storable=False)
        self.bill(kit, [(self.screw, 3)], type="phantom")
        fan = self.made("Fan", [(kit, 2), (self.sheet, 1)], days=1)
        self.sell(kit, 5, days=30)
        self.sell(fan, 1, days=30)
        self.plan()
        self.assertEqual({name: sum(row[0] for row in rows) for name, rows in self.figures().items()},
                         {"Fan": 1, "Screw": 5 * 3 + 2 * 3, "Sheet": 1})

    def test_variants(self):
        """A line limited to an attribute value counts for the variants that have it."""
        attribute = self.env["product.attribute"].create({
            "name": "Colour", "create_variant": "always",
            "value_ids": [Command.create({"name": name}) for name in ("Red", "White")]})
        template = self.env["product.template"].create({
            "name": "Kettle", "is_storable": True, "company_id": self.company.id,
            "attribute_line_ids": [Command.create({
                "attribute_id": attribute.id, "value_ids": [Command.set(attribute.value_ids.ids)]})]})
        red, white = template.product_variant_ids
        red_value, white_value = template.attribute_line_ids.product_template_value_ids
        paint = {red: self.bought("Red paint"), white: self.bought("White paint")}
        bom = self.bill(red, [(self.sheet, 1), (paint[red], 2), (paint[white], 3)])
        bom.bom_line_ids[1].bom_product_template_attribute_value_ids = red_value
        bom.bom_line_ids[2].bom_product_template_attribute_value_ids = white_value
        self.sell(white, 10, days=30)
        self.plan()
        self.assertEqual({name: rows[0][0] for name, rows in self.figures().items()},
                         {"Kettle": 10, "Sheet": 10, "White paint": 30})

    def test_units(self):
        """A bill for a dozen, with its line in dozens and its component in units."""
        dozen = self.env.ref("uom.product_uom_dozen")
        tray = self.product("Tray", seller_ids=[])
        bom = self.bill(tray, [(self.screw, 2)], product_qty=1, produce_delay=0)
        bom.product_uom_id = dozen
        bom.bom_line_ids.product_uom_id = dozen
        self.sell(tray, 12, days=30)
        self.plan()
        self.assertEqual(self.figures(self.screw), {"Screw": [(24, 30, 30, 25)]})
        self.assertEqual(self.figures(tray), {"Tray": [(12, 30, 30, 30)]})

    def test_roundings_do_not_add_up(self):
        """Orders released from a plan ask for what the plan knew, however often Odoo rounds up."""
        resin = self.bought("Resin", uom_id=self.env.ref("uom.product_uom_kgm").id)
        part = self.made("Part", [(resin, 0.7), (self.screw, 1)])
        self.parameters(part, lot_max=10)
        part.bom_ids.bom_line_ids.psms_scrap = 0.03
        self.sell(part, 70, days=30)
        self.plan()
        self.assertEqual(len(self.planned(part)), 7)
        self.assertEqual([sum(self.planned(product).mapped("quantity")) for product in (resin, self.screw)],
                         [50.52, 73], "70 x 0.7 / 0.97 kg and 70 / 0.97 whole screws")
        self.planned().release()
        self.assertGreater(sum(self.env["stock.move"].search([
            ("product_id", "=", resin.id), ("raw_material_production_id", "!=", False)]).mapped("product_qty")), 50.53)
        self.plan()
        self.assertFalse(self.figures())

    def test_place_of_production(self):
        """Components and goods at a place that production uses directly are stock; demand there is demand."""
        shop = self.env["stock.location"].create({"name": "Shop", "location_id": self.warehouse.view_location_id.id})
        self.warehouse.manu_type_id.default_location_src_id = shop
        self.stock(self.sheet, 6, shop)
        production = self.env["mrp.production"].create({
            "product_id": self.shell.id, "product_qty": 5, "bom_id": self.shell.bom_ids.id, "company_id": self.company.id,
            "date_start": datetime.combine(self.day(10), time(12))})
        production.action_confirm()
        self.assertEqual(production.move_raw_ids.location_id, shop)
        self.plan()
        self.assertEqual(self.figures(), {"Sheet": [(4, 10, 10, 5)]})

    def test_scrap_of_a_line_named_twice(self):
        gear = self.made("Gear", [(self.sheet, 3), (self.sheet, 1)], days=0)
        gear.bom_ids.bom_line_ids[0].psms_scrap = 0.25
        self.sell(gear, 10, days=30)
        self.plan()
        self.assertEqual(self.figures(self.sheet), {"Sheet": [(50, 30, 30, 25)]})

    def test_consumables_are_not_planned(self):
        glue = self.product("Glue", is_storable=False)
        gear = self.made("Gear", [(self.sheet, 1), (glue, 1)])
        self.sell(gear, 1, days=30)
        self.plan()
        self.assertEqual(set(self.figures()), {"Gear", "Sheet"})

    def test_product_taken_out(self):
        """It isn't planned, and the plan says how much of it is needed."""
        self.screw.psms_planned = False
        self.sell(self.screw, 10, days=30)
        plan = self.plan()
        self.assertEqual((plan.order_count, self.problems(plan)), (0, [("not_planned", "Screw")]))
        self.assertIn("10", plan.problem_ids.message)

    def test_beyond_horizon(self):
        self.company.psms_plan_horizon_days = 20
        self.sell(self.screw, 10, days=30)
        plan = self.plan()
        self.assertEqual((plan.order_count, plan.left_out_count, self.problems(plan)),
                         (0, 1, [("beyond_horizon", "Screw")]))
