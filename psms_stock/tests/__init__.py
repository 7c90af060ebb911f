from . import test_code_parser
from . import test_scan_codes
from . import test_zone
from . import test_scan_receive
from . import test_scan_pick
from . import test_scan_refusals
from . import test_scan_tour
from . import test_classes
