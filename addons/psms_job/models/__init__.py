from . import psms_job
from . import queue_job
