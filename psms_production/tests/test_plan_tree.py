from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanTree(PlanCommon):
    """Pegging both ways, and where a lateness comes from."""

    def setUp(self):
        super().setUp()
        self.Peg = self.env["psms.plan.peg"].with_user(self.planner)

    def names(self, nodes):
        return [(node["product"], node["type"], node["name"], node["quantity"]) for node in nodes]

    def test_from_purchase_to_customer(self):
        """Which customers' orders does this purchase serve?"""
        first, second = self.sell(self.cooker, 10, days=30), self.sell(self.cooker, 5, days=40)
        purchase = self.buy(self.screw, 50, days=12)
        self.plan()
        roots = self.Peg.roots(model="purchase.order", records=purchase.ids)
        self.assertEqual(self.names(roots["nodes"]), [("Screw", "supply", purchase.name, 50)])
        self.assertEqual([(node["name"], node["res_id"]) for node in roots["served"]],
                         [(first.name, first.id), (second.name, second.id)])
        [node] = roots["nodes"]
        above = self.Peg.level([node["end"]], "up")[node["key"]]
        self.assertEqual([(row["product"], row["type"], row["quantity"]) for row in above],
                         [("Cooker", "order", 40), ("Cooker", "order", 10)])
        sales = self.Peg.level([row["end"] for row in above], "up")
        self.assertEqual([self.names(sales[row["key"]]) for row in above],
                         [[("Cooker", "demand", first.name, 10)], [("Cooker", "demand", second.name, 5)]])

    def test_through_production(self):
        """A released production stands between its components and the customer."""
        sale = self.sell(self.cooker, 10, days=30)
        self.plan()
        planned = self.planned(self.cooker)
        planned.release()
        action = planned.action_psms_pegging()
        self.plan()
        roots = self.Peg.roots(model="mrp.production", records=planned.production_id.ids)
        self.assertEqual(self.names(roots["nodes"]), [("Cooker", "supply", planned.production_id.name, 10)])
        self.assertEqual([node["name"] for node in roots["served"]], [sale.name])
        [node] = roots["nodes"]
        parts = self.Peg.level([node["end"]], "down")[node["key"]]
        self.assertEqual(sorted(self.names(parts)), [
            ("Screw", "demand", planned.production_id.name, 40), ("Shell", "demand", planned.production_id.name, 10)])
        sheet = self.Peg.roots(end={"order_id": self.planned(self.sheet).id})
        self.assertEqual([node["name"] for node in sheet["served"]], [sale.name])
        # In the meantime the plan of the released order is an old one: its document takes its place.
        self.assertEqual(action["params"], {"peg_end": {"order_id": planned.id}})
        self.assertEqual(planned.action_psms_pegging()["params"]["peg_model"], "mrp.production")

    def test_down_to_stock(self):
        sale = self.sell(self.cooker, 10, days=30)
        self.stock(self.shell, 4)
        self.plan()
        roots = self.Peg.roots(model="sale.order", records=sale.ids)
        self.assertEqual((roots["direction"], roots["chain"]), ("down", []))
        [order] = self.Peg.level([roots["nodes"][0]["end"]], "down")[roots["nodes"][0]["key"]]
        parts = self.Peg.level([order["end"]], "down")[order["key"]]
        self.assertEqual([(node["product"], node["type"], node["quantity"]) for node in parts],
                         [("Screw", "order", 40), ("Shell", "on_hand", 4), ("Shell", "order", 6)])
        self.assertFalse(next(node for node in parts if node["type"] == "on_hand")["end"])

    def test_lateness(self):
        """The chain from the customer's order down to what is to blame, as sentences."""
        sale = self.sell(self.cooker, 10, days=8)
        self.plan()
        chain = self.Peg.roots(model="sale.order", records=sale.ids)["chain"]
        self.assertEqual([link["key"].split(":")[0] for link in chain], ["demand", "order", "order", "order"])
        self.assertIn("2 days late", chain[0]["text"])
        self.assertIn("waits for Shell", chain[1]["text"])
        self.assertIn("waits for Sheet", chain[2]["text"])
        self.assertIn("takes 5 working days", chain[3]["text"])

    def test_lateness_of_a_firm_order(self):
        late = self.buy(self.screw, 40, days=40)
        self.sell(self.cooker, 10, days=30)
        self.plan()
        cooker = self.planned(self.cooker)
        cooker.firm()
        chain = self.Peg.lateness({"order_id": cooker.id})
        self.assertEqual([link["key"] for link in chain][0], f"order:{cooker.id}")
        self.assertIn(late.name, chain[1]["text"])

    def test_not_in_the_plan(self):
        self.sell(self.screw, 1, days=30)
        self.plan()
        sale = self.sell(self.screw, 10, days=30)
        self.assertFalse(self.Peg.roots(model="sale.order", records=sale.ids)["nodes"])

    def test_statements(self):
        """A level takes as many statements for one node as for thirty."""
        for days in range(30):
            self.sell(self.cooker, 1, days=30 + days)
        self.plan()
        orders = self.planned(self.cooker)
        counts = []
        self.Peg.level([{"order_id": orders[0].id}], "down")
        for some in (orders[:1], orders):
            self.env.invalidate_all()
            self.Peg.check_access("read")
            before = self.env.cr.sql_log_count
            nodes = self.Peg.level([{"order_id": order.id} for order in some], "down")
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(nodes), len(some))
        self.assertEqual(counts[0], counts[1])

    def test_rights(self):
        sale = self.sell(self.screw, 10, days=30)
        self.plan()
        end = {"order_id": self.planned(self.screw).id}
        sales = new_test_user(self.env, "tree_sales", groups="psms_base.group_salesperson", company_id=self.company.id,
                              company_ids=[Command.set(self.company.ids)])
        other = self.env["res.company"].create({"name": "Tree Other"})
        stranger = new_test_user(self.env, "tree_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[Command.set(other.ids)])
        for user in (sales, stranger):
            Peg = self.env["psms.plan.peg"].with_user(user).with_context(allowed_company_ids=user.company_id.ids)
            with self.assertRaises(AccessError):
                Peg.level([end], "up")
            with self.assertRaises(AccessError):
                Peg.roots(end=end)
            with self.assertRaises(AccessError):
                Peg.lateness(end)
        self.assertFalse(Peg.roots(model="sale.order", records=sale.ids)["nodes"])
