from . import test_route
from . import test_path
from . import test_wave
from . import test_lot_rules
from . import test_pick_exception
from . import test_pack
from . import test_papers
