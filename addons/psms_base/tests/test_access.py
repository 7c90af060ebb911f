from odoo.tests import tagged

from .common import ROLES, PsmsCommon


@tagged("post_install", "-at_install")
class TestAccess(PsmsCommon):
    """What holds for every PSMS module that is installed beside this one."""

    def models(self):
        return [model for name, model in self.env.items() if name.startswith("psms.") and not model._abstract]

    def test_every_model_has_access_lines(self):
        for model in self.models():
            with self.subTest(model=model._name):
                lines = self.env["ir.model.access"].search([("model_id.model", "=", model._name)])
                self.assertTrue(lines)
                self.assertTrue(all(lines.mapped("group_id")), "no line for everybody")

    def test_company_records_have_a_company_rule(self):
        for model in self.models():
            field = model._fields.get("company_id")
            if not field or not field.store or model._transient:
                continue
            with self.subTest(model=model._name):
                rules = self.env["ir.rule"].search([("model_id.model", "=", model._name), ("global", "=", True)])
                self.assertTrue(any("company_id" in rule.domain_force for rule in rules))

    def test_matrix(self):
        """Who may read, write, create and delete what belongs to the base."""
        expected = {
            "psms.request": {"administrator": "r"},
            "psms.outbox": {"administrator": "r"},
            "psms.indicator": {**dict.fromkeys(ROLES, "r"), "administrator": "rw"},
        }
        operations = {"r": "read", "w": "write", "c": "create", "d": "unlink"}
        for model, rights in expected.items():
            for role in ROLES:
                with self.subTest(model=model, role=role):
                    held = "".join(
                        letter for letter, operation in operations.items()
                        if self.as_role(role)[model].has_access(operation)
                    )
                    self.assertEqual(held, rights.get(role, ""))

    def test_roles(self):
        groups = {role: self.env.ref(xmlid) for role, xmlid in ROLES.items()}
        category = self.env.ref("psms_base.module_category_psms")
        self.assertEqual(category.privilege_ids.group_ids, self.env["res.groups"].union(*groups.values()))
        floor = {"planner", "store_keeper", "operator", "inspector", "salesperson", "accountant"}
        implied = {
            role: {other for other in ROLES if other != role and groups[other] in group.all_implied_ids}
            for role, group in groups.items()
        }
        self.assertEqual(implied, {
            **{role: set() for role in floor | {"external"}},
            "warehouse_supervisor": {"store_keeper"},
            "manager": floor | {"warehouse_supervisor"},
            "administrator": floor | {"warehouse_supervisor", "manager"},
        })
        for role, group in groups.items():
            with self.subTest(role=role):
                self.assertTrue(group.comment)
                self.assertIn(self.env.ref("base.group_user"), group.all_implied_ids)

    def test_one_person_may_hold_several_roles(self):
        """The user form shows one choice for each privilege."""
        roles = self.env.ref("psms_base.group_planner") + self.env.ref("psms_base.group_store_keeper")
        self.assertEqual(len(roles.privilege_id), 2)
