from odoo.tests import HttpCase, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanTour(PlanCommon, HttpCase):
    """The planner's morning in the browser."""

    def test_run_and_release(self):
        """Run the plan from the empty list, release what it proposes."""
        self.planner.password = "plan_test_planner"
        self.sell(self.cooker, 10, days=30)
        self.start_tour("/odoo/psms-planned-orders", "psms_production_run_and_release", login=self.planner.login)
        orders = self.env["psms.planned.order"].search([("company_id", "=", self.company.id)])
        self.assertEqual(set(orders.mapped("state")), {"released"})
        self.assertEqual(len(orders.production_id), 2)
        self.assertEqual(orders.purchase_id.partner_id, self.vendor)
