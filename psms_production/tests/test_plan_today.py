from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PlanCommon

COLUMNS = {name: {} for name in ("kind", "urgency", "date", "quantity", "value", "document", "reason")}
COLUMNS |= {name: {"fields": {"display_name": {}}} for name in ("product_id", "vendor_id", "customer_id", "uom_id")}


@tagged("post_install", "-at_install")
class TestPlanToday(PlanCommon):
    """The planner's first screen: what must be ordered or moved, who waits, in constant time."""

    @property
    def Today(self):
        return self.env["psms.plan.today"].with_user(self.planner)

    def rows(self, **values):
        self.env.invalidate_all()
        return self.Today.search([(name, "=", value) for name, value in values.items()])

    def test_orders(self):
        """Planned orders whose release is due within a week, with urgency, money and the reason."""
        self.sell(self.screw, 100, days=5)  # release today
        self.sell(self.sheet, 10, days=9)  # in four days
        self.sell(self.bought("Late Part", price=7.0), 3, days=2)  # three days late
        self.sell(self.bought("Far Part"), 1, days=60)
        self.plan()
        self.assertEqual(
            [(row.product_id.name, row.kind, row.urgency, row.quantity, round(row.value, 2)) for row in self.rows(kind="order")],
            [("Late Part", "order", "1_overdue", 3, 21.0),
             ("Screw", "order", "2_today", 100, 10.0),
             ("Sheet", "order", "3_week", 10, 30.0)])
        row = self.rows(kind="order")[1]
        self.assertEqual((row.vendor_id, row.warehouse_id, row.company_id), (self.vendor, self.warehouse, self.company))
        self.assertIn("100", row.reason)
        self.assertEqual(row.order_id, self.planned(self.screw))
        self.assertEqual(row.action_open()["res_id"], row.order_id.id)

    def test_late_demand(self):
        """Who waits, how long, for what, and what they pay for it."""
        sale = self.sell(self.cooker, 10, days=3)
        sale.order_line.price_unit = 50
        self.plan()
        row = self.rows(kind="late")
        self.assertEqual((row.product_id, row.customer_id, row.document, row.value, row.urgency),
                         (self.cooker, self.customer, sale.name, sale.order_line.price_subtotal, "3_week"))
        self.assertIn("days late", row.reason)
        self.assertIn("It waits for Sheet", row.reason)

    def test_short_demand(self):
        """What nothing serves within the horizon."""
        self.sell(self.sheet, 4, days=2)
        self.plan()
        self.rows(kind="late").demand_id.sudo().write({"short_qty": 3, "days_late": 0})
        self.assertIn("3 of 4", self.rows(kind="late").reason)

    def test_advice(self):
        sale = self.sell(self.screw, 10, days=20)
        purchase = self.buy(self.screw, 10, days=30)
        self.plan()
        self.assertEqual(self.rows(kind="late").document, sale.name)
        row = self.rows(kind="expedite")
        self.assertEqual((row.kind, row.urgency, row.document, row.vendor_id, row.date),
                         ("expedite", "4_later", purchase.name, self.vendor, self.day(20)))
        self.assertIn(sale.name, row.reason)
        self.assertEqual((row.action_open()["res_model"], row.action_open()["res_id"]), ("purchase.order", purchase.id))
        action = row.action_apply()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(self.rows(kind="expedite").mapped("state"), ["done"])
        self.rows(kind="expedite").action_undo()
        self.assertEqual(self.rows(kind="expedite").mapped("state"), ["open"])
        self.rows(kind="expedite").action_dismiss()
        self.assertEqual(self.rows(kind="expedite").mapped("state"), ["dismissed"])

    def test_bulk(self):
        """All rows at once: each button takes what it is for, and what is done can be taken back from here."""
        self.sell(self.screw, 10, days=20)
        self.buy(self.screw, 10, days=30)
        self.sell(self.sheet, 10, days=2)
        self.plan()
        self.assertEqual(sorted(self.rows().mapped("kind")), ["expedite", "late", "late", "order"])
        self.rows().action_release()
        self.rows().action_apply()
        self.assertEqual({row.kind: row.state for row in self.rows()}, {"expedite": "done", "late": "open", "order": "done"})
        self.rows().action_undo()
        self.assertEqual(set(self.rows().mapped("state")), {"open"})
        self.assertIn("no planned order", self.rows(kind="late")[0].action_release()["params"]["message"])

    def test_done_before_today(self):
        """What was released yesterday is another list's matter."""
        self.sell(self.sheet, 10, days=5)
        self.plan()
        order = self.planned()
        order.release()
        self.assertEqual(self.rows().mapped("state"), ["done"])
        order.sudo().released_on = fields.Datetime.now() - timedelta(days=1)
        self.assertFalse(self.rows())

    def test_old_plan(self):
        """The day is today's, not the plan's; only the current plan counts."""
        self.sell(self.screw, 10, days=30)
        self.plan()
        self.assertFalse(self.rows())
        self.planned().sudo().release_date = self.day(-1)
        self.assertEqual(self.rows().urgency, "1_overdue")
        self.plan()
        self.assertFalse(self.rows())

    def test_overview(self):
        """Counts and values of every kind, whatever kind the list shows."""
        self.assertFalse(self.Today.overview([])["plan"])
        self.assertIn("No plan yet", self.Today.get_empty_list_help("<p>Nothing to do</p>"))
        self.sell(self.screw, 100, days=5)
        self.sell(self.sheet, 10, days=2)
        self.plan()
        overview = self.Today.overview([("state", "=", "open"), ("kind", "=", "late")])
        self.assertTrue(overview["plan"])
        self.assertEqual({kind["name"]: (kind["count"], round(kind["value"], 2)) for kind in overview["kinds"] if kind["count"]},
                         {"order": (2, 40.0), "late": (1, self.rows(kind="late").value)})
        self.assertEqual(self.Today.get_empty_list_help("<p>Nothing to do</p>"), "<p>Nothing to do</p>")

    def test_statements(self):
        """As many statements for a hundred lines as for two."""
        counts = []
        for number in range(2):
            count = 1 + number * 30
            self.sell_each([
                (self.made(f"Good {number} {index}", [(self.screw, 1), (self.sheet, 2)]), 10, 4) for index in range(count)])
            for index in range(count):
                self.buy(self.bought(f"Part {number} {index}"), 10, days=6)
            self.plan()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            page = self.Today.web_search_read([("state", "=", "open")], COLUMNS, limit=200)
            self.Today.overview([("state", "=", "open")])
            counts.append((self.env.cr.sql_log_count - before, page["length"]))
        (few, first), (many, second) = counts
        self.assertGreater(second, 10 * first)
        self.assertLessEqual(many, few)

    def test_rights(self):
        self.sell(self.screw, 100, days=5)
        self.plan()
        row = self.rows()
        other = self.env["res.company"].create({"name": "Today Other"})
        stranger = new_test_user(self.env, "today_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[Command.set(other.ids)])
        self.assertFalse(self.env["psms.plan.today"].with_user(stranger).with_context(
            allowed_company_ids=other.ids).search([]))
        operator = new_test_user(self.env, "today_operator", groups="psms_base.group_operator", company_id=self.company.id,
                                 company_ids=[Command.set(self.company.ids)])
        with self.assertRaises(AccessError):
            self.env["psms.plan.today"].with_user(operator).search([])
        with self.assertRaises(AccessError):
            row.with_user(operator).action_release()
