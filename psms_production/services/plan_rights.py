"""Who may work with the plan."""
from odoo.exceptions import AccessError


def check_planner(env, refusal):
    """Refuse everybody but planners and the system itself, with the text that says what they may not do."""
    if not (env.su or env.user.has_group("psms_base.group_planner")):
        raise AccessError(refusal)
