from . import test_order_timeline
from . import test_repurchase
from . import test_timeline_tour
