"""RFID numbers: EPC URIs (identity, tag, class) and the memory of a tag in hexadecimal, read by epcpy."""

import re

from . import code_gs1
from . import code_reading as reading_of

#: 96 bits are 24 digits, the longest scheme (202 bits, padded to words of 16) has 52
_HEX = re.compile(r"[0-9A-Fa-f]{24,64}")
_URI_START = ("urn:epc:id:", "urn:epc:tag:", "urn:epc:class:")
MAX_LENGTH = 256
#: the key of these schemes is all digits, so that what follows is one more element
_KEY_LENGTHS = {"01": 14, "00": 18, "414": 13, "253": 13, "255": 13, "8006": 18}
_SECOND = re.compile(r"\((\d{2,4})\)(.*)", re.DOTALL)


def is_uri(text):
    return text[:14].lower().startswith(_URI_START)


def is_hex(text):
    return len(text) % 2 == 0 and bool(_HEX.fullmatch(text))


def read(text, raw, symbology="", year=code_gs1.REFERENCE_YEAR):
    """Return the reading of a URI or of hexadecimal digits; nothing when it is no EPC."""
    scheme = _scheme(text) if len(text) <= MAX_LENGTH else None
    if scheme is None:
        return None
    elements, unknown = _elements(scheme)
    values = code_gs1.values_of(elements, unknown, year)
    if not elements and not values["unknown"]:
        # Schemes outside GS1 (GID, defence, airlines): the last part is the serial number.
        values["serial"] = scheme.epc_uri.rsplit(".", 1)[-1]
    return reading_of.Reading(
        raw=raw, text=text, kind=reading_of.EPC, symbology=symbology, epc=scheme.epc_uri,
        # 24 digits may as well be somebody's serial number.
        certain=is_uri(text), **values,
    )


def _scheme(text):
    from epcpy.utils import parsers
    from epcpy.utils.common import ConvertException

    try:
        if not is_uri(text):
            return parsers.hex_to_tag_encodable(text)
        kind, rest = text[:text.index(":", 8)].lower(), text[text.index(":", 8):]
        name, body = rest[1:].split(":", 1)
        uri = f"{kind}:{name.lower()}:{body}"
        if kind == "urn:epc:tag":
            return parsers.tag_uri_to_tag_encodable(uri)
        return parsers.epc_pure_identity_to_scheme(uri)
    except (ConvertException, LookupError, ValueError, TypeError, AttributeError, ArithmeticError):
        # Tags hold anything; epcpy answers impossible bits with whatever goes wrong first.
        return None


def _elements(scheme):
    """The scheme in GS1's elements; values may hold brackets themselves, so they are cut by the key's length."""
    if not hasattr(scheme, "gs1_element_string"):
        return [], []
    whole = scheme.gs1_element_string()
    first = _SECOND.fullmatch(whole)
    if not first:
        return [], [whole]
    identifier, value = first.groups()
    length = _KEY_LENGTHS.get(identifier)
    second = _SECOND.fullmatch(value[length:]) if length else None
    pairs = [(identifier, value[:length] if second else value)]
    if second:
        pairs.append(second.groups())
    elements = [pair for pair in pairs if code_gs1.allowed(*pair)]
    return elements, [f"({name}){value}" for name, value in pairs if (name, value) not in elements]
