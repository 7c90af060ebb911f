from . import test_factory
from . import test_story
