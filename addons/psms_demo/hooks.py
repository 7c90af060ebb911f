from odoo import fields

from . import services


def post_init_hook(env):
    """Build the demo factory as of today (in the factory's time zone)."""
    today = fields.Date.context_today(env.user.with_context(tz=services.TIME_ZONE))
    services.build(env, today)
