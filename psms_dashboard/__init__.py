from odoo import Command

from . import models
from . import services

#: What security/psms_dashboard_groups.xml gives to the roles, to be taken back.
ROLE_LINKS = {
    "psms_base.group_manager": (
        "sales_team.group_sale_salesman_all_leads", "stock.group_stock_user",
        "mrp.group_mrp_user", "account.group_account_readonly",
    ),
    "psms_base.group_accountant": ("account.group_account_readonly",),
}


def uninstall_hook(env):
    """Take back the rights that the dashboard gave to the roles."""
    for role, groups in ROLE_LINKS.items():
        env.ref(role).implied_ids = [Command.unlink(env.ref(group).id) for group in groups]
