from odoo.fields import Command

from . import models
from . import report
from . import services

#: role of PSMS -> right of Odoo that this app gives it (security/psms_sales_groups.xml)
ROLE_LINKS = {
    "psms_base.group_salesperson": "sales_team.group_sale_salesman",
    "psms_base.group_manager": "sales_team.group_sale_manager",
    "psms_base.group_accountant": "account.group_account_invoice",
}


def _uninstall_hook(env):
    """Take back the rights that this app gave to the roles of psms_base."""
    for role, right in ROLE_LINKS.items():
        group = env.ref(role, raise_if_not_found=False)
        implied = env.ref(right, raise_if_not_found=False)
        if group and implied:
            group.implied_ids = [Command.unlink(implied.id)]
