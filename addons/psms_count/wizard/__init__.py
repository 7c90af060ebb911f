from . import psms_count_found
from . import psms_count_import
