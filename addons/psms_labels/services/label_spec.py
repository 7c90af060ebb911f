"""What a label says, and the paper that it is printed on. Pure Python: no Odoo, no database, no clock.

All lengths are millimetres from the top left corner. Codes are drawn in whole dots of the printer, so that no bar is
a dot wider than its neighbour.
"""

from dataclasses import dataclass
from enum import Enum

MM_PER_INCH = 25.4
TITLE, NORMAL, SMALL = "title", "normal", "small"


class Symbology(Enum):
    """Value: whether it is a matrix, modules of white around it, smallest module in millimetres."""

    CODE_128 = ("code128", False, 10, 0.19)
    GS1_128 = ("gs1_128", False, 10, 0.25)
    QR = ("qr", True, 4, 0.25)
    GS1_DATAMATRIX = ("gs1_datamatrix", True, 2, 0.25)

    def __init__(self, key, matrix, quiet, smallest):
        self.key = key
        self.matrix = matrix
        self.quiet = quiet
        self.smallest = smallest


@dataclass(frozen=True)
class Code:
    """A code to draw: plain ``text``, or GS1 ``elements``; ``human`` is printed below bars."""

    symbology: Symbology
    text: str = ""
    elements: tuple[tuple[str, str], ...] = ()
    human: str = ""


@dataclass(frozen=True)
class Text:
    text: str
    size: str = NORMAL
    caption: str = ""

    @property
    def whole(self):
        return f"{self.caption} {self.text}" if self.caption else self.text


@dataclass(frozen=True)
class Label:
    """Texts from above to below; bars below them, one under the other; the matrix beside the texts."""

    texts: tuple[Text, ...] = ()
    linear: tuple[Code, ...] = ()
    matrix: Code | None = None


@dataclass(frozen=True)
class Paper:
    """One label for each page, or a grid of labels on a sheet."""

    width: float
    height: float
    dpi: int = 203
    columns: int = 1
    rows: int = 1
    sheet_width: float = 0.0
    sheet_height: float = 0.0
    left: float = 0.0
    top: float = 0.0
    gap_x: float = 0.0
    gap_y: float = 0.0

    @property
    def is_sheet(self):
        return self.sheet_width > 0

    @property
    def page_size(self):
        return (self.sheet_width, self.sheet_height) if self.is_sheet else (self.width, self.height)

    @property
    def per_page(self):
        return self.columns * self.rows if self.is_sheet else 1

    @property
    def dot(self):
        return MM_PER_INCH / self.dpi

    def corner(self, place):
        """Top left corner of the label at this place (from 0) of a page."""
        row, column = divmod(place, self.columns)
        return self.left + column * (self.width + self.gap_x), self.top + row * (self.height + self.gap_y)


class DoesNotFit(Exception):
    """A code is too large for the label, even with the smallest bars that scanners read."""

    def __init__(self, symbology, needed, available):
        super().__init__(f"{symbology.key}: {needed:.1f} mm needed, {available:.1f} mm available")
        self.symbology = symbology
        self.needed = needed
        self.available = available
