from odoo.tests import tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanRun(PlanCommon):
    """From a sales order to planned orders on every level."""

    def test_three_levels(self):
        """10 cookers on day 30: every level is timed by the lead times above it."""
        self.sell(self.cooker, 10, days=30)
        plan = self.plan()
        self.assertEqual(self.figures(), {
            "Cooker": [(10, 30, 30, 28)],
            "Shell": [(10, 28, 28, 25)],
            "Screw": [(40, 28, 28, 23)],
            "Sheet": [(20, 25, 25, 20)],
        })
        self.assertEqual((plan.order_count, plan.late_count, plan.state), (4, 0, "current"))
        self.assertEqual(set(self.planned(self.cooker, self.shell).mapped("source")), {"make"})
        self.assertEqual(self.planned(self.sheet).vendor_id, self.vendor)
