from . import test_orders_received
from . import test_vendor_names
