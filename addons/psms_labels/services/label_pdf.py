"""Labels as a PDF: codes and letters as shapes, drawn by reportlab."""

import io

from . import label_codes
from .label_fonts import fonts
from .label_layout import ASCENT, LEADING


def write(labels, paper, start=0, title=""):
    """Return the PDF of placed labels, from any iterable: only the compressed pages are kept.

    :param int start: place on the first sheet of the first label, from 0
    """
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    width, height = paper.page_size
    canvas = Canvas(file, pagesize=(width * mm, height * mm), pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.setCreator("PSMS")
    sheet = _Sheet(canvas, height, mm)
    place = start
    for placed in labels:
        if place == paper.per_page:
            canvas.showPage()
            place = 0
        sheet.draw(placed, *paper.corner(place))
        place += 1
    canvas.showPage()
    canvas.save()
    return file.getvalue()


class _Sheet:
    """Draws on the canvas; each letter is a form that is stored once for the whole document."""

    def __init__(self, canvas, height, mm):
        self.canvas = canvas
        self.height = height
        self.mm = mm
        self.letters = {}

    def draw(self, placed, left, top):
        for box in placed.codes:
            self._code(box, left + box.x, top + box.y)
        for box in placed.texts:
            self._text(box, left, top)

    def _code(self, box, x, y):
        """Draw in modules from the lower left corner: short whole numbers, of which a page of codes has thousands."""
        rows = label_codes.modules(box.code)
        tall = box.module if len(rows) > 1 else box.height
        path = self.canvas.beginPath()
        for place, row in enumerate(reversed(rows)):
            for start, length in label_codes.runs(row):
                path.rect(start, place, length, 1)
        self.canvas.saveState()
        self.canvas.transform(box.module * self.mm, 0, 0, tall * self.mm,
                              x * self.mm, (self.height - y - tall * len(rows)) * self.mm)
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.canvas.restoreState()

    def _text(self, box, left, top):
        measure = fonts(box.weight)
        for place, line in enumerate(box.lines):
            x = left + box.x
            if box.centred:
                x += (box.width - measure.width(line, box.size)) / 2
            y = self.height - top - box.y - (place * LEADING + ASCENT) * box.size
            for char in line:
                face = measure.face(char)
                if not char.isspace():
                    self._letter(face, char, x, y, box.size)
                x += face.width(char) * box.size

    def _letter(self, face, char, x, y, size):
        name = self.letters.get((face, char)) or self._store(face, char)
        scale = size * self.mm / face.units
        self.canvas.saveState()
        self.canvas.transform(scale, 0, 0, scale, x * self.mm, y * self.mm)
        self.canvas.doForm(name)
        self.canvas.restoreState()

    def _store(self, face, char):
        name = self.letters[face, char] = f"letter{len(self.letters)}"
        path = self.canvas.beginPath()
        face.draw(char, path)
        self.canvas.beginForm(name, -face.units, -face.units, 3 * face.units, 3 * face.units)
        # Outlines turn the way that says which side is ink.
        self.canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
        self.canvas.endForm()
        return name
