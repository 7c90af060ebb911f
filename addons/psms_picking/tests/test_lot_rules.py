from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..services import lot_rules
from .common import PickingCommon

NOW = datetime(2031, 3, 5, 2, 0)


@tagged("post_install", "-at_install")
class TestLotRules(PickingCommon):

    def setUp(self):
        super().setUp()
        self.enterContext(freeze_time(NOW))

    def lot(self, name, quantity, days, location=None):
        """A lot of glue that is good for so many days."""
        return self.stock_up(self.glue, quantity, location or self.a1, name, expiration_date=NOW + timedelta(days=days))

    def lots_of(self, picking):
        return picking.move_line_ids.filtered("quantity").lot_id

    def take(self, picking, lot, quantity=1):
        """Pick a lot by hand, as the scan page does."""
        picking.move_line_ids.unlink()
        return self.env["stock.move.line"].create({
            "move_id": picking.move_ids.id, "picking_id": picking.id, "product_id": self.glue.id, "lot_id": lot.id,
            "quantity": quantity, "location_id": lot.quant_ids.location_id.filtered(lambda place: place.usage == "internal").id,
            "location_dest_id": picking.location_dest_id.id, "picked": True,
        })

    # === NO RULES === #

    def test_without_rules_nothing_changes(self):
        old = self.lot("OLD", 5, 40)
        self.lot("NEW", 5, 200)
        picking = self.delivery([(self.glue, 3)])
        self.assertEqual(self.lots_of(picking), old)

    # === SHELF LIFE === #

    def test_minimum_days_of_a_customer(self):
        self.north.min_shelf_days = 90
        old, new = self.lot("OLD", 5, 40), self.lot("NEW", 5, 200)
        picking = self.delivery([(self.glue, 7)])
        self.assertEqual(self.lots_of(picking), new)
        self.assertEqual(sum(picking.move_line_ids.mapped("quantity")), 5, "what is too old is no stock for them")
        with self.assertRaisesRegex(UserError, "Lot OLD of Glue expires"):
            self.take(picking, old)
        self.assertEqual(self.lots_of(self.delivery([(self.glue, 3)], self.south)), old, "other customers may have it")

    def test_the_strictest_of_days_and_percent(self):
        self.glue.categ_id = self.env["product.category"].create({"name": "Chemicals", "min_shelf_percent": 50})
        self.north.min_shelf_days = 30
        self.lot("40", 5, 40)
        half = self.lot("190", 5, 190)
        self.assertEqual(self.lots_of(self.delivery([(self.glue, 1)])), half, "half of 365 days")
        self.glue.min_shelf_days = 200
        self.assertFalse(self.lots_of(self.delivery([(self.glue, 1)])))

    def test_a_rule_made_after_picking_counts_at_validation(self):
        self.lot("OLD", 5, 40)
        picking = self.delivery([(self.glue, 2)])
        picking.move_ids.picked = True
        self.north.min_shelf_days = 90
        with self.assertRaisesRegex(UserError, "North Trading wants 90 more days"):
            picking.button_validate()

    def test_impossible_values(self):
        for values in ({"min_shelf_days": -1}, {"min_shelf_percent": 101}):
            with self.assertRaises(ValidationError):
                self.north.write(values)

    # === ONE LOT === #

    def test_one_lot_that_suffices(self):
        self.north.one_lot_per_line = True
        self.lot("OLD", 4, 100)
        new = self.lot("NEW", 10, 200)
        picking = self.delivery([(self.glue, 6)])
        self.assertEqual(self.lots_of(picking), new, "the first in order of removal that holds all of it")
        self.assertEqual(picking.move_ids.state, "assigned")

    def test_no_lot_suffices(self):
        self.glue.one_lot_per_line = True
        self.lot("OLD", 4, 100)
        fullest = self.lot("NEW", 5, 200)
        picking = self.delivery([(self.glue, 6)])
        self.assertEqual((self.lots_of(picking), picking.move_ids.quantity), (fullest, 5))
        picking.action_assign()
        self.assertEqual(self.lots_of(picking), fullest, "nor does asking again add another one")

    def test_picking_a_second_lot_is_refused(self):
        self.north.one_lot_per_line = True
        old, new = self.lot("OLD", 4, 100), self.lot("NEW", 10, 200)
        picking = self.delivery([(self.glue, 6)])
        line = self.take(picking, new, 3)
        with self.assertRaisesRegex(UserError, "one lot for each order line"):
            line.copy({"lot_id": old.id, "quantity": 2, "picked": True})

    # === NOT OLDER === #

    def test_no_older_lot_than_last_time(self):
        self.north.lot_not_older = True
        new = self.lot("NEW", 5, 200)
        shipped = self.delivery([(self.glue, 2)])
        shipped.move_ids.picked = True
        shipped.button_validate()
        self.assertEqual(shipped.state, "done")
        old = self.lot("OLD", 5, 100)
        picking = self.delivery([(self.glue, 5)])
        self.assertEqual((self.lots_of(picking), picking.move_ids.quantity), (new, 3))
        self.assertEqual(self.lots_of(self.delivery([(self.glue, 5)], self.south)), old)
        with self.assertRaisesRegex(UserError, "older than what North Trading got last time"):
            self.take(picking, old)

    # === STEPS AND STATEMENTS === #

    def test_pick_before_shipping_serves_the_customer_too(self):
        self.warehouse.delivery_steps = "pick_ship"
        self.north.min_shelf_days = 90
        self.lot("OLD", 5, 40)
        new = self.lot("NEW", 5, 200)
        reference = self.env["stock.reference"].create({"name": "Order 1"})
        self.env["stock.rule"].run([self.env["stock.rule"].Procurement(
            self.glue, 2, self.glue.uom_id, self.env.ref("stock.stock_location_customers"), "Order 1", "Order 1",
            self.company, {"warehouse_id": self.warehouse, "partner_id": self.north.id, "date_planned": fields.Datetime.now(),
                           "reference_ids": reference})])
        move = self.env["stock.move"].search(
            [("product_id", "=", self.glue.id), ("picking_type_id", "=", self.warehouse.pick_type_id.id)])
        move._action_assign()
        self.assertEqual(move.move_line_ids.lot_id, new)

    def test_the_return_of_a_return_leads_back_to_where_it_began(self):
        there = self.delivery([(self.glue, 1)]).move_ids
        back = there.copy({"location_id": self.stock.id, "location_dest_id": self.a1.id, "move_orig_ids": [(4, there.id)],
                           "move_dest_ids": [(4, there.id)], "picking_id": False, "partner_id": False})
        self.assertEqual(lot_rules.destination(back), "customer")
        self.assertEqual(lot_rules.customer(back), self.north)
        there.location_dest_id = self.a2
        self.assertEqual(lot_rules.destination(back), "internal")

    def test_reserving_many_moves_asks_not_line_by_line_what_is_barred(self):
        self.lot("NEW", 500, 200)
        pickings = self.deliveries(12, [(self.glue, 1)])
        pickings.do_unreserve()
        with patch.object(lot_rules, "barred", wraps=lot_rules.barred) as asked:
            pickings.action_assign()
        self.assertLessEqual(asked.call_count, 2, "for twelve moves")
        self.assertEqual(pickings.move_ids.mapped("state"), ["assigned"] * 12)
