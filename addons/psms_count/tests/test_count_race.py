import threading
from contextlib import contextmanager

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tests.common import BaseCase, get_db_name
from odoo.tools import SQL, mute_logger

from ..services import post

NAME = "Count race"


@tagged("post_install", "-at_install")
class TestCountRace(BaseCase):
    """Two real transactions: counting while goods are picked, two people on one line, two jobs that post one chunk."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.addClassCleanup(cls.clean)
        with cls.env() as env:
            company = env.ref("base.main_company")
            warehouse = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
            people = env["res.users"].with_context(no_reset_password=True).create([{
                "name": f"{NAME} {login}", "login": f"count_race_{login}", "company_id": company.id,
                "company_ids": [(6, 0, company.ids)], "group_ids": [(4, env.ref("psms_base.group_store_keeper").id)],
            } for login in "ab"])
            cls.company, cls.warehouse, cls.people = company.id, warehouse.id, people.ids

    def setUp(self):
        super().setUp()
        with self.env() as env:
            warehouse = env["stock.warehouse"].browse(self.warehouse)
            place = env["stock.location"].create({"name": NAME, "location_id": warehouse.lot_stock_id.id})
            product = env["product.product"].create({"name": NAME, "is_storable": True, "standard_price": 1})
            self.place, self.product = place.id, product.id
            self.move(env, 20)
            count = env["psms.count"].create({"warehouse_id": warehouse.id, "location_ids": place.ids})
            count.action_fill()
            count.action_start()
            self.count, self.line = count.id, count.line_ids.id

    @classmethod
    @contextmanager
    def env(cls, user=None):
        with cls.registry.cursor() as cr:
            cr.execute("SELECT 1")  # takes the snapshot, as the session check of a real request does
            yield api.Environment(cr, user or SUPERUSER_ID, {})

    @classmethod
    def clean(cls):
        """Goods of a done move can't be deleted by the ORM, so they go by SQL."""
        with cls.env() as env:
            product = env["product.product"].search([("name", "=", NAME)])
            place = env["stock.location"].search([("name", "=", NAME)])
            counts = env["psms.count"].search([("location_ids", "in", place.ids)])
            for table in ("stock_move_line", "stock_move", "psms_count_line", "stock_quant", "psms_stock_guard"):
                env.cr.execute(SQL("DELETE FROM %s WHERE product_id = ANY(%s)", SQL.identifier(table), product.ids))
            counts.state = "cancelled"
            counts.unlink()
            product.product_tmpl_id.unlink()
            place.unlink()
            env["res.users"].search([("login", "=like", "count_race_%")]).unlink()

    def move(self, env, quantity):
        """Bring goods in, or out with a negative quantity, by a move of Odoo."""
        product, place = env["product.product"].browse(self.product), env["stock.location"].browse(self.place)
        source, dest = env.ref("stock.stock_location_suppliers"), place
        if quantity < 0:
            source, dest = place, env.ref("stock.stock_location_customers")
        move = env["stock.move"].create({
            "product_id": product.id, "product_uom": product.uom_id.id, "product_uom_qty": abs(quantity), "picked": True,
            "location_id": source.id, "location_dest_id": dest.id, "company_id": self.company,
            "move_line_ids": [(0, 0, {
                "product_id": product.id, "product_uom_id": product.uom_id.id, "quantity": abs(quantity), "picked": True,
                "location_id": source.id, "location_dest_id": dest.id, "company_id": self.company})],
        })
        move._action_done()
        env.flush_all()

    def together(self, first, second):
        """Do ``first`` and, before it is committed, begin ``second``, which Odoo repeats when it comes second."""
        failures = []

        def run_second(env):
            try:
                retrying(lambda: second(env), env)
                env.cr.commit()
            except UserError as error:
                failures.append(error)

        with self.env() as early, self.env() as late, mute_logger("odoo.sql_db", "odoo.service.model"):
            first(early)
            early.flush_all()
            thread = threading.Thread(target=run_second, args=(late,))
            thread.start()
            thread.join(0.5)
            self.assertTrue(thread.is_alive(), "the second waits for the first")
            early.cr.commit()
            thread.join(30)
            self.assertFalse(thread.is_alive())
        return failures

    def enter(self, env, quantity, person=0):
        env["psms.count"].with_user(self.people[person]).browse(self.count).psms_enter([[self.line, quantity]])
        env.flush_all()

    def result(self):
        with self.env() as env:
            line = env["psms.count.line"].browse(self.line)
            quants = env["stock.quant"].search([("product_id", "=", self.product), ("location_id", "=", self.place)])
            return line.difference, line.first_by_id.id, quants.mapped("quantity"), line.move_ids.mapped("product_uom_qty")

    def finish(self):
        with self.env() as env:
            count = env["psms.count"].browse(self.count)
            count.action_finish()
            self.assertEqual(count.state, "posted")

    def test_picked_while_it_is_counted(self):
        """Whoever counts 15 while 5 are booked out waits for the booking: no difference."""
        self.together(lambda env: self.move(env, -5), lambda env: self.enter(env, 15))
        self.finish()
        self.assertEqual(self.result(), (0, self.people[0], [15], []))

    def test_counted_while_it_is_picked(self):
        """Counted 20 first, then 5 are taken: 15 stay, and nothing is adjusted."""
        self.together(lambda env: self.enter(env, 20), lambda env: self.move(env, -5))
        self.finish()
        self.assertEqual(self.result(), (0, self.people[0], [15], []))

    def test_two_people_on_one_line(self):
        failures = self.together(lambda env: self.enter(env, 18), lambda env: self.enter(env, 19, person=1))
        self.assertIn(f"has been counted by {NAME} a at", str(failures[0]))
        self.assertEqual(self.result(), (-2, self.people[0], [20], []))

    def test_posted_while_it_is_picked(self):
        self.prepare(18)
        self.together(lambda env: self.move(env, -5), self.post)
        self.assertEqual(self.result(), (-2, self.people[0], [13], [2]))

    def test_picked_while_it_is_posted(self):
        self.prepare(18)
        self.together(self.post, lambda env: self.move(env, -5))
        self.assertEqual(self.result(), (-2, self.people[0], [13], [2]))

    def test_two_jobs_post_one_chunk(self):
        self.prepare(18)
        self.together(self.post, self.post)
        self.assertEqual(self.result(), (-2, self.people[0], [18], [2]))

    def prepare(self, quantity):
        with self.env() as env:
            self.enter(env, quantity)
            env["psms.count"].browse(self.count).state = "posting"

    def post(self, env):
        post.post_chunk(env["psms.count"].browse(self.count))
        env.flush_all()
