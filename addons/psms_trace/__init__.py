from odoo.fields import Command

from . import controllers
from . import models
from . import services
from . import wizard

#: the role that decides on bad goods has to see stock and transfers (security/psms_trace_groups.xml)
ROLE, RIGHT = "psms_base.group_inspector", "stock.group_stock_user"


def _uninstall_hook(env):
    """Take back the right that this module gave to the inspectors."""
    group, right = env.ref(ROLE, raise_if_not_found=False), env.ref(RIGHT, raise_if_not_found=False)
    if group and right:
        group.implied_ids = [Command.unlink(right.id)]
