"""Fonts of the machine that have Chinese, whatever their format, as outlines and for pixels.

reportlab embeds TrueType outlines only, while the free Chinese fonts (Noto, Source Han) are PostScript ones. So the
outlines are read by fontTools and drawn as shapes: every font works, and the label prints the same everywhere.
"""

import glob
import logging
import shutil
import subprocess
from functools import cached_property, lru_cache

_logger = logging.getLogger(__name__)

REGULAR, BOLD = "regular", "bold"
#: asked of fontconfig, in this order; Simplified Chinese shapes first, then a font for what those lack
_PATTERNS = {
    REGULAR: ("Noto Sans CJK SC:lang=zh-cn", "DejaVu Sans"),
    BOLD: ("Noto Sans CJK SC:lang=zh-cn:bold", "DejaVu Sans:bold"),
}
#: where there is no fontconfig
_PLACES = ("/usr/share/fonts/**/NotoSansCJK-Regular.*", "/usr/share/fonts/**/wqy-*.tt?", "/usr/share/fonts/**/DejaVuSans.ttf")
CHINESE_SAMPLE = "库位批次"


class Face:
    """One font: widths, outlines and, for pixels, its file."""

    def __init__(self, path, index=0):
        from fontTools.ttLib import TTFont

        self.path = path
        self.index = index
        font = TTFont(path, fontNumber=index, lazy=True)
        self.characters = font.getBestCmap()
        self.units = font["head"].unitsPerEm
        self._widths = font["hmtx"].metrics
        self._glyphs = font.getGlyphSet()

    def has(self, char):
        return ord(char) in self.characters

    def glyph_name(self, char):
        return self.characters.get(ord(char), ".notdef")

    def width(self, char):
        """Width for a size of 1."""
        return self._widths[self.glyph_name(char)][0] / self.units

    def draw(self, char, path):
        """Draw the outline into a path of a reportlab canvas, in the units of the font."""
        from fontTools.pens.basePen import BasePen

        class PathPen(BasePen):
            def _moveTo(self, point):
                path.moveTo(*point)

            def _lineTo(self, point):
                path.lineTo(*point)

            def _curveToOne(self, first, second, end):
                path.curveTo(*first, *second, *end)

            def _closePath(self):
                path.close()

        self._glyphs[self.glyph_name(char)].draw(PathPen(self._glyphs))


class Fonts:
    """The faces of one weight; a character is taken from the first that has it.

    Faces are opened when a character is asked for that those before them lack: opening one takes half a second.
    """

    def __init__(self, places):
        self._places = list(places)
        self._faces = []
        self._of_char = {}

    def face(self, char):
        if char not in self._of_char:
            found = next((face for face in self._opened() if face.has(char)), None)
            self._of_char[char] = found or self._faces[0]
        return self._of_char[char]

    def _opened(self):
        yield from self._faces
        while self._places:
            path, index = self._places.pop(0)
            try:
                self._faces.append(Face(path, index))
            except Exception:
                # A broken font file must not keep labels from being printed with another one.
                _logger.info("Font %s is left out", path, exc_info=True)
            else:
                yield self._faces[-1]

    def width(self, text, size=1.0):
        return size * sum(self.face(char).width(char) for char in text)

    def pieces(self, text):
        """Yield ``(face, text)`` of the parts that one face draws."""
        part, of = "", None
        for char in text:
            face = self.face(char)
            if part and face is not of:
                yield of, part
                part = ""
            part, of = part + char, face
        if part:
            yield of, part

    @cached_property
    def has_chinese(self):
        return all(self.face(char).has(char) for char in CHINESE_SAMPLE)


@lru_cache(maxsize=4)
def fonts(weight=REGULAR):
    """Return the fonts of this machine; the last one is what reportlab brings (Latin letters only)."""
    places = [*_of_fontconfig(weight), *_of_places(), (_of_reportlab(), 0)]
    return Fonts(dict.fromkeys(places))


def _of_fontconfig(weight):
    program = shutil.which("fc-match")
    for pattern in _PATTERNS[weight] if program else ():
        answer = subprocess.run(
            [program, "--format=%{file}|%{index}", pattern], capture_output=True, text=True, timeout=30, check=False,
        ).stdout
        path, mark, index = answer.rpartition("|")
        if mark and index.isdigit() and path.lower().endswith((".ttf", ".ttc", ".otf", ".otc")):
            # The upper half of fontconfig's index names an instance of a variable font.
            yield path, int(index) & 0xFFFF


def _of_places():
    for pattern in _PLACES:
        for path in sorted(glob.glob(pattern, recursive=True))[:1]:
            yield path, 0


def _of_reportlab():
    import os

    import reportlab

    return os.path.join(os.path.dirname(reportlab.__file__), "fonts", "Vera.ttf")
