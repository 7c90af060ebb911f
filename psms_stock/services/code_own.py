"""The QR code of our own labels, for what GS1 has no place for: bins, lots with Chinese names, own articles.

    PSMS:<kind>?<key>=<value>&<key>=<value>

``kind`` is ``product``, ``lot``, ``package`` or ``bin``; values are UTF-8, percent-encoded as in an address, so the
code itself is plain ASCII for every printer and scanner. Keys, in any order, each at most once:

====  =========================================  ====  =========================================
g     GTIN, 8 to 14 digits                       q     quantity in the unit of the product
p     barcode or internal reference              x     expiry date, 2027-01-31
l     lot                                        d     production date
s     serial number                              c     package: SSCC or name
b     barcode of a location
====  =========================================  ====  =========================================

A key that a reader does not know is reported and does no harm, so keys may be added later.
"""

from datetime import date
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qsl, quote, urlencode

from . import code_gs1
from . import code_reading as reading_of

PREFIX = "PSMS:"
KINDS = ("product", "lot", "package", "bin")
_TEXTS = {"p": "product_code", "l": "lot", "s": "serial", "b": "bin"}
_DATES = {"x": "expiry", "d": "production"}
_MAX_QUANTITY = Decimal(10) ** 12


def is_own(text):
    return text[:len(PREFIX)].upper() == PREFIX


def write(kind, **values):
    """Return the text of a code. Values are named by key; empty ones are left out."""
    if kind not in KINDS:
        raise ValueError(kind)
    return f"{PREFIX}{kind}?" + urlencode(
        {key: value for key, value in values.items() if value not in (None, "", False)}, quote_via=quote, safe="/")


def read(text, raw, symbology=""):
    """Return the reading; nothing when the text is not of this form."""
    kind, mark, query = text[len(PREFIX):].partition("?")
    if not mark or kind.lower() not in KINDS:
        return None
    try:
        pairs = parse_qsl(query, max_num_fields=code_gs1.MAX_ELEMENTS)
    except ValueError:
        return None
    values, unknown, errors = {}, [], []
    for key, value in pairs:
        fault = _fold(values, key, value) if value.isprintable() else "control"
        if fault == "unknown":
            unknown.append(f"{key}={value}")
        elif fault:
            errors.append(f"{fault}:{key}")
    return reading_of.Reading(
        raw=raw, text=text, kind=reading_of.OWN, symbology=symbology, certain=True,
        **values, unknown=tuple(unknown), errors=tuple(errors),
    )


def _fold(values, key, value):
    """Put one value into the fields and return what is wrong with it, if anything."""
    if key in _TEXTS:
        return _put(values, _TEXTS[key], value)
    if key in _DATES:
        try:
            return _put(values, _DATES[key], date.fromisoformat(value))
        except ValueError:
            return "date"
    if key == "q":
        quantity = _quantity(value)
        return "quantity" if quantity is None else _put(values, "quantity", quantity)
    if key == "g":
        if len(value) not in (8, 12, 13, 14) or not code_gs1.fits_check_digit(value):
            return "check_digit"
        return _put(values, "gtin14", value.zfill(14))
    if key == "c":
        is_sscc = len(value) == 18 and code_gs1.fits_check_digit(value)
        return _put(values, "sscc" if is_sscc else "package", value)
    return "unknown"


def _put(values, name, value):
    return None if values.setdefault(name, value) == value else "duplicate"


def _quantity(value):
    try:
        quantity = Decimal(value)
    except InvalidOperation:
        return None
    return quantity if quantity.is_finite() and 0 <= quantity <= _MAX_QUANTITY else None
