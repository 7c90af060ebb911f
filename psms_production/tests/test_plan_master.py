import base64
import io
from datetime import date, timedelta

import openpyxl

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..services.plan_forecast import monday
from ..services.plan_master import available_to_promise, projected_available, weekly
from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanMaster(PlanCommon):
    """The weekly grid: forecasts typed, pasted and imported, what orders consume of them, and what can still be promised."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.schedule = cls.env["psms.master.schedule"].with_user(cls.planner).with_company(cls.company)
        cls.first = monday(cls.today)

    def week(self, number):
        return self.first + timedelta(weeks=number)

    def days(self, number):
        """Days from today to the Wednesday of a later week."""
        return (self.week(number) - self.today).days + 2

    def type(self, product, quantities):
        """{week number: quantity} of forecast."""
        return self.schedule.save([
            {"product_id": product.id, "warehouse_id": self.warehouse.id, "week": self.week(number).isoformat(),
             "quantity": quantity} for number, quantity in quantities.items()])

    def line(self, product, weeks=6, **filters):
        [line] = [line for line in self.schedule.grid(filters, weeks)["lines"] if line["product_id"] == product.id]
        return line

    def forecasts(self):
        return {(row.product_id, (row.week_start - self.first).days // 7): row.quantity
                for row in self.env["psms.forecast"].search([("company_id", "=", self.company.id)])}

    # -- arithmetic ----------------------------------------------------------------------------------------------------

    def test_example(self):
        """The example of services/plan_master.py."""
        supply = [0, 100, 0, 100]
        self.assertEqual(projected_available(20, supply, [20, 50, 70, 60]), [0, 50, -20, 20])
        self.assertEqual(projected_available(20, supply, [15, 40, 70, 20]), [5, 65, -5, 75])
        self.assertEqual(available_to_promise(20, supply, [15, 40, 70, 20]), [0, 0, 0, 75])

    def test_promise_is_safe(self):
        """Promising all of it, in any one week, leaves no week short; one more does."""
        on_hand, supply, orders = 30, [0, 40, 0, 0, 60, 0], [10, 20, 15, 5, 10, 50]
        for week, most in enumerate(available_to_promise(on_hand, supply, orders)):
            def left(extra, week=week):
                return min(projected_available(on_hand, supply, [
                    quantity + (extra if number == week else 0) for number, quantity in enumerate(orders)]))
            self.assertGreaterEqual(left(most), 0)
            self.assertLess(left(most + 1), 0)

    def test_weekly(self):
        first = date(2026, 5, 4)
        flows = [(date(2026, 4, 1), 1), (date(2026, 5, 10), 2), (date(2026, 5, 11), 4), (date(2026, 6, 30), 8)]
        self.assertEqual(weekly(flows, first, 3), [3, 4, 0])

    # -- the grid ------------------------------------------------------------------------------------------------------

    def test_grid(self):
        """Forecast, what the orders consume of it, planned supply, stock and what can be promised."""
        self.stock(self.cooker, 10)
        self.sell(self.cooker, 30, days=self.days(4))
        self.type(self.cooker, {4: 50, 5: 20})
        self.plan()
        line = self.line(self.cooker)
        rows = line["rows"]
        self.assertEqual((line["on_hand"], line["unit"]), (10, "Units"))
        self.assertEqual(rows["forecast"], [0, 0, 0, 0, 50, 20])
        self.assertEqual(rows["consumed"], [0, 0, 0, 0, 30, 0])
        self.assertEqual(rows["left"], [0, 0, 0, 0, 20, 20])
        self.assertEqual(rows["orders"], [0, 0, 0, 0, 30, 0])
        # The forecast counts on the first day of its week, so does its planned order.
        self.assertEqual(rows["planned"], [0, 0, 0, 0, 40, 20])
        self.assertEqual(rows["available"], [10, 10, 10, 10, 0, 0])
        self.assertEqual(rows["promise"], [10, 10, 10, 10, 20, 40])
        sheet = [line for line in self.schedule.grid({}, 6)["lines"] if line["product_id"] == self.sheet.id]
        self.assertFalse(sheet)  # only what is sold or forecast

    def test_needs_of_other_products(self):
        """A finished good that is also a component: what its parents need is committed as well."""
        self.stock(self.shell, 100)
        self.sell(self.shell, 20, days=self.days(2))
        self.sell(self.cooker, 30, days=self.days(3))
        self.plan()
        rows = self.line(self.shell)["rows"]
        self.assertEqual((sum(rows["other"]), rows["promise"][-1], rows["promise"][0]), (30, 50, 50))

    def test_outdated(self):
        """The grid says that the plan doesn't know the forecast yet, until it is run again."""
        self.sell(self.cooker, 30, days=self.days(4))
        plan = self.plan()
        self.assertFalse(self.schedule.grid()["plan"]["outdated"])
        plan.sudo().run_date = plan.run_date - timedelta(minutes=1)
        self.type(self.cooker, {4: 50})
        self.assertTrue(self.schedule.grid()["plan"]["outdated"])
        self.assertEqual(self.line(self.cooker)["rows"]["left"][4], 20)
        self.assertEqual(self.line(self.cooker)["rows"]["available"][4], -20)

    def test_frozen(self):
        """Weeks in the demand fence don't count the forecast, those in the planning fence are marked."""
        self.parameters(product_id=self.cooker.id, demand_fence_days=8, fence_days=20)
        self.type(self.cooker, {0: 5, 4: 50})
        self.plan()
        line = self.line(self.cooker)
        days = [max((self.week(number) - self.today).days, 0) for number in range(6)]
        self.assertEqual(line["frozen"], ["demand" if day < 8 else "plan" if day < 20 else "" for day in days])
        self.assertEqual(line["rows"]["available"][0], 0)

    def test_filters_and_pages(self):
        category = self.env["product.category"].create({"name": "Cookers"})
        self.cooker.categ_id = category
        for product in (self.cooker, self.shell, self.screw):
            self.sell(product, 5, days=30)
        self.parameters(product_id=self.shell.id, planner_id=self.planner.id)
        self.plan()

        def names(filters, **page):
            grid = self.schedule.grid(filters, 4, **page)
            return [line["name"] for line in grid["lines"]], grid["total"]
        self.assertEqual(names({}), (["Cooker", "Screw", "Shell"], 3))
        self.assertEqual(names({}, limit=2, offset=2), (["Shell"], 3))
        self.assertEqual(names({"category_id": category.id}), (["Cooker"], 1))
        self.assertEqual(names({"planner_id": self.planner.id}), (["Shell"], 1))
        self.assertEqual(names({"text": "scre"}), (["Screw"], 1))
        self.assertEqual(names({"warehouse_id": self.warehouse.id})[1], 3)
        self.assertIn("Sheet", names({"everything": True, "text": "Sheet"})[0])
        self.assertEqual(names({"text": "nothing like it"}), ([], 0))

    def test_without_plan(self):
        self.type(self.cooker, {2: 7})
        grid = self.schedule.grid()
        self.assertEqual((grid["plan"]["id"], len(grid["lines"])), (False, 1))

    def test_cells_open(self):
        """Every figure opens what is behind it."""
        order = self.sell(self.cooker, 30, days=self.days(3))
        self.buy(self.cooker, 10, days=self.days(2))
        self.plan()

        def behind(row, number):
            action = self.schedule.action_open_cell(self.cooker.id, self.warehouse.id, self.week(number).isoformat(), row)
            return self.env[action["res_model"]].with_user(self.planner).search(action["domain"])
        self.assertEqual(behind("orders", 3).name, order.name)
        self.assertFalse(behind("orders", 2))
        self.assertEqual(behind("supply", 2).quantity, 10)
        self.assertEqual(behind("planned", 3).quantity, 20)

    def test_statements_do_not_grow(self):
        counts = []
        for amount in (3, 60):
            self.sell_each([
                (self.made(f"Good {amount} {number}", [(self.shell, 1)]), 5, 20 + number % 9) for number in range(amount)])
            self.plan()
            self.schedule.grid({}, 26, limit=1000)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.schedule.grid({}, 26, limit=1000)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

    # -- writing -------------------------------------------------------------------------------------------------------

    def test_save(self):
        """New, changed and taken away in one call, with statements that don't grow."""
        self.assertEqual(self.type(self.cooker, {1: 10, 2: 20, 3: 30}), 3)
        self.type(self.cooker, {1: 15, 2: 0, 3: 30, 4: 40})
        self.assertEqual(self.forecasts(), {(self.cooker, 1): 15, (self.cooker, 3): 30, (self.cooker, 4): 40})
        counts = []
        for weeks, more in ((range(5, 10), 0), (range(5, 50), 7), (range(5, 50), 0)):
            before = self.env.cr.sql_log_count
            self.type(self.screw, {week: week + more for week in weeks})
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), 12)
        with self.assertRaisesRegex(UserError, "negative"):
            self.type(self.cooker, {1: -1})

    def test_round_trip(self):
        """What is exported is imported again without a loss, and a second time nothing changes."""
        self.sell(self.screw, 5, days=self.days(2))
        self.type(self.cooker, {1: 10.25, 3: 30})
        self.type(self.screw, {2: 7})
        self.plan()
        before = self.forecasts()
        content = self.schedule.export_sheet({}, 8)["content"]
        self.env["psms.forecast"].search([("company_id", "=", self.company.id)]).unlink()
        self.assertEqual(self.schedule.import_sheet(content), 3)
        self.assertEqual(self.forecasts(), before)
        self.schedule.import_sheet(content)
        self.assertEqual(self.forecasts(), before)
        self.env["res.lang"]._activate_lang("zh_CN")
        chinese = self.schedule.with_context(lang="zh_CN").export_sheet({}, 8)["content"]
        self.assertEqual((self.schedule.import_sheet(chinese), self.forecasts()), (3, before))

    def sheet_of(self, *rows):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        file = io.BytesIO()
        book.save(file)
        return base64.b64encode(file.getvalue()).decode()

    def test_sheet_by_hand(self):
        """Without keys: by code or name, the first warehouse, any day of the week; empty leaves as it is, 0 takes away."""
        self.cooker.default_code = "CK-1"
        self.type(self.cooker, {1: 10, 2: 20, 3: 30})
        header = ["", "Product", "", "", self.week(1) + timedelta(days=2), self.week(2).isoformat(), self.week(3).isoformat()]
        count = self.schedule.import_sheet(self.sheet_of(
            header, ["", "CK-1", "", "", 11, None, 0], [None] * 7, ["", "Screw", self.warehouse.code, "", 5.5, "", "6"]))
        self.assertEqual(count, 4)
        self.assertEqual(self.forecasts(), {
            (self.cooker, 1): 11, (self.cooker, 2): 20, (self.screw, 1): 5.5, (self.screw, 3): 6})

    def test_bad_sheet(self):
        """Every fault by row and column, and nothing is written."""
        self.bought("Screw")
        header = ["Key", "Product", "Warehouse", "Figure", self.week(1).isoformat(), "soon"]
        content = self.sheet_of(
            header, ["", "Cooker", "", "", "many", 5], ["", "Unknown", "", "", 5], ["", "Screw", "", "", 5],
            ["", "Cooker", "XX", "", 5],
            ["999999@1", "", "", "", 5], ["", "Cooker", "", "", -3], ["", "Cooker", "", "Orders", "whatever"])
        with self.assertRaises(UserError) as caught:
            self.schedule.import_sheet(content)
        text = str(caught.exception)
        for part in ("Row 1, column F: “soon”", "Row 2, column E: “many”", "Row 3, column B: there is no product",
                     "Row 4, column B: several", "Row 5, column C: there is no warehouse",
                     "Row 6, column A: there is no product", "Row 7, column E: “-3”"):
            self.assertIn(part, text)
        self.assertNotIn("Row 8", text)
        self.assertEqual(self.forecasts(), {})
        with self.assertRaisesRegex(UserError, "can't be read"):
            self.schedule.import_sheet(base64.b64encode(b"nonsense").decode())
        with self.assertRaisesRegex(UserError, "no forecast"):
            self.schedule.import_sheet(self.sheet_of(header[:5]))

    def test_rights(self):
        """Planners only, and only of their company."""
        seller = new_test_user(self.env, "master_sales", groups="psms_base.group_salesperson", company_id=self.company.id,
                               company_ids=[Command.set(self.company.ids)])
        schedule = self.env["psms.master.schedule"].with_user(seller)
        for call in (schedule.grid, schedule.export_sheet, lambda: schedule.save([]), lambda: schedule.import_sheet("")):
            with self.assertRaises(AccessError):
                call()
        other = self.env["res.company"].create({"name": "Plan Test Other"})
        stranger = new_test_user(self.env, "master_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[Command.set(other.ids)])
        self.type(self.cooker, {1: 10})
        foreign = self.env["psms.master.schedule"].with_user(stranger).with_context(allowed_company_ids=other.ids)
        self.assertFalse(foreign.grid()["lines"])
        with self.assertRaises(UserError):
            foreign.save([{"product_id": self.cooker.id, "warehouse_id": self.warehouse.id, "week": self.week(1).isoformat(),
                           "quantity": 99}])
        self.assertEqual(self.forecasts(), {(self.cooker, 1): 10})
