from odoo.addons.psms_base.services import roles

from . import models
from . import services

#: role -> rights in Odoo's apps that security/psms_dashboard_groups.xml gives it
ROLE_LINKS = {
    "psms_base.group_manager": (
        "sales_team.group_sale_salesman_all_leads",
        "stock.group_stock_user",
        "mrp.group_mrp_user",
        "account.group_account_readonly",
    ),
    "psms_base.group_accountant": ("account.group_account_readonly",),
}


def uninstall_hook(env):
    """Take back the rights that this module gave to the roles of psms_base."""
    roles.take_back(env, ROLE_LINKS)
