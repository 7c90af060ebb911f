from . import test_blocked_stock
