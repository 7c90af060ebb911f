"""Codes as modules, made by zxing-cpp."""

import re
from functools import lru_cache

from .label_spec import Symbology

_DARK = re.compile(rb"\x00+")


@lru_cache(maxsize=256)
def modules(code):
    """Return the rows of a code as bytes, 0 for dark, without white around it; bars have one row.

    :raises ValueError: the content cannot be written in this symbology
    """
    import zxingcpp
    from PIL import Image

    formats = zxingcpp.BarcodeFormat
    if code.symbology is Symbology.QR:
        # Level M survives a scratch of 15 % and a thumb.
        barcode = zxingcpp.create_barcode(code.text, formats.QRCode, ec_level="M")
    elif code.symbology is Symbology.CODE_128:
        barcode = zxingcpp.create_barcode(code.text, formats.Code128)
    else:
        # Square brackets are in none of GS1's character sets, so values may hold round ones.
        text = "".join(f"[{identifier}]{value}" for identifier, value in code.elements)
        kind = formats.Code128 if code.symbology is Symbology.GS1_128 else formats.DataMatrix
        barcode = zxingcpp.create_barcode(text, kind, gs1=True)
    image = Image.fromarray(barcode.to_image(scale=1, add_quiet_zones=False))
    width, height = image.size
    pixels = image.tobytes()
    rows = range(height) if code.symbology.matrix else (0,)
    return tuple(pixels[row * width:(row + 1) * width] for row in rows)


def runs(row):
    """Yield ``(start, length)`` of the dark runs of a row."""
    return ((found.start(), found.end() - found.start()) for found in _DARK.finditer(row))
