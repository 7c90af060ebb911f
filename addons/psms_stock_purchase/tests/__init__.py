from . import test_vendor_names
