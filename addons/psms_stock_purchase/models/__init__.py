from . import product_supplierinfo
