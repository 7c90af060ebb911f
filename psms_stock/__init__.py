from odoo.fields import Command

from . import models
from . import services
from . import wizard

#: role of PSMS -> right of Odoo's Inventory that this app gives it (security/psms_stock_groups.xml)
ROLE_LINKS = {
    "psms_base.group_store_keeper": "stock.group_stock_user",
    "psms_base.group_warehouse_supervisor": "stock.group_stock_manager",
}


def _uninstall_hook(env):
    """Take back the rights that this app gave to the roles of psms_base."""
    for role, right in ROLE_LINKS.items():
        group = env.ref(role, raise_if_not_found=False)
        implied = env.ref(right, raise_if_not_found=False)
        if group and implied:
            group.implied_ids = [Command.unlink(implied.id)]
