from datetime import timedelta

from odoo.tests import HttpCase, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanTour(PlanCommon, HttpCase):
    """The planner's morning in the browser."""

    def test_what_if(self):
        """Suppose another stock, calculate, see which customer it makes late and why."""
        self.planner.password = "plan_test_planner"
        self.stock(self.shell, 100)
        self.stock(self.screw, 1000)
        self.sell(self.cooker, 10, days=6)
        self.plan()
        self.start_tour("/odoo/psms-what-if", "psms_production_what_if", login=self.planner.login)
        scenario = self.env["psms.plan.scenario"].search([("company_id", "=", self.company.id)])
        self.assertEqual((scenario.name, scenario.state, scenario.late_change), ("All shells are lost", "calculated", 1))

    def test_master_schedule(self):
        """Type and paste forecasts, run the plan, see the supply follow."""
        self.planner.password = "plan_test_planner"
        in_week_4 = 28 - self.today.weekday() + 2
        self.sell(self.cooker, 30, days=in_week_4)
        self.sell(self.screw, 5, days=in_week_4)
        # A plan of a minute ago: everything in a test has the time of its transaction.
        self.plan().sudo().run_date -= timedelta(minutes=1)
        self.start_tour("/odoo/psms-master-schedule", "psms_production_master_schedule", login=self.planner.login)
        forecasts = self.env["psms.forecast"].search([("company_id", "=", self.company.id)])
        self.assertEqual(forecasts.sorted(lambda row: (row.product_id.name, row.week_start)).mapped("quantity"),
                         [50, 10, 20, 30, 40, 50])

    def test_run_and_release(self):
        """Run the plan from the empty list, release what it proposes."""
        self.planner.password = "plan_test_planner"
        self.sell(self.cooker, 10, days=30)
        self.start_tour("/odoo/psms-planned-orders", "psms_production_run_and_release", login=self.planner.login)
        orders = self.env["psms.planned.order"].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(orders.mapped("state")), {"released"})
        self.assertEqual(len(orders.production_id), 2)
        self.assertEqual(orders.purchase_id.partner_id, self.vendor)
