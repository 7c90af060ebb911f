from . import test_order_doors
