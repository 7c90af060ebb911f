"""Which codes a label gets, from plain values; what a code cannot hold goes into another one, and that is said."""

from dataclasses import dataclass, field
from decimal import Decimal

from odoo.addons.psms_stock.services import code_gs1, code_own, code_parser

from .label_spec import Code, Symbology

#: the longest that Code 128 is read well
_LONGEST = 60
_MOST_PIECES = 99_999_999


@dataclass
class Facts:
    """What is known of one thing, for texts (by source) and for codes."""

    kind: str
    name: str
    texts: dict = field(default_factory=dict)
    barcode: str = ""
    reference: str = ""
    lot: str = ""
    serial: str = ""
    expiry: object = None
    quantity: Decimal | None = None
    package: str = ""
    location: str = ""
    gln: str = ""
    #: what is in a package of one article and one lot
    content: "Facts | None" = None

    @property
    def gtin14(self):
        return code_parser.parse(self.barcode).gtin14

    @property
    def sscc(self):
        return code_parser.parse(self.package).sscc


def codes(facts, linear_kind, matrix_kind, say):
    """Return ``(bars, matrix)`` of a label.

    :param say: called with the reason, a key of ``label_print.notes``, when a code becomes another or is left out
    """
    bars, matrix = [], None
    if linear_kind == "gs1_128":
        bars = [_gs1(Symbology.GS1_128, elements) for elements in _linear_elements(facts) if _right(elements)]
        if not bars:
            say("no_gs1")
    if linear_kind != "none" and not bars:
        bars = _plain_bars(facts, say)
    if matrix_kind == "gs1_datamatrix":
        elements = _elements(facts)
        if _right(elements):
            matrix = _gs1(Symbology.GS1_DATAMATRIX, elements)
        else:
            say("no_gs1")
    if matrix_kind != "none" and matrix is None:
        matrix = _own(facts, say)
    return tuple(bars), matrix


def _gs1(symbology, elements):
    return Code(symbology, elements=tuple(elements), human=code_gs1.bracketed(elements))


def _right(elements):
    """True when a scanner gets everything back: a key first, and each value allowed by GS1."""
    return bool(elements) and elements[0][0] in ("00", "01", "02", "414") \
        and all(code_gs1.allowed(identifier, value) for identifier, value in elements)


def _plain_bars(facts, say):
    text = {"product": facts.barcode or facts.reference, "lot": facts.serial or facts.lot,
            "package": facts.package, "location": facts.location}[facts.kind]
    if not text:
        say("no_code")
        return []
    if len(text) > _LONGEST or not all(" " <= char <= "~" for char in text):
        say("not_bars")
        return []
    return [Code(Symbology.CODE_128, text=text, human=text)]


# === GS1 === #

def _elements(facts):
    """Everything in one code; values of fixed length first, as GS1 advises."""
    if facts.kind == "package":
        return _sscc(facts)
    if facts.kind == "location":
        return _place(facts)
    return _article(facts, "01", "30")


def _linear_elements(facts):
    """Bars are long: the key and the lot only; a package has its content above its number."""
    if facts.kind == "package":
        content = _article(facts.content, "02", "37") if facts.content and facts.content.quantity else []
        if content and not any(identifier == "37" for identifier, _value in content):
            content = []
        return [content, _sscc(facts)]
    if facts.kind == "location":
        return [_place(facts)]
    return [[pair for pair in _article(facts, "01", "30") if pair[0] in ("01", "10", "21")]]


def _sscc(facts):
    return [("00", facts.sscc)] if facts.sscc else []


def _place(facts):
    return [("414", facts.gln), ("254", facts.location)] if facts.gln and facts.location else []


def _article(facts, key, count):
    if not facts.gtin14:
        return []
    found = [(key, facts.gtin14)]
    if facts.expiry:
        found.append(("17", facts.expiry.strftime("%y%m%d")))
    if facts.serial:
        found.append(("21", facts.serial))
    elif facts.lot:
        found.append(("10", facts.lot))
    pieces = facts.quantity
    # One serial number is one piece; parts of a piece have no place in a count.
    if pieces and not facts.serial and pieces == pieces.to_integral_value() and pieces <= _MOST_PIECES:
        found.append((count, str(int(pieces))))
    return found


# === OWN QR CODES === #

def _own(facts, say):
    article = {"g": facts.barcode} if facts.gtin14 else {"p": facts.barcode or facts.reference}
    quantity = f"{facts.quantity.normalize():f}" if facts.quantity and not facts.serial else ""
    values = {
        "product": {**article, "q": quantity},
        "lot": {**article, "l": facts.lot, "s": facts.serial, "q": quantity,
                "x": facts.expiry.isoformat() if facts.expiry else ""},
        "package": {"c": facts.package},
        "location": {"b": facts.location},
    }[facts.kind]
    key = {"product": article, "lot": {"": facts.lot or facts.serial}}.get(facts.kind, values)
    if not any(key.values()):
        say("no_code")
        return None
    return Code(Symbology.QR, text=code_own.write("bin" if facts.kind == "location" else facts.kind, **values))
