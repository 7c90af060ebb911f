from . import efficiency
from . import fulfilment
from . import margin
from . import turnover
from . import weeks
