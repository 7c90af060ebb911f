"""Material requirements planning on plain tables, without a database, a clock or a framework."""

from .csvio import read_folder, write_folder
from .model import (
    Advice,
    Bom,
    Demands,
    Items,
    Offence,
    Pegs,
    PlanError,
    PlanInput,
    Planned,
    PlanResult,
    Promises,
    Supplies,
)
from .plan import plan
from .validate import validate

__all__ = [
    "Advice",
    "Bom",
    "Demands",
    "Items",
    "Offence",
    "Pegs",
    "PlanError",
    "PlanInput",
    "PlanResult",
    "Planned",
    "Promises",
    "Supplies",
    "plan",
    "read_folder",
    "validate",
    "write_folder",
]
