"""Who may do what with a count."""

from odoo.exceptions import AccessError

KEEPER, SUPERVISOR = "psms_base.group_store_keeper", "psms_base.group_warehouse_supervisor"
MANAGER, ACCOUNTANT = "psms_base.group_manager", "psms_base.group_accountant"
#: who reads book quantities of blind counts, and values
INSIGHT = f"{SUPERVISOR},{ACCOUNTANT}"


def is_supervisor(env):
    return env.su or env.user.has_group(SUPERVISOR)


def check_keeper(env):
    if not env.su and not env.user.has_group(KEEPER):
        raise AccessError(env._("Only store keepers may count. Ask your administrator for the role Store keeper."))


def check_supervisor(env):
    if not is_supervisor(env):
        raise AccessError(env._("Only a warehouse supervisor may do this. Ask one to look at this count."))
