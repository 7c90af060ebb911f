"""What a scanned code means in this database. The code itself is read by code_parser, for every kind of code."""

from typing import NamedTuple

from odoo import fields
from odoo.exceptions import UserError

from . import code_parser, code_reading
from . import scan_messages as say

MAX_LENGTH = 1024
#: separators that scanners put between the elements of a GS1 code
ALLOWED_CONTROL = {"\x1d"}
#: units of measures in codes (UN/ECE) that Odoo has
UNITS = {
    "KGM": "uom.product_uom_kgm", "LBR": "uom.product_uom_lb", "ONZ": "uom.product_uom_oz",
    "MTR": "uom.product_uom_meter", "INH": "uom.product_uom_inch", "FOT": "uom.product_uom_foot",
    "YRD": "uom.product_uom_yard", "MTK": "uom.product_uom_square_meter", "FTK": "uom.product_uom_square_foot",
    "LTR": "uom.product_uom_litre", "MTQ": "uom.product_uom_cubic_meter", "QT": "uom.product_uom_qt",
    "GLL": "uom.product_uom_gal", "INQ": "uom.product_uom_cubic_inch", "FTQ": "uom.product_uom_cubic_foot",
}


class Found(NamedTuple):
    """What was found for a code; everything but ``text`` may be empty.

    ``structured``: the code has a format of its own, so that as a whole it is no name of a new lot;
    ``unknown``: its parts that were not understood, for a person to see.
    """

    text: str
    picking: object = None
    location: object = None
    product: object = None
    lot: object = None
    lot_name: str = ""
    quantity: float | None = None
    package: bool = False
    structured: bool = False
    unknown: tuple[str, ...] = ()


def clean(env, code):
    """Return the code without white space around it, or refuse what no label holds."""
    if not isinstance(code, str):
        raise say.bad_request(env, "code")
    text = code.strip(" \t\r\n")
    if not text:
        raise say.empty_code(env)
    if len(text) > MAX_LENGTH or any(not char.isprintable() and char not in ALLOWED_CONTROL for char in text):
        raise say.unreadable_code(env)
    return text


def parse(env, text):
    """Read the code itself; dates lie around the present year."""
    return code_parser.parse(text, year=fields.Date.context_today(env.user).year)


def read(picking, code, current):
    """Find out what ``code`` means for the transfer ``picking``.

    :param current: the product that is being counted, may be empty; of several lots with one name its own is meant

    :return Found: with at least one of picking, location, product or lot, or only ``text`` when
        nothing in the database has the code (it may be the name of a new lot)
    """
    env = picking.env
    parsed = parse(env, clean(env, code))
    # The parts of a code that says what it is come first; else whatever has this very text comes first.
    ways = [_read_parts, _read_plain] if parsed.certain else [_read_plain, _read_parts]
    found = Found(parsed.text)
    for way in ways:
        found = (way(picking, parsed, current) or found)._replace(unknown=parsed.unknown)
        if found.picking or found.location or found.product or found.lot or found.package:
            return found
    return found._replace(structured=parsed.structured, lot_name=found.lot_name if _trusted(env, parsed) else "")


def _trusted(env, parsed):
    """Whether a code that nobody knows gives the name of a new lot by its parts.

    ``10ABC`` without any mark is lot ABC only where the company has said that its codes are GS1.
    """
    nomenclature = env.company.nomenclature_id
    keyed = parsed.article or parsed.product_code
    return parsed.certain or keyed or ("is_gs1_nomenclature" in nomenclature and nomenclature.is_gs1_nomenclature)


def _read_parts(picking, parsed, current):
    """What the parts of a code mean; None when they say nothing or what they name is unknown."""
    env = picking.env
    if parsed.sscc or parsed.package:
        return Found(parsed.text, package=True)
    if scale := _scale_part(env, parsed):
        product, _packed = find_product(picking, scale["base_code"])
        return Found(parsed.text, product=product, quantity=float(scale["value"])) if product else None
    code = parsed.article or parsed.product_code
    if not code and (parsed.bin or parsed.gln):
        location = _location_of(picking, parsed)
        return Found(parsed.text, location=location) if location else None
    if code:
        product, packed = find_product(picking, code)
        if not product:
            return None
        return Found(parsed.text, product=product, lot_name=_lot_name(product, parsed),
                     quantity=_quantity(env, product, parsed, packed))
    if name := parsed.lot_or_serial:
        lot = find_lot(picking, name, current)
        quantity = _quantity(env, lot.product_id or current, parsed, None)
        return Found(parsed.text, lot=lot, product=lot.product_id or None, lot_name=name, quantity=quantity)
    return None


def _scale_part(env, parsed):
    """A scale's EAN-13 has its own code with zeros in place of the weight; only the company knows the pattern."""
    if parsed.kind != code_reading.GTIN or len(parsed.text) != 13 or not parsed.text.startswith(("2", "02")):
        return None
    try:
        found = env.company.nomenclature_id.parse_barcode(parsed.text)
    except (UserError, ValueError, KeyError):
        return None
    return found if isinstance(found, dict) and found["type"] == "weight" and found["value"] else None


def _lot_name(product, parsed):
    if product.tracking == "serial":
        return parsed.lot_or_serial
    if product.tracking == "lot":
        # The serial number in a tag names the piece, not its lot.
        return parsed.lot or ("" if parsed.kind == code_reading.EPC else parsed.serial)
    return ""


def _quantity(env, product, parsed, packed):
    """The quantity that one such label stands for, in the unit of the product; None when it does not say."""
    if parsed.quantity:
        # A count of what is inside counts the articles of that number: boxes, when the number is a box's.
        return float(parsed.quantity) * (packed or 1 if parsed.content_gtin14 else 1)
    xml_id = UNITS.get(parsed.unit) if parsed.measure else None
    unit = env.ref(xml_id, raise_if_not_found=False) if xml_id else None
    if unit and product and unit._has_common_reference(product.uom_id):
        return unit._compute_quantity(float(parsed.measure), product.uom_id)
    return packed


def _read_plain(picking, parsed, current):
    """The code as it stands. Bins and products come before lots: a label on the shelf is never a new lot."""
    env, text = picking.env, parsed.text
    if other := env["stock.picking"].search([("name", "=", text), ("company_id", "=", picking.company_id.id)], limit=1):
        return Found(text, picking=other)
    if location := find_location(picking, text):
        return Found(text, location=location)
    product, packed = find_product(picking, text)
    if product and not _scale_part(env, parsed):
        return Found(text, product=product, quantity=packed)
    if lot := find_lot(picking, text, current):
        return Found(text, lot=lot, product=lot.product_id, lot_name=lot.name)
    if env["stock.package"].search_count([("name", "=", text)], limit=1):
        return Found(text, package=True)
    return None


def _location_of(picking, parsed):
    """The bin of an own label, or of a GLN: by its extension, which names the place in the plant."""
    codes = [parsed.bin] if parsed.bin else [parsed.gln_extension, parsed.gln]
    for code in filter(None, codes):
        if location := find_location(picking, code):
            return location
    return None


def find_location(picking, text):
    return picking.env["stock.location"].search(
        [("barcode", "=", text), ("company_id", "in", [picking.company_id.id, False])], limit=1,
    )


def find_product(picking, text):
    """Return the product and the quantity of one such label (a packaging's own barcode stands for its content)."""
    env = picking.env
    codes = barcode_variants(text)
    # The GS1 search of Odoo matches parts of barcodes; a scan must match the whole.
    Product = env["product.product"].with_context(skip_preprocess_gs1=True)
    mine = _products_of(picking)
    products = Product.search([("barcode", "in", codes)])
    if products:
        return _the_one(env, text, products, mine), None
    packagings = env["product.uom"].with_context(skip_preprocess_gs1=True).search([("barcode", "in", codes)])
    if packagings:
        product = _the_one(env, text, packagings.product_id, mine)
        packaging = packagings.filtered(lambda row: row.product_id == product)[:1]
        return product, packaging.uom_id._compute_quantity(1, product.uom_id)
    products = Product.search([("default_code", "=", text)])
    if products:
        return _the_one(env, text, products, mine), None
    return Product, None


def _the_one(env, text, products, mine):
    """The product meant: of several with one code, the one that the transfer asks for."""
    wanted = products & mine or products
    if len(wanted) > 1:
        raise say.ambiguous_code(env, text, wanted.mapped("display_name"))
    return wanted


def find_lot(picking, text, current):
    """The lot of this name: of the product that is being counted, else one of the transfer's products if possible."""
    env = picking.env
    lots = env["stock.lot"].search(
        [("name", "=", text), ("company_id", "in", [picking.company_id.id, False])], order="id desc", limit=80,
    )
    if own := lots.filtered(lambda lot: lot.product_id == current):
        return own[:1]
    mine = lots.filtered(lambda lot: lot.product_id in _products_of(picking))
    if len(mine.product_id) > 1:
        raise say.ambiguous_code(env, text, mine.product_id.mapped("display_name"))
    return (mine or lots)[:1]


def _products_of(picking):
    return picking.move_ids.filtered(lambda move: move.state != "cancel").product_id


def barcode_variants(text):
    """The same article number in its lengths: UPC-A 12, EAN-13 and GTIN-14 differ by zeros in front."""
    codes = [text]
    if text.isascii() and text.isdigit() and len(text) in (8, 12, 13, 14):
        parsed = code_parser.parse(text)
        bare = (parsed.gtin14 or text).lstrip("0")
        codes += [bare.zfill(length) for length in (8, 12, 13, 14) if len(bare) <= length]
    return list(dict.fromkeys(codes))


def misread_ean(text):
    """True for 13 digits whose last one is not their check digit."""
    return len(text) == 13 and "check_digit" in code_parser.parse(text).errors
