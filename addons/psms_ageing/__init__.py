from . import models
from . import services
from . import wizard


def _post_init_hook(env):
    """Every company begins with the usual buckets and one policy."""
    env["res.company"].search([])._create_age_defaults()
