"""Material requirements planning on plain tables, without a database, a clock or a framework."""

from .csvio import read_folder, write_folder
from .model import Bom, ClosedDays, Demands, Items, Offence, PlanError, PlanInput, Supplies
from .plan import plan
from .result import NONE, RULES, RULES_TEXTS, Advice, DemandKind, Pegs, Planned, PlanResult, Promises, SupplyKind
from .validate import validate
from .workdays import WorkDays

__all__ = [
    "NONE",
    "RULES",
    "RULES_TEXTS",
    "Advice",
    "Bom",
    "ClosedDays",
    "DemandKind",
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
    "SupplyKind",
    "WorkDays",
    "plan",
    "read_folder",
    "validate",
    "write_folder",
]
