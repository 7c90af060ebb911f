import threading
import time
from types import SimpleNamespace
from unittest.mock import patch

from psycopg2 import errors

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.http import STORED_SESSION_BYTES
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.psms_stock.services import guard

from .common_guard import GuardRaceCommon


@tagged("post_install", "-at_install")
class TestGuard(GuardRaceCommon):
    """Two transactions that want the same stock of a product: the second one acts on what the first one left."""

    def setUp(self):
        super().setUp()
        self.product_id = self.make_product(1)
        self.pair = (self.product_id, self.bin_id)

    def versions(self):
        return self.rows(SQL(
            "SELECT version FROM psms_stock_guard WHERE product_id = %s AND location_id = %s", *self.pair))

    # === THE GUARD ITSELF === #

    def test_second_claim_is_refused_when_the_first_is_through(self):
        first, second = self.open_env(), self.open_env()
        guard.claim(first, [self.pair])
        first.cr.commit()
        with self.assertRaises(errors.SerializationFailure):
            guard.claim(second, [self.pair])

    def test_first_row_of_a_new_product_too(self):
        pair = (self.make_product(0), self.bin_id)
        first, second = self.open_env(), self.open_env()
        guard.claim(first, [pair])
        first.cr.commit()
        with self.assertRaises(errors.SerializationFailure):
            guard.claim(second, [pair])

    def test_second_claim_goes_on_when_the_first_came_to_nothing(self):
        first = self.open_env()
        guard.claim(first, [self.pair])
        second = self.in_thread(lambda env: guard.claim(env, [self.pair]))
        self.assertTrue(second.waits())
        first.cr.rollback()
        second.done()

    def test_what_is_claimed_is_not_written_again(self):
        [(before,)] = self.versions()
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            guard.claim(env, [self.pair, self.pair])
            guard.claim(env, [self.pair])
            self.assertTrue(guard.is_claimed(env, *self.pair))
        self.assertEqual(self.versions(), [(before + 1,)])

    def test_savepoint_that_is_rolled_back_takes_the_claim_along(self):
        first = self.open_env()
        with self.assertRaises(UserError), first.cr.savepoint():
            guard.claim(first, [self.pair])
            raise UserError("no")
        self.assertFalse(guard.is_claimed(first, *self.pair))
        self.in_thread(lambda env: guard.claim(env, [self.pair])).done()
        with self.assertRaises(errors.SerializationFailure):
            guard.claim(first, [self.pair])

    def test_only_places_that_keep_stock_are_claimed(self):
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            guard.claim(env, [(self.product_id, self.customers_id), (guard.WHOLE_LOCATION, self.bin_id)])
            self.assertFalse(guard.is_claimed(env, self.product_id, self.customers_id))
            self.assertTrue(guard.is_claimed(env, guard.WHOLE_LOCATION, self.bin_id))

    # === RESERVATION AND QUANTITY === #

    def test_last_piece_is_reserved_once(self):
        pickings = [self.delivery((self.product_id, 1)) for _number in range(2)]
        first = self.open_env()
        first["stock.picking"].browse(pickings[0]).action_assign()
        second = self.in_thread(lambda env: env["stock.picking"].browse(pickings[1]).action_assign())
        self.assertTrue(second.waits())
        first.cr.commit()
        second.done()
        self.assertEqual([self.state(picking) for picking in pickings], ["assigned", "confirmed"])
        self.assertEqual(self.quants(self.product_id), [(1, 1)])

    def test_no_twin_where_a_quant_is_locked(self):
        def receive(env):
            product, place = env["product.product"].browse(self.product_id), env["stock.location"].browse(self.bin_id)
            env["stock.quant"]._update_available_quantity(product, place, 5)

        first = self.open_env()
        receive(first)
        second = self.in_thread(receive)
        self.assertTrue(second.waits())
        first.cr.commit()
        second.done()
        self.assertEqual(self.quants(self.product_id), [(11, 0)])

    def test_no_twin_of_a_count(self):
        def count(env, product_id):
            values = {"product_id": product_id, "location_id": self.bin_id, "inventory_quantity": 3}
            env["stock.quant"].with_context(inventory_mode=True).create(values)

        for product_id in (self.product_id, self.make_product(0)):
            first = self.open_env()
            count(first, product_id)
            second = self.in_thread(lambda env, product_id=product_id: count(env, product_id))
            self.assertTrue(second.waits())
            first.cr.commit()
            second.done()
            self.assertEqual(len(self.quants(product_id)), 1)

    def test_no_phantom_when_one_cancels_and_another_reserves(self):
        held, waiting = self.delivery((self.product_id, 1), assign=True), self.delivery((self.product_id, 1))
        first = self.open_env()
        first["stock.picking"].browse(held).action_cancel()
        second = self.in_thread(lambda env: env["stock.picking"].browse(waiting).action_assign())
        second.join(0.3)  # sees no free piece and has nothing to claim, or waits
        first.cr.commit()
        second.done()
        self.in_thread(lambda env: env["stock.picking"].browse(waiting).action_assign()).done()
        self.assertEqual(self.state(waiting), "assigned")
        self.assertEqual(self.quants(self.product_id), [(1, 1)])

    def test_quantity_that_two_people_force_is_refused_to_the_second(self):
        self.refuse_negative_stock()
        pickings = [self.delivery((self.product_id, 1)) for _number in range(2)]

        def force(env, picking):
            env["stock.picking"].browse(picking).move_ids.quantity = 1

        first = self.open_env()
        force(first, pickings[0])
        first.flush_all()
        second = self.in_thread(lambda env: force(env, pickings[1]))
        self.assertTrue(second.waits())
        first.cr.commit()
        with self.assertRaisesRegex(UserError, "reserved"):
            second.done()
        self.assertEqual(self.quants(self.product_id), [(1, 1)])

    def refuse_negative_stock(self):
        with self.registry.cursor() as cr:
            self.env_of(cr)["stock.location"].browse(self.stock_id).negative_stock = "refused"
        self.addCleanup(self.allow_negative_stock)

    def allow_negative_stock(self):
        with self.registry.cursor() as cr:
            self.env_of(cr)["stock.location"].browse(self.stock_id).negative_stock = False

    def test_opposite_order_makes_no_deadlock(self):
        products = self.make_products(5, 10)
        pickings = [
            self.delivery(*((product, 1) for product in order), assign=True)
            for order in (products, products[::-1]) for _number in range(3)
        ]
        found, barrier = [], threading.Barrier(len(pickings))

        def validate(env, picking):
            barrier.wait()
            while True:
                try:
                    env["stock.picking"].browse(picking).button_validate()
                    env.cr.commit()
                    return
                except (errors.SerializationFailure, errors.DeadlockDetected) as error:
                    found.append(error)
                    env.cr.rollback()

        requests = [self.in_thread(lambda env, picking=picking: validate(env, picking)) for picking in pickings]
        for request in requests:
            request.done()
        self.assertFalse([error for error in found if isinstance(error, errors.DeadlockDetected)])
        for product in products:
            self.assertEqual(self.quants(product), [(4, 0)])

    def test_last_room_in_a_bin_is_given_once(self):
        """Two receipts at once: each is given a bin of its own."""
        with self.registry.cursor() as cr:
            env = self.env_of(cr)
            product = env["product.product"].browse(self.product_id)
            category = env["stock.storage.category"].create({
                "name": "One piece", "product_capacity_ids": [Command.create({"product_id": product.id, "quantity": 1})]})
            shelf = env["stock.location"].create({"name": "Shelf", "location_id": self.stock_id})
            bins = env["stock.location"].create([
                {"name": name, "location_id": shelf.id, "storage_category_id": category.id} for name in ("01", "02")])
            rule = env["stock.putaway.rule"].create({
                "product_id": product.id, "location_in_id": self.stock_id, "location_out_id": shelf.id,
                "storage_category_id": category.id, "sublocation": "closest_location"})
            self.addCleanup(self.delete, rule)
            pickings = env["stock.picking"].create([{
                "picking_type_id": self.in_type_id, "location_dest_id": self.stock_id, "move_ids": [Command.create({
                    "product_id": product.id, "product_uom_qty": 1, "location_dest_id": self.stock_id,
                    "location_id": env.ref("stock.stock_location_suppliers").id,
                })],
            } for _number in range(2)])
            self.picking_ids += pickings.ids
        first = self.open_env()
        first["stock.picking"].browse(pickings[0].id).action_confirm()
        second = self.request("stock.picking", "action_confirm", pickings[1].ids)
        self.assertTrue(second.waits())
        first.cr.commit()
        second.done()
        given = self.rows(SQL("SELECT location_dest_id FROM stock_move_line WHERE product_id = %s ORDER BY id", self.product_id))
        self.assertEqual(given, [(bins[0].id,), (bins[1].id,)])

    def delete(self, records):
        with self.registry.cursor() as cr:
            records.with_env(self.env_of(cr)).unlink()

    # === AT THE DOOR === #

    def test_request_begins_again_at_once(self):
        """Whoever waits at the door of a request goes on with fresh data, without Odoo's sleep between two tries."""
        pickings = [self.delivery((self.product_id, 1)) for _number in range(2)]
        first = self.open_env()
        first["stock.picking"].browse(pickings[0]).action_assign()
        with patch("odoo.service.model.time.sleep") as sleep:
            second = self.request("stock.picking", "action_assign", [pickings[1]])
            self.assertTrue(second.waits())
            first.cr.commit()
            second.done()
        sleep.assert_not_called()
        self.assertEqual([self.state(picking) for picking in pickings], ["assigned", "confirmed"])

    def test_transfer_that_another_has_finished_meanwhile(self):
        picking = self.delivery((self.product_id, 1), assign=True)
        first = self.open_env()
        first["stock.picking"].browse(picking).button_validate()
        second = self.request("stock.picking", "button_validate", [picking])
        self.assertTrue(second.waits())
        first.cr.commit()
        self.assertTrue(second.done())
        self.assertEqual(self.quants(self.product_id), [(0, 0)])

    def test_patience_ends_with_a_word(self):
        first = self.open_env()
        guard.claim(first, [self.pair])
        with patch.object(guard, "PATIENCE", 1.0):
            request = self.in_thread(self.wait_at_the_door)
            with self.assertRaisesRegex(UserError, "Somebody else"):
                request.done()

    def wait_at_the_door(self, env):
        with patch.object(guard, "_requested", lambda: "stock.picking.action_assign"):
            guard.enter(env, "stock.picking.action_assign", lambda: [self.pair])

    def test_nothing_begins_again_after_a_write(self):
        first, second = self.open_env(), self.open_env()
        guard.claim(first, [self.pair])
        first.cr.commit()
        second["res.partner"].create({"name": "Written before"})
        second.flush_all()
        with (
            patch.object(guard, "_requested", lambda: "stock.picking.action_assign"),
            self.assertRaises(errors.SerializationFailure),
        ):
            guard.enter(second, "stock.picking.action_assign", lambda: [self.pair])

    def test_the_note_of_a_device_is_no_such_write(self):
        """Once an hour the web client's request notes the device before anything else."""
        first, second = self.open_env(), self.open_env()
        guard.claim(first, [self.pair])
        session = "test of the guard".ljust(STORED_SESSION_BYTES, ".")
        self.addCleanup(self.forget_device, session)
        now = int(time.time())
        trace = {"platform": "linux", "browser": "chrome", "ip_address": "127.0.0.1", "first_activity": now, "last_activity": now}
        second["res.device.log"]._update_device(SimpleNamespace(
            session=SimpleNamespace(update_trace=lambda _request: trace, uid=SUPERUSER_ID, sid=session)))
        second["res.users"].search_count([])  # takes the snapshot
        first.cr.commit()
        self.wait_at_the_door(second)
        self.assertTrue(guard.is_claimed(second, *self.pair))
        self.assertEqual(len(self.rows(SQL("SELECT id FROM res_device_log WHERE session_identifier = %s", session))), 1)

    def forget_device(self, session):
        with self.registry.cursor() as cr:
            cr.execute(SQL("DELETE FROM res_device_log WHERE session_identifier = %s", session))

    # === COST === #

    def test_number_of_statements_does_not_grow_with_the_transfer(self):
        counts = []
        for length in (10, 100):
            picking = self.delivery(*((product_id, 1) for product_id in self.make_products(length, 1)), assign=True)
            statements = []
            with self.registry.cursor() as cr:
                env = self.env_of(cr)
                threading.current_thread().query_hooks = [
                    lambda _cr, query, *_rest, statements=statements: statements.append(str(query))]
                self.addCleanup(setattr, threading.current_thread(), "query_hooks", [])
                env["stock.picking"].browse(picking).button_validate()
                threading.current_thread().query_hooks = []
            counts.append(sum("psms_stock_guard" in statement for statement in statements))
            self.assertEqual(self.state(picking), "done")
        self.assertEqual(counts, [1, 1])
