from . import delivery_carrier
from . import stock_picking
from . import psms_release_criteria
from . import psms_document_shipping_mark
