from . import psms_wave_release
from . import psms_pick_exception_report
from . import psms_pack
