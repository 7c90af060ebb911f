from . import test_production_steps
