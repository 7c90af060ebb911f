from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from .common import StockScanCommon


class TestNegativeStock(StockScanCommon):
    """What is not there can't be taken, and what others reserved neither, where the setting says so."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.psms_negative_stock = "refused"
        cls.warehouse.out_type_id.reservation_method = "manual"
        cls.stock_up(cls.fan, 5, cls.bin_a)
        cls.env = cls.env(user=cls.keeper)

    def send(self, quantity, product=None, force=None):
        """A delivery of fans out of bin A, with the quantity typed by a person."""
        picking = self._transfer(
            self.warehouse.out_type_id, self.bin_a, self.env.ref("stock.stock_location_customers"),
            [(product or self.fan, quantity)])
        if force:
            picking.move_ids.quantity = force
        return picking.with_user(self.keeper)

    def on_hand(self, location=None, product=None):
        quants = self.env["stock.quant"].search([
            ("product_id", "=", (product or self.fan).id), ("location_id", "=", (location or self.bin_a).id)])
        return sum(quants.mapped("quantity")), sum(quants.mapped("reserved_quantity"))

    # === MORE THAN IS THERE === #

    def test_more_than_is_there_is_refused(self):
        picking = self.send(8)
        with self.assertRaises(UserError) as refusal:
            picking.move_ids.quantity = 8
        self.assertRegex(str(refusal.exception), r"3 Units of Fan are missing in .*Bin A: only 5 are there")
        self.assertEqual(self.on_hand(), (5, 0))
        picking.move_ids.quantity = 5
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self.on_hand(), (0, 0))

    def test_line_of_an_api_is_refused(self):
        picking = self.send(1)
        values = {"picking_id": picking.id, "move_id": picking.move_ids.id, "product_id": self.fan.id,
                  "location_id": self.bin_a.id, "location_dest_id": picking.location_dest_id.id, "quantity": 6}
        with self.assertRaisesRegex(UserError, "can't go below zero"):
            self.env["stock.move.line"].create(values)

    def test_lot_and_place_count(self):
        """Other stock of the product does not help: it is this lot in this bin."""
        lot = self.stock_up(self.glue, 3, self.bin_a, "L1")
        self.stock_up(self.glue, 9, self.bin_a, "L2")
        self.stock_up(self.glue, 9, self.bin_b, "L1")
        picking = self.send(4, product=self.glue)
        with self.assertRaisesRegex(UserError, r"1 Units of Glue \(L1\) are missing in .*Bin A: only 3"):
            picking.move_line_ids = [Command.create({
                "move_id": picking.move_ids.id, "product_id": self.glue.id, "lot_id": lot.id, "quantity": 4,
                "location_id": self.bin_a.id, "location_dest_id": picking.location_dest_id.id})]

    def test_move_without_reservation_is_refused(self):
        """Scrap and other moves that never reserved meet the check when they are done."""
        scrap = self.env["stock.scrap"].sudo().create(
            {"product_id": self.fan.id, "scrap_qty": 7, "location_id": self.bin_a.id})
        with self.assertRaisesRegex(UserError, r"Fan in .*Bin A: 5 Units there, 7 to be taken"):
            scrap.do_scrap()

    def test_done_line_that_is_raised(self):
        picking = self.send(2, force=2)
        picking.button_validate()
        with self.assertRaisesRegex(UserError, "More would be taken than is there"):
            picking.sudo().move_line_ids.quantity = 6
        picking.sudo().move_line_ids.quantity = 5
        self.assertEqual(self.on_hand(), (0, 0))

    def test_old_debt_may_be_paid_back(self):
        self.stock_up(self.stranger, -10, self.bin_a)
        self.receive(self.stranger, 4)
        self.assertEqual(self.on_hand(product=self.stranger), (-6, 0))
        with self.assertRaises(UserError):
            self.send(1, product=self.stranger, force=1)

    def receive(self, product, quantity):
        picking = self._transfer(
            self.warehouse.in_type_id, self.env.ref("stock.stock_location_suppliers"), self.bin_a, [(product, quantity)])
        picking.button_validate()

    def test_through_a_place_in_one_transfer(self):
        """Goods may pass a place within one use case, in whatever order its lines are booked."""
        moves = self.env["stock.move"].sudo().create([{
            "product_id": self.fan.id, "product_uom_qty": 5, "location_id": source.id, "location_dest_id": dest.id,
            "quantity": 0,
        } for source, dest in ((self.bin_b, self.stock), (self.bin_a, self.bin_b))])
        moves._action_confirm(merge=False)
        self.bin_b.sudo().negative_stock = "allowed"
        moves.quantity = 5
        self.bin_b.sudo().negative_stock = False
        moves.picked = True
        moves._action_done()
        self.assertEqual(self.on_hand(self.stock), (5, 0))
        self.assertEqual(self.on_hand(self.bin_b), (0, 0))

    # === WHAT OTHERS RESERVED === #

    def test_what_others_reserved_is_refused_with_their_names(self):
        holder = self.send(4)
        holder.action_assign()
        picking = self.send(2)
        with self.assertRaises(UserError) as refusal:
            picking.move_ids.quantity = 2
        self.assertIn("1 Units of Fan are missing", str(refusal.exception))
        self.assertIn("5 are there, but others", str(refusal.exception))
        self.assertIn(f"{holder.name}: 4", str(refusal.exception))
        picking.move_ids.quantity = 1
        self.assertEqual(self.on_hand(), (5, 5))

    def test_own_reservation_may_grow_into_what_is_free(self):
        picking = self.send(2, force=2)
        picking.move_line_ids.quantity = 5
        self.assertEqual(self.on_hand(), (5, 5))
        with self.assertRaisesRegex(UserError, "1 Units of Fan are missing"):
            picking.move_line_ids.quantity = 6

    def test_broken_goods_are_scrapped_whoever_reserved_them(self):
        holder = self.send(5)
        holder.action_assign()
        self.env["stock.scrap"].sudo().create(
            {"product_id": self.fan.id, "scrap_qty": 2, "location_id": self.bin_a.id}).do_scrap()
        self.assertEqual(self.on_hand(), (3, 3))

    def test_count_takes_back_reservations(self):
        """A count tells what is there: whoever reserved what is not, loses it."""
        holder = self.send(4)
        holder.action_assign()
        quant = self.env["stock.quant"].sudo().search(
            [("product_id", "=", self.fan.id), ("location_id", "=", self.bin_a.id)])
        quant.with_context(inventory_mode=True).inventory_quantity = 1
        quant.action_apply_inventory()
        self.assertEqual(self.on_hand(), (1, 1))

    def test_repair_of_reservations_comes_to_an_end(self):
        self.company.sudo().psms_negative_stock = "allowed"
        self.send(8, force=8)
        self.company.sudo().psms_negative_stock = "refused"
        self.env["stock.quant"].sudo()._quant_tasks()
        self.assertEqual(self.on_hand(), (5, 8))

    # === WHERE IT IS ALLOWED === #

    def test_location_allows_it(self):
        self.bin_a.sudo().negative_stock = "allowed"
        picking = self.send(8, force=8)
        picking.button_validate()
        self.assertEqual(self.on_hand(), (-3, 0))

    def test_location_above_and_company_decide(self):
        self.assertEqual(self.bin_a.negative_stock_here, "refused")
        self.stock.sudo().negative_stock = "allowed"
        self.assertEqual(self.bin_a.negative_stock_here, "allowed")
        self.bin_a.sudo().negative_stock = "refused"
        self.assertEqual(self.bin_a.negative_stock_here, "refused")
        self.assertEqual(self.bin_b.negative_stock_here, "allowed")

    def test_default_is_the_way_of_odoo(self):
        company = self.env["res.company"].sudo().create({"name": "New"})
        self.assertEqual(company.psms_negative_stock, "allowed")
        self.company.sudo().psms_negative_stock = "allowed"
        self.send(8, force=8).button_validate()
        self.assertEqual(self.on_hand(), (-3, 0))

    def test_settings(self):
        settings = self.env["res.config.settings"].sudo().create({})
        settings.psms_negative_stock = "allowed"
        settings.execute()
        self.assertEqual(self.company.psms_negative_stock, "allowed")
        with Form(self.bin_b.sudo()) as form:
            form.negative_stock = "refused"
        self.assertEqual(self.bin_b.negative_stock_here, "refused")

    # === TIDYING UP === #

    def test_transfer_leaves_empty_quants_of_others_alone(self):
        quants = self.env["stock.quant"].sudo()
        mine, others = quants.create([
            {"product_id": product.id, "location_id": self.bin_b.id, "quantity": 0} for product in (self.fan, self.stranger)])
        # what was claimed so far was claimed by the fixtures
        self.env.cr.precommit.data.pop("psms_stock.guard", None)
        self.send(1, force=1).button_validate()
        quants._unlink_zero_quants()
        self.assertFalse(mine.exists())
        self.assertTrue(others.exists())
        quants._quant_tasks()
        self.assertFalse(others.exists())
