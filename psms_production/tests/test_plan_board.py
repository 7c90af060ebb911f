from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanBoard(PlanCommon):
    """What the item board shows of one item, and how fast."""

    def board(self, product=None, **arguments):
        return self.env["psms.plan.item"].with_user(self.planner).board(product_id=product and product.id, **arguments)

    def test_documents(self):
        """Every figure of the grid comes with its document."""
        sale = self.sell(self.cooker, 10, days=30)
        self.stock(self.screw, 15)
        purchase = self.buy(self.screw, 20, days=12)
        self.plan()
        board = self.board(self.screw)
        documents = {row["row"]: row for row in board["documents"]}
        self.assertEqual(set(documents), {"dependent", "open"})
        self.assertEqual((documents["dependent"]["quantity"], documents["dependent"]["date"], documents["dependent"]["name"]),
                         (40, self.day(28), "Cooker"))
        self.assertEqual((documents["open"]["quantity"], documents["open"]["res_id"], documents["open"]["partner"]),
                         (20, purchase.id, "Plan Test Vendor"))
        [order] = board["orders"]
        self.assertEqual((order["quantity"], order["due"], order["release"], order["state"]),
                         (5, self.day(28), self.day(23), "planned"))
        self.assertEqual((board["item"]["on_hand_qty"], board["item"]["vendor"], board["item"]["source"]),
                         (15, "Plan Test Vendor", "buy"))
        self.assertEqual([row["action"] for row in board["advice"]], ["defer"])
        cooker = self.board(self.cooker)
        self.assertEqual([(row["row"], row["res_id"], row["promise"]) for row in cooker["documents"]],
                         [("sale", sale.id, self.day(30))])

    def test_which_item(self):
        """What is asked for, in the plan of today; else what is most urgent."""
        self.assertEqual(self.board(), {"item": False, "planned": False})
        self.sell(self.cooker, 10, days=30)
        self.plan()
        self.assertEqual(self.board()["item"]["product"][0], self.sheet.id)
        old = self.board(self.screw)["item"]["id"]
        self.plan()
        board = self.board(item_id=old)
        self.assertEqual(board["item"]["product"][0], self.screw.id)
        self.assertNotEqual(board["item"]["id"], old)
        self.assertEqual(self.board(self.bought("Nobody asks")), {"item": False, "planned": True})
        following = self.board(item_id=board["previous"])
        self.assertEqual(following["next"], board["item"]["id"])
        action = self.screw.action_psms_item_board()
        self.assertEqual((action["tag"], action["params"]), ("psms_item_board", {"product_id": self.screw.id}))

    def test_problems(self):
        lonely = self.product("Lonely")
        self.sell(lonely, 1, days=9)
        self.plan()
        self.assertIn("neither a vendor nor", self.board(lonely)["problems"][0])

    def test_statements(self):
        """As many statements for fifty documents as for one."""
        self.sell(self.screw, 10, days=30)
        self.sell(self.sheet, 1, days=30)
        for days in range(50):
            self.sell(self.sheet, 1, days=days + 10)
        self.plan()
        counts = []
        for product in (self.screw, self.sheet):
            self.board(product)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.board(product)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[0], 26)

    def test_rights(self):
        self.sell(self.screw, 10, days=30)
        self.plan()
        item = self.board(self.screw)["item"]["id"]
        sales = new_test_user(self.env, "board_sales", groups="psms_base.group_salesperson", company_id=self.company.id,
                              company_ids=[Command.set(self.company.ids)])
        with self.assertRaises(AccessError):
            self.env["psms.plan.item"].with_user(sales).board(item_id=item)
        other = self.env["res.company"].create({"name": "Board Other"})
        stranger = new_test_user(self.env, "board_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[Command.set(other.ids)])
        Item = self.env["psms.plan.item"].with_user(stranger).with_context(allowed_company_ids=other.ids)
        self.assertFalse(Item.board(item_id=item)["item"])


@tagged("post_install", "-at_install")
class TestPlanBoardBrowser(PlanCommon, HttpCase):

    def test_tour(self):
        """Open the board, change a quantity, see components and customer's order."""
        self.planner.password = "plan_test_planner"
        self.sell(self.cooker, 10, days=30)
        self.plan()
        self.start_tour("/odoo/psms-item-board", "psms_production_item_board", login=self.planner.login)
        order = self.env["psms.planned.order"].search([("product_id", "=", self.cooker.id), ("state", "=", "firm")])
        self.assertEqual(order.quantity, 25)

    def test_hoot(self):
        """The arithmetic of the board and the tree, in JavaScript."""
        self.browser_js("/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&filter=%40psms_production", "", "",
                        login="admin", timeout=300, success_signal="[HOOT] Test suite succeeded")
