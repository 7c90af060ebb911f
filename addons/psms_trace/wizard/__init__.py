from . import psms_lot_block
from . import psms_recall_step
from . import psms_epcis_export
