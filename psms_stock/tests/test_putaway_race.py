import threading

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..services import pick_face


@tagged("post_install", "-at_install")
class TestPlacesRace(BaseCase):
    """Two real transactions at once; what they leave is taken away again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            self.make(api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True}))
        self.addCleanup(self.clean)

    def make(self, env):
        warehouse = env["stock.warehouse"].create({"name": "Race plant", "code": "RACE"})
        stock = warehouse.lot_stock_id
        product = env["product.product"].create({"name": "Race fan", "is_storable": True})
        category = env["stock.storage.category"].create({
            "name": "Race", "capacity_ids": [Command.create({"product_id": product.id, "quantity": 4})]})
        bins = env["stock.location"].create([
            {"name": f"RACE-{number}", "location_id": stock.id, "storage_category_id": category.id, "walk_order": number}
            for number in range(1, 7)
        ])
        env["stock.putaway.rule"].create({
            "location_in_id": stock.id, "location_out_id": stock.id, "sublocation": "best_bin",
            "company_id": env.company.id,
        })
        self.ids = {"warehouse": warehouse.id, "product": product.id, "category": category.id, "bins": bins.ids}

    def clean(self):
        with self.registry.cursor() as cr, mute_logger("odoo.models.unlink"):
            env = api.Environment(cr, SUPERUSER_ID, {})
            warehouse = env["stock.warehouse"].browse(self.ids["warehouse"])
            stock = warehouse.lot_stock_id
            pickings = env["stock.picking"].search([("picking_type_id.warehouse_id", "=", warehouse.id)])
            pickings.action_cancel()
            pickings.unlink()
            env["psms.stock.pick.face"].search([("warehouse_id", "=", warehouse.id)]).unlink()
            env["stock.quant"].search([("product_id", "=", self.ids["product"])]).unlink()
            env["stock.putaway.rule"].search([("location_in_id", "=", stock.id)]).unlink()
            env["stock.location"].browse(self.ids["bins"]).unlink()
            env["stock.storage.category"].browse(self.ids["category"]).unlink()
            # A warehouse cannot be deleted once it has operation types; archived it is in nobody's way.
            warehouse.active = False
            warehouse.write({"name": f"Race plant {warehouse.id}", "code": f"R{warehouse.id}"[-5:]})
            env["product.product"].browse(self.ids["product"]).product_tmpl_id.unlink()

    def open_env(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        cr.execute("SELECT 1")  # takes the snapshot, as the session check of a real request does
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def race(self, action):
        """Let a second transaction do what a first one has done and not yet committed."""
        first, second = self.open_env(), self.open_env()
        answers = [action(first)]
        first.flush_all()

        def work():
            with mute_logger("odoo.sql_db", "odoo.service.model"):
                answers.append(retrying(lambda: action(second), second))
            second.cr.commit()

        thread = threading.Thread(target=work)
        thread.start()
        thread.join(1)
        first.cr.commit()
        thread.join(60)
        self.assertFalse(thread.is_alive())
        return answers

    def receive(self, env):
        warehouse = env["stock.warehouse"].browse(self.ids["warehouse"])
        picking = env["stock.picking"].create({
            "picking_type_id": warehouse.in_type_id.id,
            "location_id": env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": warehouse.lot_stock_id.id,
            "move_ids": [Command.create({
                "product_id": self.ids["product"], "product_uom_qty": 6,
                "location_id": env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": warehouse.lot_stock_id.id,
            })],
        })
        picking.action_confirm()
        return picking.id

    def test_a_full_bin_is_not_proposed_twice(self):
        pickings = self.race(self.receive)
        with self.registry.cursor() as cr:
            lines = api.Environment(cr, SUPERUSER_ID, {})["stock.picking"].browse(pickings).move_line_ids
            placed = {}
            for line in lines:
                placed[line.location_dest_id.name] = placed.get(line.location_dest_id.name, 0) + line.quantity
        self.assertEqual(placed, {"RACE-1": 4, "RACE-2": 4, "RACE-3": 4})

    def test_a_pick_face_is_filled_once(self):
        bins = self.ids["bins"]
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            product = env["product.product"].browse(self.ids["product"])
            env["stock.quant"]._update_available_quantity(product, env["stock.location"].browse(bins[1]), 50)
            face = env["psms.stock.pick.face"].create({
                "product_id": product.id, "location_id": bins[0], "source_id": bins[1], "min_qty": 1, "max_qty": 4}).id
        answers = self.race(lambda env: pick_face.fill(env["psms.stock.pick.face"].browse(face)).ids)
        self.assertEqual(len(sum(answers, [])), 1, answers)
