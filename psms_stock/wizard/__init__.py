from . import psms_stock_bin_wizard
from . import psms_stock_move_wizard
from . import psms_stock_transit_wizard
from . import psms_stock_correct_picking
from . import psms_stock_correct_quant
from . import psms_stock_duplicate_resolve
from . import stock_return_picking
