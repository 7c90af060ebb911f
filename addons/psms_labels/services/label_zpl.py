r"""Labels in ZPL for Zebra printers and those that speak like them.

Codes are the printer's own (^BC, ^BQ, ^BX); every text is a graphic, since Zebra's fonts have no Chinese, so
nothing that stands in a name is ever read as a command. What remains, the content of codes, is written with ^FH:
every character but letters, digits and a few marks as ``\`` and two hexadecimal digits.
"""

import base64
import binascii
import zlib

from odoo.addons.psms_stock.services import code_gs1

from . import label_codes
from .label_image import dots, text_image
from .label_spec import Symbology

_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;/?&=%+*()$!'\"-#@[]{}|<")
#: values of Code 128 that ZPL writes after >
_FNC1, _TO_C, _TO_B, _START_B, _START_C = ">8", ">5", ">6", ">:", ">;"


def write(labels, paper, copies):
    """Return the ZPL of placed labels: one format each, with its number of copies."""
    return "".join(_format(placed, paper, count) for placed, count in zip(labels, copies))


def _format(placed, paper, count):
    lines = ["^XA", f"^PW{dots(paper.width, paper)}", f"^LL{dots(paper.height, paper)}", "^LH0,0", "^CI28"]
    lines += [_code(box, paper) for box in placed.codes]
    lines += [_graphic(text_image(box, paper), dots(box.x, paper), dots(box.y, paper)) for box in placed.texts]
    lines += [f"^PQ{count},0,1,Y", "^XZ"]
    return "\n".join(lines) + "\n"


# === CODES === #

def _code(box, paper):
    module, symbology = dots(box.module, paper), box.code.symbology
    x, y = dots(box.x, paper), dots(box.y, paper)
    if symbology is Symbology.QR:
        # ^BQ sets its code ten dots below ^FO.
        return f"^FO{x},{max(y - 10, 0)}^BQN,2,{min(module, 100)}^FH\\^FDMA,{escape(box.code.text)}^FS"
    if symbology is Symbology.GS1_DATAMATRIX:
        rows = label_codes.modules(box.code)
        data = "_1" + _joined(box.code.elements, "_1", lambda value: value.replace("_", "__"))
        return f"^FO{x},{y}^BXN,{module},200,{len(rows[0])},{len(rows)},,_,1^FH\\^FD{escape(data)}^FS"
    if symbology is Symbology.GS1_128:
        data = code_128(_joined(box.code.elements, None), gs1=True)
    else:
        data = code_128([box.code.text])
    return f"^FO{x},{y}^BY{module},3,10^BCN,{dots(box.height, paper)},N,N,N,N^FH\\^FD{escape(data)}^FS"


def _joined(elements, separator, change=str):
    """Element strings with the separator after values of variable length; as parts where the separator is None."""
    parts = code_gs1.element_string(elements).split(code_gs1.GS)
    return parts if separator is None else separator.join(change(part) for part in parts)


def code_128(parts, gs1=False):
    """Write text for ^BC in mode N, where everything is said: sets B and C, and FNC1 between the parts."""
    out, in_c = [], None
    for part in parts:
        fnc1, place = gs1, 0
        while place < len(part) or fnc1:
            pairs = _digits_from(part, place) // 2
            if in_c is None:
                in_c = pairs >= 2
                out.append(_START_C if in_c else _START_B)
            if fnc1:
                out.append(_FNC1)
                fnc1 = False
            elif in_c and pairs:
                out.append(part[place:place + 2])
                place += 2
            elif in_c or pairs >= 3:
                in_c = not in_c
                out.append(_TO_C if in_c else _TO_B)
            else:
                out.append({">": ">0", "~": ">=", "^": "><"}.get(part[place], part[place]))
                place += 1
    return "".join(out)


def _digits_from(text, place):
    end = place
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end - place


def escape(text):
    r"""Write text for ^FD after ^FH\: nothing in it can end the field or begin a command."""
    return "".join(char if char in _PLAIN or char in "_>" else "".join(f"\\{byte:02X}" for byte in char.encode())
                   for char in text)


# === GRAPHICS === #

def _graphic(image, x, y):
    """A picture as compressed graphic field; only the part with ink in it."""
    from PIL import ImageChops

    ink = ImageChops.invert(image.convert("L")).getbbox()
    if not ink:
        return ""
    part = image.crop(ink)
    across = (part.width + 7) // 8
    # PIL packs white as 1, ZPL black; bits that fill up the last byte stay white.
    packed = ImageChops.invert(part.convert("L")).convert("1").tobytes()
    return f"^FO{x + ink[0]},{y + ink[1]}^GFA,{len(packed)},{len(packed)},{across},{z64(packed)}^FS"


def z64(data):
    """Zebra's compressed form: zlib, base64 and a CRC of the text."""
    text = base64.b64encode(zlib.compress(data))
    return f":Z64:{text.decode()}:{binascii.crc_hqx(text, 0):04X}"
