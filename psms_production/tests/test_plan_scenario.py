from ast import literal_eval
from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Datetime
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import SQL

from ..services.plan_scenario import calculate_scenario
from .common import PlanCommon

# What people and other programs see of the real world.
REAL = ("sale_order", "sale_order_line", "purchase_order", "purchase_order_line", "mrp_production", "stock_move", "stock_quant",
        "stock_picking", "psms_forecast", "psms_plan_parameter", "stock_warehouse_orderpoint", "product_supplierinfo", "mrp_bom")


@tagged("post_install", "-at_install")
class TestPlanScenario(PlanCommon):
    """What if: suppose, compare, promote or drop; nothing real changes before promotion."""

    def scenario(self, *changes, calculate=True):
        Scenario = self.env["psms.plan.scenario"].with_user(self.planner).with_company(self.company)
        scenario = Scenario.create({
            "name": "What if", "change_ids": [Command.create(values) for values in changes]})
        return self.calculate(scenario) if calculate else scenario

    def calculate(self, scenario):
        calculate_scenario(scenario, Datetime.now())
        return scenario

    def demand(self, document):
        return self.env["psms.plan.demand"].search([("plan_id.state", "=", "current"), ("res_id", "=", document.id),
                                                    ("res_model", "=", document._name)])

    def supply(self, document):
        return self.env["psms.plan.supply"].search([("plan_id.state", "=", "current"), ("res_id", "=", document.id),
                                                    ("res_model", "=", document._name)])

    def orders(self, plan):
        """{product name: [(quantity, days until due)]} of any plan."""
        found = {}
        for order in self.env["psms.planned.order"].search([("plan_id", "=", plan.id)], order="due_date"):
            found.setdefault(order.product_id.name, []).append((order.quantity, (order.due_date - self.today).days))
        return found

    def world(self):
        """Every row of what is real, without the plans."""
        self.env.flush_all()
        return {table: self.env.execute_query(SQL("SELECT md5(t::text) FROM %s t ORDER BY 1", SQL.identifier(table)))
                for table in REAL}

    # -- changes -------------------------------------------------------------------------------------------------------

    def test_new_demand(self):
        """A customer order that is only supposed asks for material on all levels."""
        self.sell(self.cooker, 10, days=30)
        self.plan()
        scenario = self.scenario({
            "kind": "new_demand", "product_id": self.cooker.id, "date": self.day(40), "quantity": 5,
            "partner_id": self.customer.id})
        self.assertEqual(self.orders(scenario.base_id), {
            "Cooker": [(10, 30)], "Shell": [(10, 28)], "Screw": [(40, 28)], "Sheet": [(20, 25)]})
        self.assertEqual(self.orders(scenario.plan_id), {
            "Cooker": [(10, 30), (5, 40)], "Shell": [(10, 28), (5, 38)], "Screw": [(40, 28), (20, 38)],
            "Sheet": [(20, 25), (10, 35)]})
        self.assertEqual((scenario.state, scenario.difference_count), ("calculated", 4))
        self.assertEqual(scenario.plan_id.display_name, "What if")

    def test_product_without_demand(self):
        """Nobody has asked for it so far: it and its components are planned nevertheless."""
        self.plan()
        scenario = self.scenario({"kind": "new_demand", "product_id": self.cooker.id, "date": self.day(40), "quantity": 5})
        self.assertEqual(set(self.orders(scenario.plan_id)), {"Cooker", "Shell", "Screw", "Sheet"})
        self.assertEqual(self.orders(scenario.base_id), {})

    def test_existing_demand(self):
        order = self.sell(self.screw, 10, days=30)
        other = self.sell(self.screw, 7, days=50)
        self.plan()
        scenario = self.scenario(
            {"kind": "demand", "demand_id": self.demand(order).id, "date": self.day(20), "quantity": 15},
            {"kind": "demand", "demand_id": self.demand(other).id, "drop": True})
        self.assertEqual(scenario.change_ids[0].document, order.name)
        self.assertEqual(self.orders(scenario.plan_id), {"Screw": [(15, 20)]})
        self.plan()  # the demand of the plan that it was chosen from isn't needed any more
        self.env["psms.plan"].search([("state", "=", "superseded"), ("company_id", "=", self.company.id)]).unlink()
        self.assertEqual(self.orders(self.calculate(scenario).plan_id), {"Screw": [(15, 20)]})

    def test_supply(self):
        """A purchase put off makes the customer late; the comparison says which, by how much and why."""
        self.stock(self.shell, 100)
        sale = self.sell(self.cooker, 10, days=20)
        purchase = self.buy(self.screw, 40, days=10)
        self.plan()
        scenario = self.scenario({"kind": "supply", "supply_id": self.supply(purchase).id, "date": self.day(25), "quantity": 40})
        figures = scenario.figures
        self.assertEqual([figures[side]["late"]["count"] for side in ("base", "scenario")], [0, 1])
        self.assertEqual((figures["scenario"]["late"]["days"], scenario.late_change), (7, 1))
        self.assertAlmostEqual(figures["scenario"]["late"]["value"], sum(sale.order_line.mapped("price_subtotal")))
        [customer] = scenario.comparison()["customers"]
        self.assertEqual((customer["name"], customer["kind"], customer["before"], customer["after"]), (sale.name, "late", 0, 7))
        self.assertIn(purchase.name, customer["cause"])
        dropped = self.scenario({"kind": "supply", "supply_id": self.supply(purchase).id, "drop": True})
        self.assertEqual(self.orders(dropped.plan_id)["Screw"], [(40, 18)])

    def test_rules_and_stock(self):
        self.sell(self.screw, 10, days=30)
        self.plan()
        for values, orders, release in (
                ({"kind": "stock", "quantity": 4}, [(6, 30)], 25),
                ({"kind": "lead_time", "lead_days": 12}, [(10, 30)], 18),
                ({"kind": "safety", "quantity": 8}, [(8, 5), (10, 30)], 0),
                ({"kind": "lot", "lot_min": 25, "lot_multiple": 10, "lot_max": 0}, [(30, 30)], 25),
                ({"kind": "new_supply", "quantity": 6, "date": self.day(12)}, [(4, 30)], 25)):
            plan = self.scenario({"product_id": self.screw.id, **values}).plan_id
            self.assertEqual(self.orders(plan), {"Screw": orders}, values["kind"])
            first = self.env["psms.planned.order"].search([("plan_id", "=", plan.id)], order="release_date", limit=1)
            self.assertEqual((first.release_date - self.today).days, release, values["kind"])

    def test_figures(self):
        """Stock value at the end of each week and purchases by the week in which they are to be ordered."""
        self.stock(self.screw, 50)
        self.screw.standard_price = 2.0
        self.sell(self.screw, 10, days=14)
        self.plan()
        figures = self.scenario(
            {"kind": "new_demand", "product_id": self.screw.id, "date": self.day(28), "quantity": 100}).figures
        week = [(self.day(days) - (self.today - timedelta(days=self.today.weekday()))).days // 7 for days in (14, 23, 28)]
        base, scenario = figures["base"], figures["scenario"]
        self.assertEqual((base["stock"][0], base["stock"][week[0]], base["stock"][-1]), (100.0, 80.0, 80.0))
        self.assertEqual((scenario["stock"][week[2] - 1], scenario["stock"][-1]), (80.0, 0.0))
        self.assertEqual([number for number, value in enumerate(scenario["purchases"]) if value], [week[1]])
        self.assertEqual(scenario["purchases"][week[1]], 120.0)
        self.assertEqual((base["orders"]["count"], scenario["orders"]["count"]), (0, 1))

    def test_what_the_form_begins_with(self):
        """Values of the current plan, so that only what is different needs typing."""
        order = self.sell(self.screw, 10, days=30)
        self.plan()
        scenario = self.scenario(calculate=False)
        change = Form(self.env["psms.plan.change"].with_user(self.planner).with_context(default_scenario_id=scenario.id))
        change.kind = "demand"
        change.demand_id = self.demand(order)
        self.assertEqual((change.date, change.quantity), (self.day(30), 10))
        change.kind = "lead_time"
        change.product_id = self.screw
        self.assertEqual(change.lead_days, 5)
        change.lead_days = 9
        self.assertIn("9 working days", change.save().display_name)

    def test_incomplete(self):
        for values in ({"kind": "demand"}, {"kind": "new_demand", "product_id": self.screw.id, "quantity": 3},
                       {"kind": "stock"}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.scenario(values, calculate=False)
        with self.assertRaisesRegex(UserError, "Add a change"):
            self.scenario(calculate=False).action_calculate()

    def test_what_cannot_be(self):
        """A document that is closed meanwhile, and a product that the plan doesn't cover."""
        order = self.sell(self.screw, 10, days=30)
        self.plan()
        scenario = self.scenario({"kind": "demand", "demand_id": self.demand(order).id, "drop": True}, calculate=False)
        order._action_cancel()
        with self.assertRaisesRegex(UserError, "not open any more"):
            self.calculate(scenario)
        service = self.product("Plain", is_storable=False)
        with self.assertRaisesRegex(UserError, "doesn't cover"):
            self.scenario({"kind": "new_demand", "product_id": service.id, "date": self.day(5), "quantity": 1})

    # -- nothing real --------------------------------------------------------------------------------------------------

    def test_nothing_real_changes(self):
        """Not one row of the real world, and not the current plan."""
        self.sell(self.cooker, 10, days=30)
        purchase = self.buy(self.screw, 40, days=10)
        plan = self.plan()
        before, figures = self.world(), self.figures()
        scenario = self.scenario(
            {"kind": "supply", "supply_id": self.supply(purchase).id, "date": self.day(25), "quantity": 20},
            {"kind": "new_demand", "product_id": self.cooker.id, "date": self.day(40), "quantity": 5},
            {"kind": "stock", "product_id": self.shell.id, "quantity": 99},
            {"kind": "safety", "product_id": self.sheet.id, "quantity": 9},
            {"kind": "lead_time", "product_id": self.sheet.id, "lead_days": 30})
        self.assertEqual(self.world(), before)
        self.assertEqual((plan.state, self.figures()), ("current", figures))
        plans = (scenario.plan_id | scenario.base_id).ids
        scenario.unlink()
        self.assertEqual(self.world(), before)
        self.assertFalse(self.env["psms.plan"].browse(plans).exists())
        self.assertFalse(self.env["psms.plan.item"].search([("plan_id", "in", plans)]))
        self.assertEqual(self.figures(), figures)

    def test_never_released(self):
        """Orders of a scenario can't be released and are in no list of current orders."""
        self.plan()
        scenario = self.scenario({"kind": "new_demand", "product_id": self.screw.id, "date": self.day(40), "quantity": 5})
        orders = self.env["psms.planned.order"].search([("plan_id", "=", scenario.plan_id.id)])
        self.assertTrue(orders)
        with self.assertRaises(UserError):
            orders.with_user(self.planner).release()
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_production.psms_planned_order_action")
        listed = self.env["psms.planned.order"].search(literal_eval(action["domain"]))
        self.assertFalse(orders & listed)
        self.assertEqual(self.screw.with_user(self.planner).psms_planned_order_count, 0)

    def test_firm_orders(self):
        """A fixed order counts in both plans and stays with the current one."""
        self.sell(self.cooker, 10, days=30)
        plan = self.plan()
        firm = self.planned(self.cooker)
        firm.sudo().write({"state": "firm", "quantity": 12})
        self.plan()
        plan = firm.plan_id
        scenario = self.scenario({"kind": "stock", "product_id": self.shell.id, "quantity": 2})
        self.assertEqual(firm.plan_id, plan)
        self.assertEqual(self.orders(scenario.plan_id)["Shell"], [(10, 28)])
        self.assertEqual(self.orders(scenario.base_id)["Shell"], [(12, 28)])

    # -- promotion -----------------------------------------------------------------------------------------------------

    def test_promote(self):
        """Each change says what promoting does, then does just that; the next plan is that of the scenario."""
        self.stock(self.shell, 100)
        self.sell(self.cooker, 10, days=20)
        purchase = self.buy(self.screw, 40, days=30)
        self.plan()
        scenario = self.scenario(
            {"kind": "supply", "supply_id": self.supply(purchase).id, "date": self.day(15), "quantity": 40},
            {"kind": "safety", "product_id": self.sheet.id, "quantity": 9},
            {"kind": "new_demand", "product_id": self.cooker.id, "date": self.day(60), "quantity": 5},
            {"kind": "lead_time", "product_id": self.screw.id, "lead_days": 8})
        texts = scenario.change_ids.mapped("promotion")
        for text, part in zip(texts, (f"Moves {purchase.name} to", "safety stock", "forecast of week", "security days")):
            self.assertIn(part, text)
        self.assertTrue(all(scenario.change_ids.mapped("can_promote")))
        action = scenario.action_promote()
        self.assertEqual((scenario.state, action["tag"]), ("promoted", "psms_job"))
        self.assertEqual(scenario.change_ids.mapped("promotion"), texts)
        self.assertEqual(purchase.order_line.move_ids.date.date(), self.day(15))
        parameter = self.env["psms.plan.parameter"].search([("company_id", "=", self.company.id)])
        self.assertEqual({row.product_id: (row.safety_stock, row.security_days) for row in parameter},
                         {self.sheet: (9, 0), self.screw: (0, 3)})
        forecast = self.env["psms.forecast"].search([("product_id", "=", self.cooker.id)])
        self.assertEqual(forecast.quantity, 5)
        self.assertLessEqual(forecast.week_start, self.day(60))
        expected = self.orders(scenario.plan_id)
        self.plan()
        planned = {name: [(row[0], row[2]) for row in rows] for name, rows in self.figures().items()}
        self.assertEqual(planned["Sheet"], expected["Sheet"])
        with self.assertRaisesRegex(UserError, "has been promoted"):
            scenario.action_calculate()

    def test_promoted_forecast_on_top_of_orders(self):
        """Orders that no forecast covers would swallow the supposed one: it is put on top of them."""
        self.sell(self.screw, 30, days=60)
        self.plan()
        scenario = self.scenario({"kind": "new_demand", "product_id": self.screw.id, "date": self.day(60), "quantity": 5})
        scenario.action_promote()
        self.assertEqual(self.env["psms.forecast"].search([("product_id", "=", self.screw.id)]).quantity, 35)
        self.plan()
        self.assertEqual(sum(self.planned(self.screw).mapped("quantity")), 35)

    def test_what_cannot_be_promoted(self):
        """It says so, and nothing is done where nothing can be."""
        order = self.sell(self.screw, 10, days=30)
        self.plan()
        scenario = self.scenario(
            {"kind": "stock", "product_id": self.screw.id, "quantity": 4},
            {"kind": "demand", "demand_id": self.demand(order).id, "date": self.day(25), "quantity": 10})
        self.assertFalse(any(scenario.change_ids.mapped("can_promote")))
        before = self.world()
        with self.assertRaisesRegex(UserError, "counting(.|\n)*agree it with the customer"):
            scenario.action_promote()
        self.assertEqual(self.world(), before)

    def test_changed_after_calculation(self):
        """What is promoted has been looked at."""
        self.sell(self.screw, 10, days=30)
        self.plan()
        scenario = self.scenario({"kind": "safety", "product_id": self.screw.id, "quantity": 4})
        scenario.change_ids.quantity = 6
        self.assertEqual(scenario.state, "draft")
        with self.assertRaisesRegex(UserError, "Calculate the scenario first"):
            scenario.action_promote()

    # -- running, keeping, rights --------------------------------------------------------------------------------------

    def test_background(self):
        """The dialog follows a run of its own, beside a run of the plan."""
        self.sell(self.screw, 10, days=30)
        self.plan()
        scenario = self.scenario({"kind": "stock", "product_id": self.screw.id, "quantity": 4}, calculate=False)
        Run = self.env["psms.plan.run"].with_user(self.planner).with_company(self.company)
        plan_run = Run.start()
        status = scenario.action_calculate()["params"]["run"]
        self.assertNotEqual(status["id"], plan_run["id"])
        run = Run.browse(status["id"])
        run._execute()
        self.assertEqual((scenario.state, run.status()["state"], run.status()["plan_id"]),
                         ("calculated", "done", scenario.plan_id.id))
        old = (scenario.plan_id | scenario.base_id).ids
        self.calculate(scenario)
        self.assertFalse(self.env["psms.plan"].browse(old).exists())

    def test_forgotten(self):
        self.sell(self.screw, 10, days=30)
        self.plan()
        scenario = self.scenario({"kind": "stock", "product_id": self.screw.id, "quantity": 4})
        fresh = self.scenario({"kind": "stock", "product_id": self.screw.id, "quantity": 4})
        plans = scenario.plan_id | scenario.base_id
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE psms_plan_scenario SET write_date = write_date - interval '61 days' WHERE id = %s", scenario.id))
        self.env.invalidate_all()
        self.env["psms.plan.scenario"]._gc_old_scenarios()
        self.assertFalse(scenario.exists() or plans.exists())
        self.assertTrue(fresh.exists() and fresh.plan_id.exists())

    def test_rights(self):
        """Planners only, own companies only; and no plan but a scenario's is deleted with one."""
        self.sell(self.screw, 10, days=30)
        plan = self.plan()
        scenario = self.scenario({"kind": "stock", "product_id": self.screw.id, "quantity": 4})
        seller = new_test_user(self.env, "scenario_sales", groups="psms_base.group_salesperson", company_id=self.company.id,
                               company_ids=[Command.set(self.company.ids)])
        other = self.env["res.company"].create({"name": "Plan Test Other"})
        stranger = new_test_user(self.env, "scenario_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[Command.set(other.ids)])
        for user, companies in ((seller, self.company), (stranger, other)):
            own = scenario.with_user(user).with_context(allowed_company_ids=companies.ids)
            for method in ("comparison", "action_calculate", "action_promote", "unlink"):
                with self.assertRaises(AccessError):
                    getattr(own, method)()
            with self.assertRaises(AccessError):
                own.change_ids.read(["quantity"])
        scenario.write({"base_id": plan.id})
        scenario.unlink()
        self.assertEqual((plan.exists().state, len(self.planned(self.screw))), ("current", 1))
