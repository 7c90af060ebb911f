from . import test_manufacturing
from . import test_production_doors
