"""The demo factory, built by code: equal days give equal factories.

``build(env, today)`` is the only entry. Nothing here reads the wall clock; ``today`` decides every date.
"""
from .build import build, built_on
from .dates import TIME_ZONE
from .people import demo_logins_in_use
from .story import tell
