from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestCountFreeze(CountCommon):
    """Movements during a count: refused where it is frozen, reckoned with where it is live."""

    def test_frozen_bins_let_nothing_through(self):
        count = self.count(mode="freeze", location_ids=[self.bin_a.id])
        with self.assertRaisesRegex(UserError, f"CNP/Stock/A is being counted in {count.name}"):
            self.put(self.fan, 3, self.bin_a)
        with self.assertRaisesRegex(UserError, "nothing may move in or out"):
            self.move(self.fan, 3, self.bin_a, self.bin_c)
        self.move(self.fan, 2, self.bin_b, self.bin_c)
        self.enter_book(self.ann, count, CFAN=18)
        self.finish(self.ann, count)
        self.enter(self.bob, (self.line(count, self.fan, self.bin_a), 18))
        self.finish(self.bob, count)
        with self.assertRaises(UserError):
            self.put(self.fan, 3, self.bin_a)
        count.with_user(self.chief).action_approve()
        self.assertEqual((count.state, count.frozen, self.book(self.fan, self.bin_a)), ("posted", False, 18))
        self.put(self.fan, 3, self.bin_a)

    def test_a_cancelled_count_lets_go(self):
        count = self.count(mode="freeze", location_ids=[self.bin_a.id])
        count.with_user(self.chief).action_cancel()
        self.put(self.fan, 3, self.bin_a)

    def test_done_lines_of_frozen_bins_stay(self):
        move = self.move(self.fan, 3, self.bin_a, self.bin_c)
        self.count(mode="freeze", location_ids=[self.bin_a.id])
        with self.assertRaisesRegex(UserError, "nothing may move"):
            move.move_line_ids.quantity = 2

    def live(self, counted, product=None, before=0, after=0):
        """Count fans of bin A live: something moves before they are counted, something after."""
        self.company.psms_count_tolerance_percent = 100
        self.company.write({"psms_count_keeper_limit": 100_000, "psms_count_manager_limit": 100_000})
        count = self.count(location_ids=[self.bin_a.id], product_ids=[self.fan.id])
        for quantity in (before,) if before else ():
            self.put(self.fan, quantity, self.bin_a)
        self.enter(self.ann, (count.line_ids, counted))
        for quantity in (after,) if after else ():
            self.put(self.fan, quantity, self.bin_a)
        self.finish(self.ann, count)
        if count.state == "to_approve":
            count.with_user(self.chief).action_approve()
        return count

    def test_what_moves_before_the_line_is_counted_is_in_the_book(self):
        count = self.live(counted=15, before=-5)
        self.assertEqual((count.state, count.line_ids.difference), ("posted", 0))
        self.assertEqual(self.book(self.fan, self.bin_a), 15)

    def test_what_moves_after_the_line_was_counted_stays_moved(self):
        count = self.live(counted=18, after=-5)
        line = count.line_ids
        self.assertEqual((line.difference, line.moved_qty), (-2, -5))
        self.assertEqual(self.book(self.fan, self.bin_a), 13)

    def test_both(self):
        self.live(counted=31, before=10, after=-4)
        self.assertEqual(self.book(self.fan, self.bin_a), 27)

    def test_a_difference_that_moved_meanwhile_is_looked_at(self):
        self.company.psms_count_tolerance_percent = 100
        self.company.psms_count_keeper_limit = 1000
        count = self.count(location_ids=[self.bin_a.id], product_ids=[self.fan.id])
        self.enter(self.ann, (count.line_ids, 15))
        self.put(self.fan, -5, self.bin_a)
        self.finish(self.ann, count)
        self.assertEqual(count.state, "to_approve", "perhaps it was taken before it was counted and booked after")
        self.assertEqual((count.line_ids.difference, count.line_ids.moved_qty), (-5, -5))

    def test_an_adjustment_outdates_the_count(self):
        self.company.psms_count_tolerance_percent = 100
        count = self.count(location_ids=[self.bin_a.id], product_ids=[self.fan.id])
        self.enter(self.ann, (count.line_ids, 18))
        quant = self.env["stock.quant"].search([("product_id", "=", self.fan.id), ("location_id", "=", self.bin_a.id)])
        quant.with_context(inventory_mode=True).inventory_quantity = 18
        quant.action_apply_inventory()
        self.finish(self.ann, count)
        count.with_user(self.chief).action_approve()
        self.assertEqual((count.state, count.line_ids.state), ("posting", "failed"))
        self.assertIn("was adjusted by", count.line_ids.message)
        self.assertEqual(self.book(self.fan, self.bin_a), 18, "not 16")
        count.line_ids.with_user(self.chief).action_count_again()
        self.enter(self.bob, (count.line_ids, 18))
        self.finish(self.bob, count)
        self.assertEqual((count.state, self.book(self.fan, self.bin_a)), ("posted", 18))

    def test_more_left_than_was_there(self):
        self.company.psms_count_tolerance_percent = 100
        count = self.count(location_ids=[self.bin_a.id], product_ids=[self.fan.id])
        self.enter(self.ann, (count.line_ids, 2))
        self.put(self.fan, -15, self.bin_a)
        self.finish(self.ann, count)
        count.with_user(self.chief).action_approve()
        self.assertIn("more has left the bin", count.line_ids.message)
        count.with_user(self.chief).action_drop_failed()
        self.assertEqual((count.state, count.line_ids.state, self.book(self.fan, self.bin_a)), ("posted", "left_out", 5))
