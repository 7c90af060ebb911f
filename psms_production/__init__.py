from odoo.fields import Command

from . import models, wizard

# What security/psms_production_groups.xml links, to be unlinked when the module goes.
_ROLE_LINKS = [
    ("psms_base.group_planner", "mrp.group_mrp_user"),
    ("psms_base.group_planner", "purchase.group_purchase_user"),
    ("psms_base.group_planner", "stock.group_stock_user"),
    ("psms_base.group_operator", "mrp.group_mrp_user"),
    ("psms_base.group_administrator", "mrp.group_mrp_manager"),
]


def uninstall_hook(env):
    """Take back the rights in Odoo's apps that this module linked to the roles of psms_base."""
    for role_xmlid, group_xmlid in _ROLE_LINKS:
        role = env.ref(role_xmlid, raise_if_not_found=False)
        group = env.ref(group_xmlid, raise_if_not_found=False)
        if role and group:
            role.write({"implied_ids": [Command.unlink(group.id)]})
