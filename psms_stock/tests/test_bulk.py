from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import StockPlacesCommon


@tagged("post_install", "-at_install")
class TestBulk(StockPlacesCommon):
    """What is done for all moves at once comes out as Odoo's work on one after the other."""

    def transfer(self, products):
        return self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.out_type_id.id, "location_id": self.stock.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            "move_ids": [Command.create({
                "product_id": product.id, "product_uom_qty": 2, "location_id": self.stock.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            }) for product in products],
        })

    def test_a_product_of_another_company_is_refused_among_others(self):
        picking = self.transfer([self.fan, self.stranger])
        picking.action_confirm()
        self.env.flush_all()
        other = self.env["res.company"].create({"name": "Other"})
        # As two people would: one gives the product to the other company while the transfer is open.
        self.env.cr.execute("UPDATE product_template SET company_id = %s WHERE id = %s", [
            other.id, self.stranger.product_tmpl_id.id])
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "company inconsistencies(.|\n)*Stranger"):
            picking.move_ids._check_company()
        with self.assertRaisesRegex(UserError, "company inconsistencies(.|\n)*Stranger"):
            picking.move_ids._check_company(["product_id"])
        picking.move_ids._check_company(["location_id"])

    def test_moves_of_one_product_become_one(self):
        picking = self.transfer([self.fan, self.stranger, self.fan])
        picking.action_confirm()
        self.assertEqual([(move.product_id, move.product_uom_qty) for move in picking.move_ids],
                         [(self.fan, 4), (self.stranger, 2)])

    def test_reordering_rules_follow(self):
        rule = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.fan.id, "location_id": self.stock.id, "warehouse_id": self.warehouse.id,
            "product_min_qty": 3, "product_max_qty": 3, "trigger": "manual",
        })
        self.assertEqual(rule.qty_to_order, 3)
        self.transfer([self.fan, self.stranger]).action_confirm()
        self.assertEqual(rule.qty_to_order, 5)

    def test_picking_all_lines_at_once(self):
        self.stock_up(self.fan, 2, self.bins[0])
        self.stock_up(self.stranger, 2, self.bins[1])
        moves = self.delivery([(self.fan, 2), (self.stranger, 2)]).move_ids
        moves.picked = True
        self.assertEqual(moves.move_line_ids.mapped("picked"), [True, True])
        moves[0].picked = False
        self.assertEqual(moves.move_line_ids.mapped("picked"), [False, True])

    def test_putaway_reads_only_the_bins_that_its_rules_ask_for(self):
        category = self.category(max_weight=10)
        self.rule.write({
            "sublocation": "closest_location", "storage_category_id": category.id, "product_id": self.fan.id})
        wanted, *others = self.env["stock.location"].create([
            {"name": f"S-{number:02}", "location_id": self.rack.id, "storage_category_id": number == 0 and category.id}
            for number in range(20)])
        picking = self.transfer([])
        picking.write({
            "picking_type_id": self.warehouse.in_type_id.id, "location_dest_id": self.stock.id,
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "move_ids": [Command.create({
                "product_id": product.id, "product_uom_qty": 1, "location_dest_id": self.stock.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
            }) for product in (self.fan, self.stranger)],
        })
        self.env.flush_all()
        self.env.invalidate_all()
        picking.action_confirm()
        known = self.stock._fields["complete_name"]._get_cache(self.env)
        self.assertIn(wanted.id, known)
        self.assertFalse({location.id for location in others} & known.keys())
        self.assertEqual([(line.product_id, line.location_dest_id) for line in picking.move_line_ids],
                         [(self.fan, wanted), (self.stranger, self.stock)])
        self.assertLessEqual({location.id for location in others}, set(self.stock.child_internal_location_ids.ids))
