from . import scan_messages
from . import scan_lines
from . import scan_lookup
from . import scan_steps
from . import scan_finish
from . import scan_state
from . import scan_queue
from . import scan
