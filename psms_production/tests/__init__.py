from . import (
    test_plan_release,
    test_plan_run,
)
