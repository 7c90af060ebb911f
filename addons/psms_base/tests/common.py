from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.base.tests.common import BaseCommon

#: every role of the product: short name to XML id of its group
ROLES = {
    role: f"psms_base.group_{role}"
    for role in (
        "planner", "store_keeper", "warehouse_supervisor", "operator", "inspector", "salesperson",
        "accountant", "manager", "administrator", "external",
    )
}


class PsmsCommon(BaseCommon):
    """Base class of the tests of every PSMS module; mails are off, nothing needs demo data.

    It offers:

    - ``self.company``: the main company, its plant in the time zone Asia/Shanghai
    - ``self.users``: one user for each role of ``ROLES``, who holds that role alone
    - ``self.as_role(role)``: the environment of that user
    - ``self.second_company``: made on first use
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.psms_tz = "Asia/Shanghai"
        cls.users = {
            role: new_test_user(cls.env, login=f"psms_{role}", groups=group, name=role.replace("_", " ").capitalize())
            for role, group in ROLES.items()
        }

    def as_role(self, role):
        return self.env(user=self.users[role])

    @property
    def second_company(self):
        company = self.env["res.company"].search([("name", "=", "Second plant")])
        return company or self.env["res.company"].create({"name": "Second plant"})

    @classmethod
    def set_create_date(cls, records, moment):
        """Date records back, which the ORM does not allow."""
        cls.env.flush_all()
        cls.env.execute_query(SQL(
            "UPDATE %s SET create_date = %s WHERE id IN %s RETURNING id",
            SQL.identifier(records._table), moment, tuple(records.ids),
        ))
        records.invalidate_recordset(["create_date"])
