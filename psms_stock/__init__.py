from odoo.addons.psms_base.services import roles

from . import models
from . import services
from . import wizard

#: role -> rights in Odoo's apps that security/psms_stock_groups.xml gives it
ROLE_LINKS = {
    "psms_base.group_store_keeper": ("stock.group_stock_user",),
    "psms_base.group_warehouse_supervisor": ("stock.group_stock_manager",),
}


def uninstall_hook(env):
    """Take back the rights that this module gave to the roles of psms_base."""
    roles.take_back(env, ROLE_LINKS)
