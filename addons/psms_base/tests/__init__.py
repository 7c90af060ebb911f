from . import test_access
from . import test_bulk
from . import test_document
from . import test_idempotency
from . import test_indicator
from . import test_outbox
from . import test_settings
