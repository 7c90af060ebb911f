"""One reading of whatever is scanned or typed; see :class:`~.code_reading.Reading` for what comes out.

===============================  =================================================================================
form                             examples
===============================  =================================================================================
GS1 element string               ``]C1010690...``, ``0106901234567892`` + ``10LOT<GS>17270131``, ``(01)...(10)...``
GS1 Digital Link                 ``https://id.gs1.org/01/06901234567892/10/LOT``
article and logistic numbers     GTIN-8, UPC-E, UPC-A (12), EAN-13, ITF-14 (14), SSCC (18 digits)
EPC                              ``urn:epc:id:sgtin:...``, ``urn:epc:tag:sgtin-96:...``, ``3034257BF400B7800004CB2F``
own QR code                      ``PSMS:bin?b=A-01-02``, see code_own
anything else                    a bare code: barcode, internal reference, lot, name
===============================  =================================================================================

No input raises. Pure Python: the year for two-digit years is an argument.
"""

from dataclasses import replace

from . import code_epc, code_gs1, code_own
from . import code_reading as reading_of
from .code_reading import Reading

MAX_LENGTH = 4096
_GS1_SYMBOLOGIES = ("]C1", "]e0", "]e1", "]e2", "]d2", "]Q3", "]J1")
#: symbologies that hold article numbers alone
_ARTICLE_SYMBOLOGIES = ("]E0", "]E3", "]E4", "]I1")
_ARTICLE_LENGTHS = (8, 12, 13, 14)
_SSCC_LENGTH = 18
_MARKS = (code_gs1.GS, *code_gs1.SEPARATOR_WORDS)


def parse(text, year=code_gs1.REFERENCE_YEAR):
    """Return the reading of a scanned or typed text.

    :param int year: the present year; two-digit years of GS1 lie around it
    """
    raw = text if isinstance(text, str) else ""
    content = raw.strip(" \t\r\n\x00")
    if not content:
        return Reading(raw=raw, text="", kind=reading_of.EMPTY)
    if len(content) > MAX_LENGTH:
        return Reading(raw=raw, text=content, errors=("too_long",))
    symbology, content = split_symbology(content)
    reading = _marked(raw, content, symbology, year)
    if reading is None:
        reading = _number(raw, content, symbology) or _unmarked(raw, content, symbology, year)
    if any(not char.isprintable() for char in content.replace(code_gs1.GS, "")):
        reading = replace(reading, errors=(*reading.errors, "control"))
    return reading


def split_symbology(text):
    """Cut off the identifier ``]xm`` that scanners may put in front (ISO/IEC 15424)."""
    if len(text) > 3 and text[0] == "]" and text[1:3].isascii() and text[1].isalpha() and text[2].isalnum():
        return text[:3], text[3:]
    return "", text


def _marked(raw, content, symbology, year):
    """Codes that say what they are."""
    if code_own.is_own(content):
        return code_own.read(content, raw, symbology)
    if code_epc.is_uri(content):
        return code_epc.read(content, raw, symbology, year)
    if content[:8].lower().startswith(("http://", "https://")):
        return _link(raw, content, symbology, year)
    if content[:1] == "(" and symbology not in _GS1_SYMBOLOGIES:
        elements, unknown = code_gs1.cut_brackets(content)
        return code_gs1.read(elements, unknown, raw, content, symbology, year=year) if elements else None
    if symbology in _GS1_SYMBOLOGIES or any(mark in content for mark in _MARKS):
        return _element_string(raw, content, symbology, year)
    return None


def _link(raw, content, symbology, year):
    found = code_gs1.cut_link(content)
    if found is None:
        return Reading(raw=raw, text=content, kind=reading_of.URL, symbology=symbology, certain=True)
    return code_gs1.read(*found, raw, content, symbology, year=year)


def _element_string(raw, content, symbology, year):
    elements, unknown = code_gs1.cut_string(content)
    if not elements and symbology not in _GS1_SYMBOLOGIES:
        return None
    return code_gs1.read(elements, unknown, raw, content, symbology, year=year)


def _number(raw, content, symbology):
    """Article numbers and SSCC, by their length and check digit."""
    if symbology == "]E3":
        # The two or five digits of an add-on belong to magazines.
        content = content[:13]
    if not code_gs1.digits(content) or len(content) not in (*_ARTICLE_LENGTHS, _SSCC_LENGTH):
        return None
    right = code_gs1.fits_check_digit(content) and bool(content.strip("0"))
    if right and len(content) == _SSCC_LENGTH:
        return Reading(raw=raw, text=content, kind=reading_of.SSCC, symbology=symbology, sscc=content)
    number = content if right else _upc_e(content)
    if not number:
        return Reading(raw=raw, text=content, symbology=symbology, errors=("check_digit",))
    return Reading(raw=raw, text=content, kind=reading_of.GTIN, symbology=symbology,
                   certain=symbology in _ARTICLE_SYMBOLOGIES, gtin14=number.zfill(14))


def _upc_e(content):
    """Eight digits that are no GTIN-8 may be a zero-suppressed UPC: its 12 digits then, else nothing."""
    from biip import ParseError
    from biip.upc import Upc

    try:
        return Upc.parse(content).as_upc_a() if len(content) == 8 and content.strip("0") else ""
    except (ParseError, ValueError, NotImplementedError):
        return ""


def _unmarked(raw, content, symbology, year):
    """A text without marks is GS1 if it begins with a key whose check digit is right, or if every part of it is.

    Even then it is not certain.
    """
    bare = Reading(raw=raw, text=content, symbology=symbology)
    if code_epc.is_hex(content):
        return code_epc.read(content, raw, symbology, year) or bare
    if not content[:2].isdigit() or not content.isascii() or len(content) < 3:
        return bare
    elements, unknown = code_gs1.cut_string(content)
    if not elements:
        return bare
    reading = code_gs1.read(elements, unknown, raw, content, symbology, certain=False, year=year)
    keyed = elements[0][0] in ("00", "01", "02") and (reading.sscc or reading.article)
    return reading if keyed or not (reading.unknown or reading.errors) else bare
