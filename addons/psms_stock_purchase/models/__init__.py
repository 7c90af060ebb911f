from . import product_supplierinfo
from . import stock_picking
