from . import psms_stock_zone
from . import psms_stock_scan
from . import stock_location
from . import stock_quant
from . import stock_picking
from . import psms_stock_class
from . import res_company
from . import res_config_settings
