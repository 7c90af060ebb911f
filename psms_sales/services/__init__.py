from . import order_timeline
