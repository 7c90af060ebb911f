from odoo.addons.psms_base.services import roles

from . import models
from . import report
from . import services

#: role -> rights in Odoo's apps that security/psms_sales_groups.xml gives it
ROLE_LINKS = {
    "psms_base.group_salesperson": ("sales_team.group_sale_salesman",),
    "psms_base.group_manager": ("sales_team.group_sale_manager",),
    "psms_base.group_accountant": ("account.group_account_invoice",),
}


def uninstall_hook(env):
    """Take back the rights that this module gave to the roles of psms_base."""
    roles.take_back(env, ROLE_LINKS)
