from datetime import timedelta

from odoo.exceptions import UserError

from ..services import stock_correction
from .common_truth import StockTruthCommon


class TestCorrection(StockTruthCommon):
    """The supervisor's two wizards: what they do to stock, and the rows they leave."""

    def open(self, record, **values):
        action = record.with_user(self.supervisor).action_psms_correct()
        wizard = self.env[action["res_model"]].with_user(self.supervisor).browse(action["res_id"])
        wizard.write(values)
        return wizard

    def quant(self, product, lot_name=None):
        quants = self.env["stock.quant"].search([("product_id", "=", product.id), ("location_id", "=", self.stock.id)])
        return quants.filtered(lambda quant: not lot_name or quant.lot_id.name == lot_name)

    def test_quantity(self):
        self.received(self.fan, 10)
        wizard = self.open(self.quant(self.fan), quantity=8)
        with self.assertRaisesRegex(UserError, "Say in a few words why"):
            wizard.action_apply()
        wizard.reason = "two were broken"
        wizard.action_apply()
        self.assertEqual(self.on_hand(self.fan), 8)
        self.moved(self.fan)
        [row] = self.rows("adjustment")
        self.assertEqual((row.reason, row.change, row.product_id), ("two were broken", "Quantity: 10.0 → 8.0", self.fan))
        moved = self.env["stock.move"].search([("product_id", "=", self.fan.id), ("is_inventory", "=", True)])
        self.assertEqual(moved.inventory_name, "two were broken")

    def test_lot(self):
        self.received(self.glue, 10, "A")
        right = self.env["stock.lot"].create({"name": "B", "product_id": self.glue.id})
        old = self.quant(self.glue, "A")
        old.sudo().in_date -= timedelta(days=40)
        since = old.in_date
        self.delivery([(self.glue, 4)])  # of lot A
        wizard = self.open(old, what="lot", new_lot_id=right.id, lot_quantity=7, reason="wrong label")
        with self.assertRaisesRegex(UserError, "6 Units of this stock"):
            wizard.action_apply()
        wizard.lot_quantity = 6
        wizard.action_apply()
        self.assertEqual((self.quant(self.glue, "A").quantity, self.quant(self.glue, "B").quantity), (4, 6))
        self.assertEqual(self.quant(self.glue, "B").in_date, since)
        self.moved(self.glue)
        self.reserved_in_step(self.stock)
        [row] = self.rows("lot_change")
        self.assertIn("A #", row.before)
        self.assertIn("B #", row.after)
        self.assertFalse(self.rows("adjustment"))

    def test_done_transfer(self):
        picking = self.received(self.fan, 10)
        wizard = self.open(picking, reason="counted twice", date_done=picking.date_done - timedelta(days=2))
        wizard.line_ids.quantity = 9
        wizard.action_apply()
        self.assertEqual(self.on_hand(self.fan), 9)
        self.moved(self.fan)
        self.assertEqual(set((self.rows("done_quantity") | self.rows("backdate")).mapped("reason")), {"counted twice"})
        self.assertEqual(picking.move_ids.date, wizard.date_done)

    def test_value_follows_the_correction(self):
        self.fan.product_tmpl_id.categ_id.property_cost_method = "average"
        self.fan.standard_price = 5
        picking = self.received(self.fan, 10)
        self.assertEqual(picking.move_ids.value, 50)
        picking.move_line_ids.with_user(self.supervisor).quantity = 8
        self.assertEqual(picking.move_ids.value, 40)

    def test_keeper_may_not(self):
        self.received(self.fan, 10)
        with self.assertRaises(UserError):
            self.quant(self.fan).with_user(self.keeper).action_psms_correct()
        with self.assertRaises(UserError):
            stock_correction.set_quantity(self.quant(self.fan).with_user(self.keeper), 5, "x")
