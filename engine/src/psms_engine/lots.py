"""The size of an order: minimum, multiple and maximum."""

from __future__ import annotations

import math
from dataclasses import dataclass

# quantities nearer to each other than this are equal
EPSILON = 1e-6
# a need cut into more orders than this is a slip of the pen in lot_max, not a plan
MOST_PARTS = 10_000


@dataclass(frozen=True)
class LotRule:
    least: float = 0.0
    multiple: float = 0.0
    most: float = 0.0

    def size(self, missing: float) -> float:
        """One order for what is missing, before any maximum."""
        quantity = max(missing, self.least)
        if self.multiple > 0:
            return math.ceil((quantity - EPSILON) / self.multiple) * self.multiple
        return quantity

    def limit(self) -> float:
        """The maximum, rounded down to the multiple; infinity for none."""
        if self.most <= 0:
            return math.inf
        if self.multiple > 0:
            return math.floor((self.most + EPSILON) / self.multiple) * self.multiple
        return self.most

    def parts(self, missing: float) -> list[float]:
        """The orders that together bring what is missing, each as the rule asks.

        Raises OverflowError when the maximum would cut it into more than `MOST_PARTS`.
        """
        limit = self.limit()
        if missing > limit * MOST_PARTS:
            raise OverflowError(f"{missing:g} cut into orders of {limit:g}")
        parts = []
        quantity = self.size(missing)
        while quantity > limit + EPSILON:
            parts.append(limit)
            missing -= limit
            quantity = self.size(missing)
        return [*parts, quantity]
