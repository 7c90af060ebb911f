from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import PlanCommon


@tagged("post_install", "-at_install")
class TestPlanAccess(PlanCommon):
    """Planners plan and release, nobody writes a plan by hand, companies don't see each other."""

    def user(self, login, groups):
        return new_test_user(self.env, login, groups=groups, company_id=self.company.id,
                             company_ids=[Command.set(self.company.ids)])

    def test_roles(self):
        self.sell(self.screw, 10, days=30)
        for login, groups in (("plan_operator", "psms_base.group_operator"), ("plan_sales", "psms_base.group_salesperson"),
                              ("plan_user", "base.group_user")):
            with self.assertRaisesRegex(AccessError, "planner"):
                self.plan(self.user(login, groups))
        self.plan(self.user("plan_manager", "psms_base.group_manager"))
        orders = self.planned()
        outsider = self.user("plan_user2", "base.group_user")
        with self.assertRaises(AccessError):
            orders.with_user(outsider).release()
        with self.assertRaises(AccessError):
            orders.with_user(outsider).read(["quantity"])

    def test_nobody_writes(self):
        self.sell(self.screw, 10, days=30)
        plan, orders = self.plan(), self.planned()
        with self.assertRaises(AccessError):
            orders.with_user(self.planner).write({"quantity": 1})
        with self.assertRaises(AccessError):
            orders.with_user(self.planner).unlink()
        with self.assertRaises(AccessError):
            plan.with_user(self.planner).write({"state": "superseded"})

    def test_forged_company(self):
        """A planner of one company neither plans nor releases for another."""
        self.sell(self.screw, 10, days=30)
        self.plan()
        orders = self.planned()
        other = self.env["res.company"].create({"name": "Plan Test Other"})
        stranger = new_test_user(self.env, "plan_stranger", groups="psms_base.group_planner", company_id=other.id,
                                 company_ids=[Command.set(other.ids)])
        with self.assertRaises(AccessError):
            orders.with_user(stranger).with_context(allowed_company_ids=other.ids).release()
        with self.assertRaises(AccessError):
            self.env["psms.plan"].with_user(stranger).with_context(
                allowed_company_ids=[other.id, self.company.id]).with_company(self.company).run_plan()
