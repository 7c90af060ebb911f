from . import test_fate, test_job_dialog
