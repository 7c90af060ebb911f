"""Where everything of a label goes. Bars take the bottom, the matrix the right, texts what is left over.

The three areas never overlap, whatever is in them: texts shrink, then wrap, then end with an ellipsis.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

from . import label_codes
from .label_fonts import BOLD, REGULAR, fonts
from .label_spec import NORMAL, SMALL, TITLE, DoesNotFit

#: heights of letters for each size, in parts of the normal one, and how many lines a text may take
_SCALE = {TITLE: 1.5, NORMAL: 1.0, SMALL: 0.8}
_LINES = {TITLE: 3, NORMAL: 2, SMALL: 2}
_WEIGHT = {TITLE: BOLD, NORMAL: REGULAR, SMALL: REGULAR}
#: how small a long text becomes, in parts of its size, before it takes one more line
_SHRUNK = 0.7
LEADING = 1.22
#: from the top of a line to its baseline
ASCENT = 0.92
SMALLEST_TEXT = 1.7
HUMAN_SIZE = 2.6
ELLIPSIS = "…"
#: bars and modules are not made wider than this, however much room there is
_WIDEST_BAR, _WIDEST_MODULE = 0.5, 1.0
_SHARE_OF_MATRIX = 0.42


@dataclass(frozen=True)
class TextBox:
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]
    size: float
    weight: str
    centred: bool = False


@dataclass(frozen=True)
class CodeBox:
    """A drawn code; x, y, width and height are those of its dark part, ``quiet`` is the white around it."""

    x: float
    y: float
    width: float
    height: float
    quiet: float
    module: float
    code: object


@dataclass(frozen=True)
class Placed:
    texts: tuple[TextBox, ...]
    codes: tuple[CodeBox, ...]
    #: texts that found no room, or not all of it
    cut: tuple[str, ...] = ()


def place(label, paper):
    """Place a label on its paper.

    :raises DoesNotFit: a code is too large
    """
    # Office printers leave the edge of a sheet white.
    margin = 4.0 if paper.is_sheet else max(1.0, 0.03 * min(paper.width, paper.height))
    bottom = paper.height - margin
    texts, codes = [], []
    for code in reversed(label.linear):
        bars, human = _linear(code, paper, margin, bottom, len(label.linear))
        codes.insert(0, bars)
        texts += human
        bottom = bars.y - margin
    right = paper.width - margin
    if label.matrix:
        matrix = _matrix(label.matrix, paper, margin, bottom, bool(label.texts))
        codes.append(matrix)
        right = matrix.x - matrix.quiet
    lines, cut = _texts(label.texts, margin, margin, right - margin, bottom - margin)
    return Placed(tuple(lines + texts), tuple(codes), cut)


# === CODES === #

def _module(symbology, count, room, paper, widest):
    """Width of one module: whole dots, as many as there is room for, from the smallest that scanners read."""
    smallest = math.ceil(symbology.smallest / paper.dot - 1e-6)
    dots = min(math.floor(room / paper.dot / count + 1e-6), max(smallest, round(widest / paper.dot)))
    if dots < smallest:
        raise DoesNotFit(symbology, smallest * paper.dot * count, room)
    return dots * paper.dot


def _on_dot(value, paper):
    return round(value / paper.dot) * paper.dot


def _linear(code, paper, margin, bottom, count):
    row = label_codes.modules(code)[0]
    symbology = code.symbology
    module = _module(symbology, len(row) + 2 * symbology.quiet, paper.width - 0.6, paper, _WIDEST_BAR)
    human = 0.0 if not code.human else HUMAN_SIZE * LEADING
    height = min(max(7.0, 0.26 * paper.height / (count ** 0.5)), 32.0)
    height = min(height, 0.7 * (bottom - margin) - human)
    width = module * len(row)
    x = _on_dot((paper.width - width) / 2, paper)
    y = _on_dot(bottom - human - height, paper)
    box = CodeBox(x, y, width, _on_dot(height, paper), module * symbology.quiet, module, code)
    if not code.human:
        return box, []
    room = paper.width - 2 * margin
    size = min(HUMAN_SIZE, room / max(fonts().width(code.human), 0.1))
    line = TextBox(margin, box.y + box.height, room, human, (code.human,), size, REGULAR, centred=True)
    return box, [line]


def _matrix(code, paper, margin, bottom, has_texts):
    rows = label_codes.modules(code)
    quiet = code.symbology.quiet
    across, down = len(rows[0]) + 2 * quiet, len(rows) + 2 * quiet
    wide = (_SHARE_OF_MATRIX if has_texts else 1) * paper.width
    room = min(wide / across, (bottom - margin / 2) / down) * max(across, down)
    module = _module(code.symbology, max(across, down), room, paper, _WIDEST_MODULE)
    x = _on_dot(paper.width - margin / 2 - module * (across - quiet), paper)
    y = _on_dot(margin / 2 + module * quiet, paper)
    return CodeBox(x, y, module * len(rows[0]), module * len(rows), module * quiet, module, code)


# === TEXTS === #

def _texts(texts, x, y, width, height):
    """Return the boxes of the texts and what was cut off."""
    texts = [text for text in texts if text.whole.strip()]
    if not texts or width <= 2 or height <= SMALLEST_TEXT:
        return [], tuple(text.whole for text in texts)
    size = min(4.2 if height < 40 else 5.5, height / 3)
    while size * _SCALE[SMALL] > SMALLEST_TEXT:
        rows = [_fitted(text, width, size) for text in texts]
        tall = sum(len(lines) * letters * LEADING for letters, lines in rows)
        if tall <= height and all(len(lines) <= _LINES[text.size] for text, (_letters, lines) in zip(texts, rows)):
            return _stack(texts, rows, x, y, width), ()
        size *= 0.92
    return _squeezed(texts, SMALLEST_TEXT / _SCALE[SMALL], x, y, width, height)


def _fitted(text, width, size):
    """The letters and lines of one text: rather somewhat smaller letters than one line more."""
    wanted = size * _SCALE[text.size]
    first = 2 if text.size == TITLE else 1
    for most in range(first, _LINES[text.size] + 1):
        letters = wanted
        while letters >= _SHRUNK * wanted:
            lines = wrap(text.whole, width, letters, _WEIGHT[text.size])
            if len(lines) <= most:
                return letters, lines
            letters *= 0.9
    return letters, lines


def _squeezed(texts, size, x, y, width, height):
    """The smallest letters: as many lines as fit, the first texts first."""
    kept, rows, cut, left = [], [], [], height
    for place, text in enumerate(texts):
        letters = size * _SCALE[text.size]
        line = letters * LEADING
        if left < line - 1e-6:
            cut.append(text.whole)
            continue
        # One line for each of the texts below stays free.
        below = sum(size * _SCALE[other.size] * LEADING for other in texts[place + 1:])
        most = min(_LINES[text.size], max(1, math.floor((left - below) / line + 1e-6)))
        lines = wrap(text.whole, width, letters, _WEIGHT[text.size])
        if len(lines) > most:
            lines = _shorten(lines, most, width, letters, _WEIGHT[text.size])
            cut.append(text.whole)
        kept.append(text)
        rows.append((letters, lines))
        left -= len(lines) * line
    return _stack(kept, rows, x, y, width), tuple(cut)


def _stack(texts, rows, x, y, width):
    boxes = []
    for text, (letters, lines) in zip(texts, rows):
        height = len(lines) * letters * LEADING
        boxes.append(TextBox(x, y, width, height, tuple(lines), letters, _WEIGHT[text.size]))
        y += height
    return boxes


def _shorten(lines, rows, width, size, weight):
    kept = list(lines[:rows])
    last = kept[-1]
    while last and fonts(weight).width(last + ELLIPSIS, size) > width:
        last = last[:-1]
    return [*kept[:-1], last + ELLIPSIS]


@lru_cache(maxsize=4096)
def wrap(text, width, size, weight):
    """Break a text into lines: between words where it has them, anywhere in Chinese and in long words.

    Remembered, as a thousand labels of one product ask the same again and again.
    """
    measure = fonts(weight)
    lines, line, used = [], "", 0.0
    for char in " ".join(text.split()):
        step = measure.width(char, size)
        if line and used + step > width:
            head, space, tail = line.rpartition(" ")
            if char == " ":
                lines.append(line)
                line, used = "", 0.0
                continue
            if space and head and not _breaks(char):
                lines.append(head)
                line = tail
            else:
                lines.append(line)
                line = ""
            used = measure.width(line, size)
        line, used = line + char, used + step
    return tuple([*lines, line.rstrip()] if line.strip() else lines)


def _breaks(char):
    """True for writing that may be broken before any letter."""
    return ord(char) >= 0x2E80
