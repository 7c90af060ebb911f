from . import account_move_line
from . import psms_indicator_efficiency
from . import psms_indicator_fulfilment
from . import psms_indicator_margin
from . import psms_indicator_turnover
from . import sale_order_line
from . import stock_move
