from . import psms_label_print
from . import psms_label_print_line
