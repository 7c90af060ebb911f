"""The one normal form of whatever is scanned or typed. Pure Python: no Odoo, no database, no clock."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

#: kinds of a reading
EMPTY, BARE, GTIN, SSCC, GS1, EPC, OWN, URL = "empty", "bare", "gtin", "sscc", "gs1", "epc", "own", "url"


@dataclass(frozen=True)
class Reading:
    """What a code says. Everything that it does not say is empty; nothing here is looked up anywhere.

    ``text`` is what a plain search should look for: the code without its symbology identifier. ``certain`` is
    False where the code carries no mark of its format: ``10ABC`` may be lot ABC of GS1 or a number of its own, so
    whoever searches looks for the text as it stands first.

    ``unknown`` holds the parts that were not understood, ``errors`` what is wrong, as words for programs:
    ``check_digit``, ``date``, ``duplicate``, ``too_long``, ``too_many``, ``control``, each with ``:identifier``
    where it concerns one element. Neither is fatal: what was understood stays.
    """

    raw: str
    text: str
    kind: str = BARE
    symbology: str = ""
    certain: bool = False
    #: article number in 14 digits, of the thing itself
    gtin14: str = ""
    #: article number of what is inside a logistic unit, (02); its count is ``quantity``
    content_gtin14: str = ""
    #: barcode or internal reference, on own labels of products without a GTIN
    product_code: str = ""
    lot: str = ""
    serial: str = ""
    #: pieces
    quantity: Decimal | None = None
    #: weight, length, area or volume, with its unit by UN/ECE code: KGM, MTR ...
    measure: Decimal | None = None
    unit: str = ""
    expiry: date | None = None
    best_before: date | None = None
    production: date | None = None
    packed: date | None = None
    sscc: str = ""
    #: name of a package, on own labels of packages without an SSCC
    package: str = ""
    gln: str = ""
    gln_extension: str = ""
    #: barcode of a location, on own labels
    bin: str = ""
    #: returnable or individual asset (GRAI, GIAI)
    asset: str = ""
    #: pure identity URI of a tag
    epc: str = ""
    #: every understood element, in the order of the code
    elements: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()

    @property
    def structured(self):
        """True when the code has a format of its own, so that as a whole it is no name of anything."""
        return self.certain and self.kind in (GS1, EPC, OWN, URL)

    @property
    def article(self):
        """The article number that goods are found by: of the thing, else of what is in it."""
        return self.gtin14 or self.content_gtin14

    @property
    def lot_or_serial(self):
        return self.serial or self.lot

    def element(self, identifier):
        """Return the value of an element, or nothing."""
        return dict(self.elements).get(identifier, "")
