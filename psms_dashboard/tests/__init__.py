from . import test_dashboard
from . import test_efficiency
from . import test_fulfilment
from . import test_margin
from . import test_turnover
