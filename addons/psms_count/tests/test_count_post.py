from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.queue_job.tests.common import trap_jobs

from ..models import psms_count_work
from ..services import post
from .common import CountCommon


@tagged("post_install", "-at_install")
class TestCountPost(CountCommon):
    """Posting in chunks: in the background, twice without effect, resumed where it stopped, with what failed named."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.psms_count_tolerance_percent = 100
        cls.company.psms_count_manager_limit = 1_000_000
        cls.bins = cls.env["stock.location"].create([
            {"name": f"Bin {number}", "location_id": cls.stock.id} for number in range(6)])
        for place in cls.bins:
            cls.put(cls.fan, 10, place)

    def ready(self):
        """A count of six lines that differ by one each and wait for approval."""
        count = self.count(location_ids=self.bins.ids)
        self.enter(self.ann, *((line, 9) for line in count.line_ids))
        self.finish(self.ann, count)
        self.assertEqual(count.state, "to_approve")
        return count

    def stock_of_bins(self):
        return [self.book(self.fan, place) for place in self.bins]

    def test_large_counts_post_in_the_background(self):
        self.patch(psms_count_work, "AT_ONCE", 2)
        self.patch(post.post_chunk, "__defaults__", (2,))
        count = self.ready()
        with trap_jobs() as trap:
            count.with_user(self.chief).action_approve()
            trap.assert_jobs_count(1)
            self.assertEqual((count.state, count.posted_count), ("posting", 0))
            trap.perform_enqueued_jobs()
            self.env.invalidate_all()
            self.assertEqual((count.posted_count, round(count.progress)), (2, 33))
            for _chunk in range(2):
                count.with_user(self.chief)._job_post()
        self.assertEqual((count.state, self.stock_of_bins()), ("posted", [9] * 6))
        self.assertEqual(count.approved_by_id, self.chief)

    def test_a_chunk_twice_has_no_effect(self):
        self.patch(psms_count_work, "AT_ONCE", 0)
        count = self.ready()
        with trap_jobs():
            count.with_user(self.chief).action_approve()
        count._job_post()
        moves = count.line_ids.move_ids
        count._job_post()
        post.post_chunk(count.sudo())
        self.assertEqual(count.line_ids.move_ids, moves)
        self.assertEqual(self.stock_of_bins(), [9] * 6)

    def test_a_dead_job_is_seen_and_gone_on_with(self):
        self.patch(psms_count_work, "AT_ONCE", 0)
        count = self.ready()
        count.with_user(self.chief).action_approve()
        self.assertFalse(count.is_stuck)
        job = self.env["queue.job"].search([("identity_key", "=", count._job_key())])
        self.assertEqual((job.model_name, job.method_name), ("psms.count", "_job_post"))
        job.state = "failed"
        count.invalidate_recordset()
        self.assertTrue(count.is_stuck)
        with trap_jobs() as trap:
            count.with_user(self.chief).action_continue()
            trap.perform_enqueued_jobs()
        self.assertEqual((count.state, self.stock_of_bins()), ("posted", [9] * 6))

    def test_one_line_that_fails_holds_up_no_other(self):
        count = self.ready()
        first = count.line_ids[0]
        self.put(self.fan, -10, first.location_id)
        first.sudo().first_qty = 1
        count.with_user(self.chief).action_approve()
        self.assertEqual((count.state, count.failed_count, count.posted_count), ("posting", 1, 5))
        self.assertEqual((first.state, bool(first.message)), ("failed", True))
        self.assertEqual(self.stock_of_bins(), [0] + [9] * 5)
        with self.assertRaises(UserError):
            count.with_user(self.chief).action_cancel()
        count.with_user(self.chief).action_drop_failed()
        self.assertEqual((count.state, first.state), ("posted", "left_out"))

    def test_a_serial_number_found_elsewhere(self):
        """Counted in bin C, gone from bin B: one move out, one in, never twice in the world."""
        count = self.count(location_ids=[self.bin_b.id, self.bin_c.id])
        count.with_user(self.ann).psms_found(self.bin_c.id, self.cooker.id, 1, lot_name="CS-1")
        self.enter_book(self.ann, count, CCOOK=0)
        self.finish(self.ann, count)
        self.enter_second(count)
        count.with_user(self.chief).action_approve()
        self.assertEqual(count.state, "posted")
        self.assertEqual((self.book(self.cooker, self.bin_b), self.book(self.cooker, self.bin_c)), (0, 1))

    def test_a_serial_number_that_is_elsewhere_by_the_book(self):
        count = self.count(location_ids=[self.bin_a.id])
        count.with_user(self.ann).psms_found(self.bin_c.id, self.cooker.id, 1, lot_name="CS-1")
        self.enter_book(self.ann, count)
        self.finish(self.ann, count)
        self.enter_second(count)
        count.with_user(self.chief).action_approve()
        self.assertEqual((count.state, count.failed_count), ("posting", 1))
        self.assertIn("lies in CNP/Stock/B", count.line_ids.filtered("message").message)

    def enter_second(self, count):
        lines = count.line_ids.filtered(lambda line: line.state == "recount")
        if lines:
            self.enter(self.bob, *((line, line.first_qty) for line in lines))
            self.finish(self.bob, count)

    def test_packages_and_owners_stay(self):
        package = self.env["stock.package"].create({"name": "PACK-1"})
        owner = self.env["res.partner"].create({"name": "Consignor"})
        quant = self.env["stock.quant"].with_context(inventory_mode=True).create({
            "product_id": self.bolt.id, "location_id": self.bin_c.id, "package_id": package.id, "owner_id": owner.id,
            "inventory_quantity": 30})
        quant.action_apply_inventory()
        count = self.count(location_ids=[self.bin_c.id])
        line = count.line_ids
        self.assertEqual((line.package_id, line.owner_id, line.book_qty, line.unit_cost), (package, owner, 30, 0))
        self.enter(self.ann, (line, 28))
        self.finish(self.ann, count)
        count.with_user(self.chief).action_approve()
        self.assertEqual((quant.quantity, line.move_ids.move_line_ids.package_id), (28, package))
        self.assertEqual(self.env["stock.quant"].search_count([("package_id", "=", package.id)]), 1)

    def test_reserved_goods_that_are_gone_are_freed(self):
        """A picking waits for 10 of which 4 are gone: nothing stays reserved that is not there."""
        picking = self.env["stock.picking"].create({
            "picking_type_id": self.warehouse.out_type_id.id, "location_id": self.bins[0].id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
            "move_ids": [(0, 0, {
                "product_id": self.fan.id, "product_uom_qty": 10, "product_uom": self.fan.uom_id.id,
                "location_id": self.bins[0].id, "location_dest_id": self.env.ref("stock.stock_location_customers").id})],
        })
        picking.action_confirm()
        picking.action_assign()
        count = self.count(location_ids=self.bins[0].ids)
        self.enter(self.ann, (count.line_ids, 6))
        self.finish(self.ann, count)
        count.with_user(self.chief).action_approve()
        quant = self.env["stock.quant"].search([("location_id", "=", self.bins[0].id)])
        self.assertEqual((quant.quantity, quant.reserved_quantity), (6, 6))

    def test_statements_do_not_grow_with_the_lines_without_difference(self):
        count = self.count(location_ids=self.bins.ids)
        self.enter(self.ann, *((line, 10) for line in count.line_ids))
        count.sudo().state = "posting"
        self.env.flush_all()
        with self.assertQueryCount(20):
            post.post_chunk(count.sudo())
