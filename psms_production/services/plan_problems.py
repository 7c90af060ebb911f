"""What a plan can't do for a product is said by product, never left out in silence."""
from dataclasses import dataclass

NO_SOURCE = "no_source"
NO_VARIANT_LINE = "no_variant_line"
UNSUPPORTED_BOM = "unsupported_bom"
UNSUPPORTED_ROUTE = "unsupported_route"
OTHER_WAREHOUSE_BOM = "other_warehouse_bom"
KIT_SCRAP = "kit_scrap"
KIT_LOOP = "kit_loop"
NEGATIVE_STOCK = "negative_stock"
LOT_CONFLICT = "lot_conflict"
NOT_PLANNED = "not_planned"
MADE_TO_ORDER = "made_to_order"
MADE_TO_ORDER_LATE = "made_to_order_late"
PLANNED_BYPRODUCT = "planned_byproduct"
BEYOND_HORIZON = "beyond_horizon"


@dataclass(frozen=True)
class Problem:
    kind: str
    product_id: int
    warehouse_id: int | None = None
    quantity: float = 0.0
