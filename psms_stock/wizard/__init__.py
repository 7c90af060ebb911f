from . import psms_stock_bin_wizard
from . import psms_stock_move_wizard
from . import psms_stock_transit_wizard
