from . import trace
from . import trace_tree
