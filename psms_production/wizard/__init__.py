from . import psms_plan_take_over
