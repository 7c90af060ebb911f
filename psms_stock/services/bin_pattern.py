"""Names and walking order of many bins from a pattern; plain values, without database.

    expand("A-C")      -> ["A", "B", "C"]
    expand("08-11")    -> ["08", "09", "10", "11"]
    expand("1-3, 7")   -> ["1", "2", "3", "7"]

A template is text with {aisle}, {rack}, {level}, {position}; {rack:02} writes two digits.
"""

import re
from typing import NamedTuple

PARTS = ("aisle", "rack", "level", "position")
MAX_PARTS = 1000

_RANGE = re.compile(r"^\s*(\w+)\s*-\s*(\w+)\s*$")
_PLACEHOLDER = re.compile(r"\{(\w+)(?::0?(\d{1,2}))?\}")


class PatternError(Exception):
    """The text is no pattern; ``code`` says why, ``text`` which part of it."""

    def __init__(self, code, text):
        super().__init__(code, text)
        self.code = code
        self.text = text


class Place(NamedTuple):
    aisle: str
    rack: str
    level: str
    position: str


def expand(text):
    """Return the values that a range or list of ranges means; nothing for an empty text."""
    values = []
    for part in (text or "").split(","):
        if not part.strip():
            continue
        match = _RANGE.match(part)
        values += _between(*match.groups()) if match else [part.strip()]
        if len(values) > MAX_PARTS:
            raise PatternError("too_many", text)
    if len(set(values)) != len(values):
        raise PatternError("twice", text)
    return values


def _between(first, last):
    if first.isdecimal() and last.isdecimal():
        if int(first) > int(last):
            raise PatternError("backwards", f"{first}-{last}")
        if int(last) - int(first) >= MAX_PARTS:
            raise PatternError("too_many", f"{first}-{last}")
        width = len(first) if first.startswith("0") or len(first) == len(last) else 0
        return [str(number).zfill(width) for number in range(int(first), int(last) + 1)]
    if len(first) == len(last) == 1 and first.isalpha() and last.isalpha() and first.isupper() == last.isupper():
        if first > last:
            raise PatternError("backwards", f"{first}-{last}")
        if ord(last) - ord(first) >= MAX_PARTS:
            raise PatternError("too_many", f"{first}-{last}")
        return [chr(code) for code in range(ord(first), ord(last) + 1)]
    raise PatternError("no_range", f"{first}-{last}")


def render(template, values):
    """Fill a template; text that is no placeholder stays as it is."""
    def fill(match):
        name, width = match.groups()
        if name not in values:
            raise PatternError("unknown_part", match.group(0))
        text = str(values[name])
        return text.zfill(int(width)) if width else text

    return _PLACEHOLDER.sub(fill, template)


def used_parts(template):
    return {name for name, _width in _PLACEHOLDER.findall(template)}


def places(aisles, racks, levels, positions):
    """Every combination; a part that is not used in this warehouse is an empty list."""
    return [
        Place(aisle, rack, level, position)
        for aisle in aisles or [""] for rack in racks or [""]
        for level in levels or [""] for position in positions or [""]
    ]


def count(*parts):
    number = 1
    for values in parts:
        number *= len(values) or 1
    return number


def natural(text):
    """Sort key by which 2 comes before 10."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", text or "") if part]


def walk(rows, serpentine=False, start=10, step=10):
    """Number bins in the order in which somebody with a cart passes them.

    :param rows: sequence of :class:`Place`
    :param serpentine: up one aisle and down the next; otherwise every aisle from its beginning
    :return: list of walking orders, in the order of ``rows``
    """
    aisles = sorted({row.aisle for row in rows}, key=natural)
    turned = set(aisles[1::2]) if serpentine else set()
    ranks = {
        name: {value: rank for rank, value in enumerate(sorted({getattr(row, name) for row in rows}, key=natural))}
        for name in PARTS
    }

    def key(index):
        row = rows[index]
        sign = -1 if row.aisle in turned else 1
        # Levels last: who stands before a rack reaches all of them.
        return (ranks["aisle"][row.aisle], sign * ranks["rack"][row.rack], sign * ranks["position"][row.position],
                ranks["level"][row.level])

    orders = [0] * len(rows)
    for rank, index in enumerate(sorted(range(len(rows)), key=key)):
        orders[index] = start + rank * step
    return orders
