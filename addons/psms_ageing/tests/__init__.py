from . import test_age_replay, test_age_ledger, test_age_rules, test_age_report, test_age_access, test_age_run, test_slow_stock
