"""What an indicator is computed from."""

from typing import NamedTuple


class Point(NamedTuple):
    """The two figures of one week; their quotient is the value of the indicator."""

    numerator: float
    denominator: float

    @property
    def value(self):
        """The quotient, or None when there was nothing to measure."""
        return self.numerator / self.denominator if self.denominator else None
