from . import calendar
from . import idempotency
