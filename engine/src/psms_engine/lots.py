"""The size of an order: minimum, multiple and maximum."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

# quantities nearer to each other than this are equal
EPSILON = 1e-6
# a need cut into more orders than this is a slip of the pen in lot_max, not a plan
MOST_PARTS = 10_000


@dataclass
class LotRule:
    least: float = 0.0
    multiple: float = 0.0
    most: float = 0.0
    # the maximum, rounded down to the multiple; infinity for none
    limit: float = field(init=False)

    def __post_init__(self) -> None:
        self.limit = self.most if self.most > 0 else math.inf
        if self.most > 0 and self.multiple > 0:
            self.limit = math.floor((self.most + EPSILON) / self.multiple) * self.multiple

    def size(self, missing: float) -> float:
        """One order for what is missing, before any maximum."""
        quantity = missing if missing > self.least else self.least
        if self.multiple > 0:
            return math.ceil((quantity - EPSILON) / self.multiple) * self.multiple
        return quantity

    def parts(self, missing: float) -> list[float]:
        """The orders that together bring what is missing, each as the rule asks.

        Raises OverflowError when the maximum would cut it into more than `MOST_PARTS`.
        """
        quantity = self.size(missing)
        if quantity <= self.limit + EPSILON:
            return [quantity]
        if missing > self.limit * MOST_PARTS:
            raise OverflowError(f"{missing:g} cut into orders of {self.limit:g}")
        parts = []
        while quantity > self.limit + EPSILON:
            parts.append(self.limit)
            missing -= self.limit
            quantity = self.size(missing)
        return [*parts, quantity]
