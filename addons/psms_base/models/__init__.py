from . import psms_document
from . import psms_document_roles
from . import psms_indicator
from . import psms_outbox
from . import psms_request
from . import res_company
from . import res_config_settings
