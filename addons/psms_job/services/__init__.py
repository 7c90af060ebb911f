from . import fate
