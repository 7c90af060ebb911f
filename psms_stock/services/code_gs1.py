"""GS1: element strings with and without marks, brackets, Digital Link URIs; and the way back, for labels.

biip knows the identifiers and their formats. It gives up a whole code for one identifier that it does not know,
so the codes are cut here, element by element, and what is left over is reported.
"""

import calendar
import re
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl, unquote, urlsplit

from . import code_reading as reading_of

GS = "\x1d"
#: how scanners and keyboards write the separator (FNC1) where they cannot send it
SEPARATOR_WORDS = ("\u241d", "<GS>", "{GS}", "<FNC1>", "Alt029")
#: no code has more; bounds the work that a mad one makes
MAX_ELEMENTS = 64
#: two-digit years lie from 49 years before to 50 years after this one, unless the caller knows the present one
REFERENCE_YEAR = 2026

_BRACKETED = re.compile(r"\((\d{2,4})\)")
_TEXTS = {"10": "lot", "21": "serial", "254": "gln_extension", "8003": "asset", "8004": "asset"}
_KEYS = {"00": "sscc", "01": "gtin14", "02": "content_gtin14", "03": "gtin14", "414": "gln"}
_DATES = {"11": "production", "8008": "production", "13": "packed", "15": "best_before", "17": "expiry", "7003": "expiry"}
_COUNTS = ("30", "37")
#: net measures of a trade item, by the first three digits of the identifier
_MEASURES = {
    "310": "KGM", "311": "MTR", "314": "MTK", "315": "LTR", "316": "MTQ",
    "320": "LBR", "321": "INH", "322": "FOT", "323": "YRD", "350": "INK", "351": "FTK", "352": "YDK",
    "356": "APZ", "357": "ONZ", "360": "QT", "361": "GLL", "364": "INQ", "365": "FTQ", "366": "YDQ",
}
#: what a Digital Link may begin with, and the names that older ones use for identifiers
_LINK_KEYS = ("00", "01", "253", "255", "401", "402", "414", "415", "417",
              "8003", "8004", "8006", "8010", "8013", "8017", "8018")
_LINK_NAMES = {"gtin": "01", "sscc": "00", "gln": "414", "grai": "8003", "giai": "8004", "lot": "10", "ser": "21",
               "cpv": "22", "exp": "17"}


# === CHECK DIGITS === #

def digits(text):
    return text.isascii() and text.isdigit()


def check_digit(payload):
    from biip.checksums import gs1_standard_check_digit

    return str(gs1_standard_check_digit(payload))


def fits_check_digit(number):
    return len(number) > 1 and digits(number) and check_digit(number[:-1]) == number[-1]


# === CUTTING A CODE INTO ELEMENTS === #

def _extract(text):
    """Return biip's element at the start of the text, or nothing."""
    from biip import ParseConfig, ParseError
    from biip.gs1_element_strings import GS1ElementString

    try:
        # A date that does not exist is an error of that element alone, so it is checked here, without biip's clock.
        found = GS1ElementString.extract(text, config=ParseConfig(gs1_element_strings_verify_date=False))
    except (ParseError, ValueError, ArithmeticError):
        return None
    # biip's patterns take nothing at all for some values, and the digits of every script.
    return found if found.value and found.value.isascii() else None


def _whole(identifier, value):
    """True when the value is one that the identifier allows."""
    found = _extract(identifier + value) if value.isprintable() else None
    return found is not None and found.ai.ai == identifier and found.value == value


def cut_string(text):
    """Cut an element string: ``(elements, unknown parts)``."""
    for word in SEPARATOR_WORDS:
        text = text.replace(word, GS)
    # GS1's character sets have no #, which keyboards send for the separator; component numbers (8010) do have it.
    if GS not in text and "#" in text and "8010" not in text:
        text = text.replace("#", GS)
    elements, unknown = [], []
    for segment in filter(None, text.split(GS)):
        rest = segment
        while rest and len(elements) < MAX_ELEMENTS:
            found = _extract(rest)
            if found is None or (found.ai.separator_required and len(found) != len(rest)):
                # A value that goes on after its greatest length is no value: nothing of it is believed.
                break
            elements.append((found.ai.ai, found.value))
            rest = rest[len(found):]
        if rest:
            unknown.append(rest)
    return elements, unknown


def cut_brackets(text):
    """Cut the form for people, ``(01)...(10)...``."""
    parts = _BRACKETED.split(text)
    elements, unknown = [], [parts[0].strip()] if parts[0].strip() else []
    for identifier, value in zip(parts[1::2], parts[2::2]):
        value = value.strip(" \t\r\n" + GS)
        if len(elements) < MAX_ELEMENTS and _whole(identifier, value):
            elements.append((identifier, value))
        else:
            unknown.append(f"({identifier}){value}")
    return elements, unknown


def cut_link(text):
    """Cut a Digital Link URI; nothing when the address is not one."""
    try:
        parts = urlsplit(text)
        query = parse_qsl(parts.query, max_num_fields=MAX_ELEMENTS)
    except ValueError:
        return None
    path = parts.path.split("/")
    start = next((place for place, part in enumerate(path) if _link_name(part) in _LINK_KEYS), None)
    if start is None or not parts.netloc:
        return None
    path = [part for part in path[start:] if part][:2 * MAX_ELEMENTS]
    pairs = list(zip(path[::2], [unquote(part) for part in path[1::2]]))
    elements, unknown = [], [path[-1]] if len(path) % 2 else []
    for name, value in pairs + [pair for pair in query if _link_name(pair[0]).isdigit()]:
        identifier = _link_name(name)
        if identifier in ("01", "02"):
            value = value.zfill(14)
        if _whole(identifier, value):
            elements.append((identifier, value))
        else:
            unknown.append(f"({identifier}){value}")
    # Many an address has numbers in its path: only a key that is right in itself makes it a Digital Link.
    return (elements, unknown) if elements and elements[0][0] in _LINK_KEYS and allowed(*elements[0]) else None


def _link_name(part):
    return _LINK_NAMES.get(part.lower(), part)


# === WHAT THE ELEMENTS SAY === #

def values_of(elements, unknown, year=REFERENCE_YEAR):
    """Return the fields of a reading as a dict."""
    values, errors, seen = {}, [], {}
    for identifier, value in elements:
        if seen.setdefault(identifier, value) != value:
            errors.append(f"duplicate:{identifier}")
        elif not _fold(values, identifier, value, year):
            errors.append(f"{'date' if identifier in _DATES else 'check_digit'}:{identifier}")
    if len(elements) >= MAX_ELEMENTS:
        errors.append("too_many")
    return {
        **values, "elements": tuple(seen.items()), "unknown": tuple(unknown), "errors": tuple(dict.fromkeys(errors)),
    }


def _fold(values, identifier, value, year):
    """Put one element into the fields; False when it is wrong in itself."""
    if identifier in _KEYS:
        if not fits_check_digit(value):
            return False
        values.setdefault(_KEYS[identifier], value)
    elif identifier in _TEXTS:
        values.setdefault(_TEXTS[identifier], value)
    elif identifier in _DATES:
        day = date_of(value, year)
        if day:
            values.setdefault(_DATES[identifier], day)
        return day is not None
    elif identifier in _COUNTS:
        values.setdefault("quantity", Decimal(value))
    elif identifier[:3] in _MEASURES and len(identifier) == 4:
        if "measure" not in values:
            values["measure"] = Decimal(value).scaleb(-int(identifier[3]))
            values["unit"] = _MEASURES[identifier[:3]]
    elif identifier in ("8006", "8026"):
        # A piece of an article that comes in several pieces.
        if not fits_check_digit(value[:14]):
            return False
        values.setdefault("gtin14" if identifier == "8006" else "content_gtin14", value[:14])
    return True


def date_of(value, year):
    """Return the day of YYMMDD..., whose day 00 means the last of the month; nothing when it does not exist."""
    if not digits(value[:6]) or len(value) < 6:
        return None
    short, month, day = int(value[:2]), int(value[2:4]), int(value[4:6])
    # GS1 General Specifications 7.12: from 49 years past to 50 years ahead.
    full = year - year % 100 + short
    full += -100 if full - year > 50 else 100 if full - year < -49 else 0
    try:
        return date(full, month, day or calendar.monthrange(full, month)[1])
    except ValueError:
        return None


def read(elements, unknown, raw, text, symbology="", certain=True, year=REFERENCE_YEAR):
    return reading_of.Reading(
        raw=raw, text=text, kind=reading_of.GS1, symbology=symbology, certain=certain,
        **values_of(elements, unknown, year),
    )


# === THE WAY BACK, FOR LABELS === #

def allowed(identifier, value):
    """True when a label may carry this value under this identifier (character set, length, check digit, date)."""
    if not isinstance(value, str) or not value or not _whole(identifier, value):
        return False
    return _fold({}, identifier, value, REFERENCE_YEAR)


def bracketed(elements):
    """The text that people read below the bars."""
    return "".join(f"({identifier}){value}" for identifier, value in elements)


def element_string(elements, separator=GS):
    """The text that scanners send: a separator after each value of variable length but the last."""
    parts = []
    for place, (identifier, value) in enumerate(elements):
        found = _extract(identifier + value)
        more = place + 1 < len(elements)
        parts.append(identifier + value + (separator if more and found.ai.separator_required else ""))
    return "".join(parts)
