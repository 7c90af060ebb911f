from . import (
    test_plan_run,
)
