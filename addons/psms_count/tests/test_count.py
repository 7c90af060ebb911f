from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CountCommon


@tagged("post_install", "-at_install")
class TestCount(CountCommon):
    """The way of a count from the list to the posted differences, and whose word it needs."""

    def test_the_list_is_what_lies_in_the_bins(self):
        count = self.draft()
        count.with_user(self.ann).action_fill()
        self.assertEqual(
            [(line.location_id, line.product_id, line.lot_id) for line in count.line_ids],
            [(self.bin_a, self.fan, self.env["stock.lot"]), (self.bin_a, self.glue, self.lot),
             (self.bin_b, self.cooker, self.serial), (self.bin_b, self.fan, self.env["stock.lot"])])
        self.assertFalse(any(count.line_ids.mapped("book_qty")), "the book is read when the count begins")
        count.location_ids = self.bin_b
        count.action_fill()
        self.assertEqual(count.line_ids.location_id, self.bin_b)
        count.product_ids = self.fan
        count.action_fill()
        self.assertEqual(count.line_ids.product_id, self.fan)

    def test_bins_come_in_walking_order(self):
        self.bin_b.walk_order, self.bin_a.walk_order = 10, 20
        count = self.draft()
        count.action_fill()
        self.assertEqual(list(dict.fromkeys(count.line_ids.mapped("location_id"))), [self.bin_b, self.bin_a])
        self.assertEqual(count.line_ids.mapped("sequence"), [1, 2, 3, 4])

    def test_empty_bins_are_confirmed(self):
        count = self.draft(include_empty=True, location_ids=[self.bin_c.id])
        count.action_fill()
        line = count.line_ids
        self.assertEqual((line.kind, line.location_id, line.product_id.id), ("empty", self.bin_c, False))
        count.action_start()
        with self.assertRaisesRegex(UserError, "confirmed as empty"):
            self.enter(self.ann, (line, 3))
        count.with_user(self.ann).psms_bin_empty(self.bin_c.id)
        self.finish(self.ann, count)
        self.assertEqual(count.state, "posted")

    def test_a_count_without_difference_posts_itself(self):
        count = self.count()
        self.assertEqual(count.line_ids.mapped("book_qty"), [20, 8, 1, 5])
        self.enter_book(self.ann, count)
        self.finish(self.ann, count)
        self.assertEqual(count.state, "posted")
        self.assertEqual(count.approval, "none")
        self.assertFalse(count.line_ids.move_ids, "nothing to adjust")
        self.assertTrue(self.bin_a.last_inventory_date)

    def test_everything_must_be_counted(self):
        count = self.count()
        self.enter(self.ann, (count.line_ids[0], 20))
        with self.assertRaisesRegex(UserError, "3 lines of .* have not been counted"):
            self.finish(self.ann, count)
        with self.assertRaises(AccessError):
            count.with_user(self.ann).action_leave_out()
        count.with_user(self.chief).action_leave_out()
        self.finish(self.chief, count)
        self.assertEqual(count.state, "posted")
        self.assertEqual(count.line_ids.mapped("state"), ["posted", "left_out", "left_out", "left_out"])

    def test_difference_is_counted_again_by_somebody_else_and_approved(self):
        count = self.count()
        self.enter_book(self.ann, count, CFAN=17)
        self.finish(self.ann, count)
        self.assertEqual(count.state, "recount")
        line = count.line_ids.filtered(lambda line: line.state == "recount")
        self.assertEqual((line.product_id, line.location_id), (self.fan, self.bin_a))
        with self.assertRaisesRegex(UserError, "somebody else counts it"):
            self.enter(self.ann, (line, 17))
        with self.assertRaisesRegex(UserError, "needs no second count"):
            self.enter(self.bob, (self.line(count, self.glue, self.bin_a), 8))
        self.enter(self.bob, (line, 18))
        self.finish(self.bob, count)
        self.assertEqual(count.state, "to_approve")
        self.assertEqual((line.difference, line.diff_value, line.disagree), (-2, -20, True))
        with self.assertRaises(AccessError):
            count.with_user(self.bob).action_approve()
        line.with_user(self.chief).reason_id = self.env.ref("psms_count.reason_loss")
        count.with_user(self.chief).action_approve()
        self.assertEqual((count.state, count.approved_by_id), ("posted", self.chief))
        self.assertEqual(self.book(self.fan, self.bin_a), 18)
        move = line.move_ids
        self.assertEqual((move.state, move.product_uom_qty, move.is_inventory), ("done", 2, True))
        self.assertEqual(move.reference, f"{count.name} · Lost or stolen")
        self.assertEqual(move.location_id, self.bin_a)

    def test_small_values_post_without_approval(self):
        self.company.psms_count_tolerance_percent = 20
        self.company.psms_count_keeper_limit = 40
        count = self.count()
        self.enter_book(self.ann, count, CFAN=17)
        self.finish(self.ann, count)
        self.assertEqual(count.state, "posted", "15 % is within the tolerance, and 30 is less than 40")
        self.assertEqual(self.book(self.fan, self.bin_a), 17)

    def test_tolerances_are_each_a_limit(self):
        cases = [
            ({"psms_count_tolerance_percent": 10}, 18, False), ({"psms_count_tolerance_percent": 10}, 17, True),
            ({"psms_count_tolerance_quantity": 3}, 17, False), ({"psms_count_tolerance_quantity": 2}, 17, True),
            ({"psms_count_tolerance_value": 30}, 17, False), ({"psms_count_tolerance_value": 29}, 17, True),
            ({"psms_count_tolerance_percent": 50, "psms_count_tolerance_value": 29}, 17, True), ({}, 19, True), ({}, 20, False),
        ]
        for settings, counted, again in cases:
            with self.subTest(settings=settings, counted=counted), self.env.cr.savepoint() as savepoint:
                self.company.write({"psms_count_keeper_limit": 0, **settings})
                count = self.count(location_ids=[self.bin_a.id], product_ids=[self.fan.id])
                self.enter(self.ann, (count.line_ids, counted))
                self.finish(self.ann, count)
                self.assertEqual(count.state == "recount", again)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_large_values_are_for_the_manager(self):
        self.company.psms_count_tolerance_percent = 100
        self.company.psms_count_manager_limit = 25
        count = self.count()
        self.enter_book(self.ann, count, CFAN=17)
        self.finish(self.ann, count)
        self.assertEqual((count.state, count.approval), ("to_approve", "manager"))
        with self.assertRaisesRegex(UserError, "Ask a manager"):
            count.with_user(self.chief).action_approve()
        count.with_user(self.boss).action_approve()
        self.assertEqual(count.state, "posted")

    def test_goods_without_cost_are_looked_at(self):
        self.company.psms_count_tolerance_percent = 100
        self.company.psms_count_keeper_limit = 1000
        self.put(self.bolt, 50, self.bin_c)
        count = self.count(location_ids=[self.bin_c.id])
        self.enter(self.ann, (count.line_ids, 45))
        self.finish(self.ann, count)
        self.assertEqual(count.state, "to_approve", "a value of 0 says nothing")

    def test_who_counted_does_not_approve(self):
        self.company.psms_count_tolerance_percent = 100
        count = self.count()
        self.enter_book(self.chief, count, CFAN=17)
        self.finish(self.chief, count)
        with self.assertRaisesRegex(UserError, "somebody else approves"):
            count.with_user(self.chief).action_approve()
        count.with_user(self.boss).action_approve()

    def test_reason_may_be_required(self):
        self.company.psms_count_tolerance_percent = 100
        self.company.psms_count_reason_required = True
        count = self.count()
        self.enter_book(self.ann, count, CFAN=17)
        self.finish(self.ann, count)
        with self.assertRaisesRegex(UserError, "1 differences have no reason"):
            count.with_user(self.chief).action_approve()
        self.line(count, self.fan, self.bin_a).reason_id = self.env.ref("psms_count.reason_scrap")
        count.with_user(self.chief).action_approve()
        self.assertEqual(count.state, "posted")

    def test_supervisor_sends_a_line_back_or_accepts_the_first_count(self):
        count = self.count()
        self.enter_book(self.ann, count, CFAN=17)
        self.finish(self.ann, count)
        count.with_user(self.chief).action_accept_first()
        self.assertEqual(count.state, "to_approve")
        line = self.line(count, self.fan, self.bin_a)
        line.with_user(self.chief).action_count_again()
        self.assertEqual((count.state, line.state), ("recount", "recount"))
        self.enter(self.bob, (line, 20))
        self.finish(self.bob, count)
        self.assertEqual((count.state, self.book(self.fan, self.bin_a)), ("posted", 20), "the second count confirms the book")

    def test_goods_are_in_one_count_at_a_time(self):
        first = self.count(location_ids=[self.bin_a.id])
        second = self.draft()
        second.action_fill()
        self.assertEqual(second.line_ids.location_id, self.bin_b, "bin A is in the first count")
        first.with_user(self.chief).action_cancel()
        second.action_fill()
        self.assertEqual(second.line_ids.location_id, self.bin_a + self.bin_b)
        self.assertFalse(first.frozen)

    def test_begun_counts_stay(self):
        count = self.count()
        with self.assertRaises(UserError):
            count.unlink()
        with self.assertRaises(UserError):
            count.line_ids[0].unlink()
        with self.assertRaises(UserError):
            count.with_user(self.chief).location_ids = self.bin_a
        count.with_user(self.chief).action_cancel()
        count.unlink()

    def test_request_after_a_large_difference(self):
        count = self.count()
        self.enter_book(self.ann, count, CFAN=10)
        self.finish(self.ann, count)
        self.enter(self.bob, (count.line_ids.filtered(lambda line: line.state == "recount"), 10))
        self.finish(self.bob, count)
        count.with_user(self.chief).action_approve()
        request = self.env["psms.count.request"].search([("location_id", "=", self.bin_a.id)])
        self.assertEqual((request.product_id, request.source, request.note), (self.fan, "count", count.name))
