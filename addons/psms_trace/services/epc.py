"""Names of things in EPCIS events.

Where a product has a GTIN, a package an SSCC or the company a GLN, the name is GS1's: a Digital Link URI
(``https://id.gs1.org/01/…``), or its EPC URN where the key begins with our own company prefix and the company asks for
URNs. Everything else is named in the company's own namespace, in the shapes that the Core Business Vocabulary proposes
for private names: ``<namespace>/obj/…`` one thing, ``/class/…`` a kind or a lot, ``/loc/…``, ``/bt/…`` a document,
``/party/…``. Private names are made of record ids, which outlive a renaming.
"""

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

from odoo.addons.psms_stock.services import code_gs1

GS1 = "https://id.gs1.org"
#: what GS1 allows in a lot or serial number (its character set 82), and how much of it
_NUMBER = re.compile(r"""[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]{1,20}""")
#: characters that stay as they are in an EPC URN
_URN_SAFE = "!'()*+,-.:;=_"


def gtin(barcode):
    """The barcode as GTIN of 14 digits; None when it is none, or a number for use inside a shop or a plant."""
    barcode = (barcode or "").strip()
    if len(barcode) not in (8, 12, 13, 14) or not code_gs1.fits_check_digit(barcode):
        return None
    number = barcode.zfill(14)
    return None if number[1] == "2" or number[1:3] in ("02", "04") else number


def sscc(name):
    """The name of a package as SSCC of 18 digits, with or without its (00); None when it is none."""
    digits = re.sub(r"^\(00\)|^00(?=\d{18}$)", "", (name or "").strip())
    return digits if len(digits) == 18 and code_gs1.fits_check_digit(digits) else None


class Names(NamedTuple):
    """How one company names things.

    :param namespace: beginning of private names, without slash at the end
    :param gln: the company's GLN, or empty
    :param prefix: the company's GS1 prefix, or empty
    :param urn: write EPC URNs where the prefix allows it
    """

    namespace: str
    gln: str = ""
    prefix: str = ""
    urn: bool = False

    def product(self, product):
        """The kind of thing: a product without lot."""
        number = gtin(product.barcode)
        return f"{GS1}/01/{number}" if number else f"{self.namespace}/class/product-{product.id}"

    def lot(self, lot):
        """A lot of a product, or one thing by its serial number."""
        serial = lot.product_id.tracking == "serial"
        number = gtin(lot.product_id.barcode)
        if number and _NUMBER.fullmatch(lot.name):
            return f"{GS1}/01/{number}/{'21' if serial else '10'}/{quote(lot.name, safe='')}"
        return f"{self.namespace}/{'obj' if serial else 'class'}/lot-{lot.id}"

    def package(self, package):
        number = sscc(package.name)
        return f"{GS1}/00/{number}" if number else f"{self.namespace}/obj/package-{package.id}"

    def location(self, location):
        return f"{GS1}/414/{self.gln}/254/{location.id}" if self.gln else f"{self.namespace}/loc/location-{location.id}"

    def party(self, partner):
        # a field of Odoo's module for GLNs, where that is installed
        number = "global_location_number" in partner._fields and partner.global_location_number
        if number and code_gs1.fits_check_digit(number):
            return f"{GS1}/417/{number}"
        return f"{self.namespace}/party/partner-{partner.id}"

    def document(self, name):
        return f"{self.namespace}/bt/{quote(name, safe='')}"

    def shown(self, uri):
        """The URI as it stands in the event: names are made as Digital Links, and translated last.

        The hash of an event is made over Digital Links whatever stands in the event, so that both ways of writing give
        the same ``eventID``.
        """
        if not (self.urn and self.prefix and uri.startswith(f"{GS1}/")):
            return uri
        return _urn(self.prefix, uri.removeprefix(f"{GS1}/").split("/")) or uri


def _urn(prefix, parts):
    """The EPC URN of a Digital Link; None when the key is not one of our own prefix."""
    key, number, *rest = parts
    if key == "01":
        indicator, body = number[0], number[1:-1]
        item = f"{prefix}.{indicator}{body.removeprefix(prefix)}"
        if not body.startswith(prefix):
            return None
        if not rest:
            return f"urn:epc:idpat:sgtin:{item}.*"
        kind = "class:lgtin" if rest[0] == "10" else "id:sgtin"
        return f"urn:epc:{kind}:{item}.{_requoted(rest[1])}"
    if key == "00" and number[1:].startswith(prefix):
        return f"urn:epc:id:sscc:{prefix}.{number[0]}{number[1:-1].removeprefix(prefix)}"
    if key in ("414", "417") and number.startswith(prefix):
        reference = number[:-1].removeprefix(prefix)
        if key == "417":
            return f"urn:epc:id:pgln:{prefix}.{reference}"
        return f"urn:epc:id:sgln:{prefix}.{reference}.{_requoted(rest[1]) if rest else '0'}"
    return None


def _requoted(text):
    return quote(unquote(text), safe=_URN_SAFE)
