from . import psms_age_view
