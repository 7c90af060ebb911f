import threading

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ValidationError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestUniqueRace(BaseCase):
    """Several people enter the same number at the same moment, each in a transaction of their own."""

    CREW = 3
    MARK = "psms unique race"

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self.clean)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env.ref("base.main_company")
            self.company_id = company.id
            self.warehouse_id = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1).id
            self.serial_id, self.lot_id = env["product.product"].create([
                {"name": self.MARK, "is_storable": True, "tracking": tracking} for tracking in ("serial", "lot")
            ]).ids

    def clean(self):
        """Take away what was committed; done moves go by the superuser's last means, SQL."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            products = env["product.product"].with_context(active_test=False).search([("name", "=like", self.MARK + "%")])
            pickings = env["stock.picking"].search([("origin", "=", self.MARK)])
            for query in (
                "DELETE FROM stock_quant WHERE product_id = ANY(%s)",
                "DELETE FROM stock_move_line WHERE product_id = ANY(%s)",
                "DELETE FROM stock_move WHERE product_id = ANY(%s)",
                "DELETE FROM stock_lot WHERE product_id = ANY(%s)",
                "DELETE FROM psms_stock_guard WHERE product_id = ANY(%s)",
            ):
                cr.execute(query, [products.ids])
            cr.execute("DELETE FROM stock_picking WHERE id = ANY(%s)", [pickings.ids])
            env.invalidate_all()
            products.product_tmpl_id.unlink()
            env["stock.package"].search([("name", "=like", self.MARK + "%")]).unlink()

    @mute_logger("odoo.sql_db")
    def race(self, action):
        """Run ``action(env, number)`` for each of the crew, all on a snapshot taken before any began.

        :return: the answers, a refusal as its exception
        """
        answers, barrier = [None] * self.CREW, threading.Barrier(self.CREW)

        def work(number):
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                cr.execute("SELECT 1")  # takes the snapshot
                barrier.wait(20)
                try:
                    answers[number] = retrying(lambda: action(env, number), env)
                except ValidationError as refusal:
                    cr.rollback()
                    answers[number] = refusal

        threads = [threading.Thread(target=work, args=(number,)) for number in range(self.CREW)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    def one_of(self, answers):
        """Exactly one got through; the others were refused in words that tell what to do."""
        refusals = [answer for answer in answers if isinstance(answer, ValidationError)]
        self.assertEqual(len(refusals), self.CREW - 1, answers)
        for refusal in refusals:
            self.assertNotIn("psms_", str(refusal))
        return refusals

    def count(self, model, domain):
        with self.registry.cursor() as cr:
            return api.Environment(cr, SUPERUSER_ID, {})[model].search_count(domain)

    def test_lot(self):
        self.one_of(self.race(lambda env, number: env["stock.lot"].create(
            {"name": "R1", "product_id": self.lot_id}).id))
        self.assertEqual(self.count("stock.lot", [("product_id", "=", self.lot_id)]), 1)

    def test_lot_with_and_without_company(self):
        """The index cannot see these two; the claimed row makes Odoo's check see them."""
        self.one_of(self.race(lambda env, number: env["stock.lot"].create(
            {"name": "R2", "product_id": self.lot_id, "company_id": self.company_id if number % 2 else False}).id))
        self.assertEqual(self.count("stock.lot", [("product_id", "=", self.lot_id)]), 1)

    def test_barcode_of_product_and_packaging(self):
        def enter(env, number):
            if number % 2:
                unit = env.ref("uom.product_uom_dozen")
                return env["product.uom"].create(
                    {"barcode": "PSMS-RACE", "product_id": self.lot_id, "uom_id": unit.id}).id
            return env["product.product"].create({"name": f"{self.MARK} {number}", "barcode": "PSMS-RACE"}).id

        self.one_of(self.race(enter))
        taken = [("barcode", "=", "PSMS-RACE")]
        self.assertEqual(self.count("product.product", taken) + self.count("product.uom", taken), 1)

    def test_package(self):
        refusals = self.one_of(self.race(lambda env, number: env["stock.package"].create({"name": self.MARK}).id))
        self.assertIn("Choose another number", str(refusals[0]))
        self.assertEqual(self.count("stock.package", [("name", "=", self.MARK)]), 1)

    def receive(self, product_id, quantity, lot_name):
        """A confirmed receipt for each of the crew, validated by all at once."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            warehouse = env["stock.warehouse"].browse(self.warehouse_id)
            source, dest = env.ref("stock.stock_location_suppliers"), warehouse.lot_stock_id
            product = env["product.product"].browse(product_id)
            pickings = env["stock.picking"].create([{
                "picking_type_id": warehouse.in_type_id.id, "location_id": source.id, "location_dest_id": dest.id,
                "origin": self.MARK,
                "move_ids": [(0, 0, {
                    "product_id": product.id, "product_uom_qty": quantity, "product_uom": product.uom_id.id,
                    "location_id": source.id, "location_dest_id": dest.id, "quantity": quantity, "picked": True,
                })],
            } for _number in range(self.CREW)])
            pickings.action_confirm()
            pickings.move_line_ids.lot_name = lot_name
            pickings.move_line_ids.picked = True
            ids = pickings.ids
        answers = self.race(lambda env, number: env["stock.picking"].browse(ids[number]).button_validate())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            lots = env["stock.lot"].search([("product_id", "=", product_id)])
            return answers, len(lots), lots.product_qty if len(lots) == 1 else None

    def test_same_new_serial_received_by_several(self):
        """One lot with one unit; the others read that the number is taken."""
        answers, lots, on_hand = self.receive(self.serial_id, 1, "SN-1")
        self.one_of(answers)
        self.assertEqual((lots, on_hand), (1, 1))

    def test_same_new_lot_received_by_several(self):
        """A lot may come in several deliveries: Odoo's retry finds the one that the first made."""
        answers, lots, on_hand = self.receive(self.lot_id, 5, "LOT-1")
        self.assertFalse([answer for answer in answers if isinstance(answer, Exception)], answers)
        self.assertEqual((lots, on_hand), (1, 5 * self.CREW))
