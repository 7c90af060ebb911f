from . import (
    test_clear_to_build,
    test_plan_access,
    test_plan_compare,
    test_plan_flows,
    test_plan_forecast,
    test_plan_parameters,
    test_plan_release,
    test_plan_replan,
    test_plan_rules,
    test_plan_run,
    test_plan_snapshot,
    test_plan_tour,
)
