from odoo.addons.psms_base.services import roles

from . import models, wizard

#: role -> rights in Odoo's apps that security/psms_production_groups.xml gives it
ROLE_LINKS = {
    "psms_base.group_planner": ("mrp.group_mrp_user", "purchase.group_purchase_user", "stock.group_stock_user"),
    "psms_base.group_operator": ("mrp.group_mrp_user",),
    "psms_base.group_administrator": ("mrp.group_mrp_manager",),
}


def uninstall_hook(env):
    """Take back the rights that this module gave to the roles of psms_base."""
    roles.take_back(env, ROLE_LINKS)
