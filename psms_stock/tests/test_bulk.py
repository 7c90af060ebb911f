from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import StockPlacesCommon


@tagged("post_install", "-at_install")
class TestBulk(StockPlacesCommon):
    """What is done for all moves at once comes out as Odoo's work on one after the other."""

    def test_a_product_of_another_company_is_refused_among_others(self):
        picking = self.delivery([(self.fan, 2), (self.stranger, 2)])
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
        picking = self.delivery([(self.fan, 2), (self.stranger, 2), (self.fan, 2)])
        self.assertEqual([(move.product_id, move.product_uom_qty) for move in picking.move_ids],
                         [(self.fan, 4), (self.stranger, 2)])

    def test_reordering_rules_follow(self):
        rule = self.env["stock.warehouse.orderpoint"].create({
            "product_id": self.fan.id, "location_id": self.stock.id, "warehouse_id": self.warehouse.id,
            "product_min_qty": 3, "product_max_qty": 3, "trigger": "manual",
        })
        self.assertEqual(rule.qty_to_order, 3)
        self.delivery([(self.fan, 2), (self.stranger, 2)])
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
        lines = self.receipt([(self.fan, 1), (self.stranger, 1)]).move_line_ids
        lines.location_dest_id = self.stock
        self.env.flush_all()
        self.env.invalidate_all()
        lines._apply_putaway_strategy()
        known = self.stock._fields["complete_name"]._get_cache(self.env)
        self.assertIn(wanted.id, known)
        self.assertFalse({location.id for location in others} & known.keys())
        self.assertEqual([(line.product_id, line.location_dest_id) for line in lines],
                         [(self.fan, wanted), (self.stranger, self.stock)])
        self.assertLessEqual({location.id for location in others}, set(self.stock.child_internal_location_ids.ids))
