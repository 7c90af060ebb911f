from . import test_label_codes
from . import test_label_layout
from . import test_label_zpl
from . import test_label_print
from . import test_sscc
