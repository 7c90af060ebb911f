from . import psms_pick_exception
