import re
from datetime import datetime, timedelta
from pathlib import Path

from odoo.tests import TransactionCase, tagged

from odoo.addons.psms_demo.services import build, built_on, demo_logins_in_use, surprises, tell
from odoo.addons.psms_demo.services.people import DEMO_LOGINS, check_logins_are_free
from odoo.addons.psms_demo.services.places import ZHONGSHAN

INVARIANTS = Path(__file__).parents[3] / "tests" / "invariants.sql"
ONE_INVARIANT = re.compile(r"^-- name: (\w+) \[hard\].*?\n(.*?);$", re.MULTILINE | re.DOTALL)


@tagged("post_install", "-at_install")
class TestFactory(TransactionCase):
    """The factory that the installation of this module built in this database."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = built_on(cls.env)
        cls.story = tell(cls.today)
        cls.company = cls.env["res.partner"].search([("ref", "=like", "DEMO %")]).ref_company_ids
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})

    def product(self, code):
        return self.env["product.product"].search([("default_code", "=", code)])

    def at_hand(self, code, plant):
        warehouse = self.env["stock.warehouse"].search([("code", "=", plant), ("company_id", "=", self.company.id)])
        return self.product(code).with_context(warehouse_id=warehouse.id)

    def test_second_build_does_nothing(self):
        self.assertFalse(build(self.env, self.today + timedelta(days=1)))

    def test_taken_logins_are_refused_in_words(self):
        with self.assertRaisesRegex(Exception, "planner"):
            check_logins_are_free(self.env)

    def test_documents_are_those_of_the_story(self):
        """Counts and sums equal the story's, which is the same for the same day."""
        today = self.story.workdays.today
        company = [("company_id", "=", self.company.id)]
        sales = [sale for sale in self.story.sales if sale.ordered < today]
        orders = self.env["sale.order"].search([*company, ("state", "=", "sale"), ("create_date", "<", self.today)])
        told = sum(quantity for sale in sales for _code, quantity in sale.lines)
        self.assertEqual(len(orders), len(sales))
        self.assertEqual(sum(orders.order_line.mapped("product_uom_qty")), told)
        made = [order for order in self.story.supply.productions if order.ready < today]
        productions = self.env["mrp.production"].search([*company, ("state", "=", "done"), ("date_finished", "<", self.today)])
        self.assertEqual(len(productions), len(made))
        self.assertEqual(sum(productions.mapped("qty_produced")), sum(order.quantity for order in made))
        bought = [order for order in self.story.supply.purchases if order.ordered < today]
        purchases = self.env["purchase.order"].search([*company, ("state", "=", "purchase"), ("create_date", "<", self.today)])
        self.assertEqual(len(purchases), len(bought))
        self.assertAlmostEqual(
            sum(purchases.order_line.mapped("product_qty")),
            sum(quantity for order in bought for quantity in order.lines.values()), 2,
        )

    def test_shape(self):
        self.assertEqual(self.env["stock.warehouse"].search_count([("company_id", "=", self.company.id)]), 3)
        self.assertGreaterEqual(self.env["mrp.workcenter"].search_count([("company_id", "=", self.company.id)]), 8)
        self.assertGreaterEqual(self.depth(self.product("HY-RC30")), 4)
        self.assertEqual(len(self.product("HY-RC40W").product_tmpl_id.product_variant_ids), 2)
        self.assertEqual(self.env["mrp.bom"]._bom_find(self.product("HY-SET1"))[self.product("HY-SET1")].type, "phantom")

    def depth(self, product):
        bom = self.env["mrp.bom"]._bom_find(product)[product]
        return 1 + max((self.depth(line.product_id) for line in bom.bom_line_ids), default=0)

    def test_names_are_in_both_languages(self):
        product = self.product("HY-RC30")
        self.assertEqual(product.with_context(lang="en_US").name, "Rice cooker Classic 3 L")
        self.assertEqual(product.with_context(lang="zh_CN").name, "经典电饭煲 3L")

    def test_no_document_lies_in_the_future(self):
        end = datetime.combine(self.today, datetime.min.time())
        company = ("company_id", "=", self.company.id)
        self.assertTrue(self.env["stock.move"].search_count([company, ("state", "=", "done"), ("date", "<", end)]))
        first = self.env["stock.move"].search([company, ("state", "=", "done")], order="date", limit=1)
        self.assertLess(first.date, end - timedelta(days=150))
        self.assertFalse(self.env["account.move"].search_count([
            company, ("create_date", "<", end), ("date", ">=", self.today), ("state", "=", "posted"),
        ]))

    def test_demo_passwords_are_found(self):
        people = set(DEMO_LOGINS) - {"admin"}
        self.assertTrue(people <= set(demo_logins_in_use(self.env)))
        self.env["res.users"].search([("login", "=", "store")]).password = "something-else-9"
        self.assertNotIn("store", demo_logins_in_use(self.env))

    def test_there_is_a_late_order_to_find(self):
        late = self.story.late
        code, pieces = late.lines[0]
        lines = self.env["sale.order.line"].search([
            ("company_id", "=", self.company.id), ("state", "=", "sale"), ("product_id", "=", self.product(code).id),
            ("order_id.commitment_date", "<", self.today), ("product_uom_qty", "=", pieces),
        ])
        self.assertEqual(lines.mapped("qty_delivered"), [0.0])
        self.assertLess(self.at_hand(code, late.warehouse).qty_available, pieces)

    def test_there_is_a_shortage_to_find(self):
        self.assertLess(self.at_hand(surprises.SHORT_CODE, ZHONGSHAN).virtual_available, 0)
        part = self.at_hand(surprises.SHORT_PART, ZHONGSHAN)
        self.assertLess(part.virtual_available, surprises.SHORT_PIECES)

    def test_there_is_an_overstock_to_find(self):
        part = self.at_hand(surprises.OVERSTOCKED, ZHONGSHAN)
        self.assertGreater(part.qty_available, surprises.OVERSTOCK_PIECES / 2)
        self.assertGreaterEqual(part.incoming_qty, surprises.OVERSTOCK_ON_ORDER)

    def test_work_of_the_warehouse_has_begun(self):
        """Whoever opens the screens of the warehouse finds somebody at work."""
        company = [("company_id", "=", self.company.id)]
        faces = self.env["psms.stock.pick.face"].search(company)
        self.assertIn("fine", faces.mapped("state"))
        self.assertTrue(faces.move_ids.filtered(lambda move: move.state == "done"))
        counts = self.env["psms.count"].search(company)
        self.assertTrue({"draft", "counting", "to_approve", "posted"} <= set(counts.mapped("state")), counts.mapped("state"))
        running = counts.filtered(lambda count: count.state == "counting")
        self.assertTrue(0 < running.waiting_count < running.line_count)
        self.assertTrue(all(count.started_at.date() < self.today for count in counts if count.started_at))

    def test_recalls_disturb_nobody(self):
        recalls = self.env["psms.recall"].search([("company_id", "=", self.company.id)])
        self.assertEqual(sorted(recalls.mapped("state")), ["active", "draft"])
        running = recalls.filtered(lambda recall: recall.state == "active")
        self.assertEqual((running.stock_count, running.open_count), (0, 0))
        self.assertTrue({"confirmed", "draft"} <= set(running.customer_ids.mapped("state")))
        self.assertTrue(recalls.filtered(lambda recall: recall.state == "draft").customer_ids)

    def test_hard_invariants_hold(self):
        if not INVARIANTS.exists():
            self.skipTest("the project's tests/invariants.sql is not beside this addon")
        self.env.flush_all()
        queries = ONE_INVARIANT.findall(INVARIANTS.read_text(encoding="utf-8"))
        self.assertGreater(len(queries), 20)
        for name, query in queries:
            with self.subTest(name):
                self.env.cr.execute(query)
                self.assertFalse(self.env.cr.fetchall(), name)
