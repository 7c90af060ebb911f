from . import test_shortage_is_counted
