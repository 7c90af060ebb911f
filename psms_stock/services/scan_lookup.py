"""What a scanned code means, read by Odoo's own nomenclature first and by plain search otherwise."""

from typing import NamedTuple

from odoo.exceptions import UserError
from odoo.tools.barcode import check_barcode_encoding

from . import scan_messages as say

MAX_LENGTH = 256
#: separators that scanners put between the elements of a GS1 code
ALLOWED_CONTROL = {"\x1d"}


class Parsed(NamedTuple):
    """A code cut into its parts by the nomenclature; ``text`` is the whole code."""

    text: str
    product: str = ""
    lot: str = ""
    location: str = ""
    package: str = ""
    quantity: float | None = None
    unit: object = None


class Reading(NamedTuple):
    """What was found for a code; everything but ``text`` may be empty."""

    text: str
    picking: object = None
    location: object = None
    product: object = None
    lot: object = None
    lot_name: str = ""
    quantity: float | None = None
    package: bool = False


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
    """Cut the code by the nomenclature of the company; GS1 gives several parts, others one."""
    try:
        found = env.company.nomenclature_id.parse_barcode(text)
    except (UserError, ValueError, KeyError):
        # A GS1 code with an impossible date or measure: the plain search below still may know it.
        found = None
    parsed = Parsed(text=text)
    for part in ([found] if isinstance(found, dict) else found or []):
        parsed = _add_part(parsed, part, several=isinstance(found, list))
    return parsed


def _add_part(parsed, part, several):
    kind, value = part["type"], part["value"]
    if kind == "weight" and value:
        # A scale's EAN-13: the product's own code has zeros in place of the weight.
        return parsed._replace(product=part["base_code"], quantity=float(value))
    if not several:
        # Patterns of the plain nomenclature are prefixes ("10" = lot): a hint at most, so the search decides.
        return parsed
    if kind == "product":
        return parsed._replace(product=str(value))
    if kind == "lot":
        return parsed._replace(lot=str(value))
    if kind in ("location", "location_dest"):
        return parsed._replace(location=str(value))
    if kind in ("package", "pack"):
        return parsed._replace(package=str(value))
    if kind == "quantity":
        rule = part.get("rule")
        return parsed._replace(quantity=float(value), unit=rule.associated_uom_id if rule else None)
    return parsed


def read(picking, code, current):
    """Find out what ``code`` means for the transfer ``picking``.

    :param current: the product that is being counted, may be empty; of several lots with one name its own is meant

    :return Reading: with at least one of picking, location, product or lot, or only ``text`` when
        nothing in the database has the code (it may be the name of a new lot)
    """
    env = picking.env
    text = clean(env, code)
    parsed = parse(env, text)
    if parsed.product or parsed.lot or parsed.location:
        reading = _read_parts(picking, parsed, current)
        if reading:
            return reading
    return _read_plain(picking, text, current, package=bool(parsed.package))


def _read_parts(picking, parsed, current):
    """What the parts of a GS1 or scale code mean; None when its product is unknown, then it is read plainly."""
    if parsed.location and not parsed.product:
        location = find_location(picking, parsed.location)
        return Reading(parsed.text, location=location) if location else None
    if not parsed.product:
        return Reading(parsed.text, **_lot_part(picking, parsed.lot, current), quantity=parsed.quantity)
    product, packed = find_product(picking, parsed.product)
    if not product:
        return None
    quantity = packed if parsed.quantity is None else _in_unit_of(product, parsed)
    return Reading(parsed.text, product=product, lot_name=parsed.lot, quantity=quantity)


def _lot_part(picking, name, current):
    lot = find_lot(picking, name, current)
    return {"lot": lot, "product": lot.product_id, "lot_name": name} if lot else {"lot_name": name}


def _in_unit_of(product, parsed):
    unit = parsed.unit
    if not unit or unit == product.uom_id or not unit._has_common_reference(product.uom_id):
        return parsed.quantity
    return unit._compute_quantity(parsed.quantity, product.uom_id)


def _read_plain(picking, text, current, package):
    """The code as it stands. Bins and products come before lots: a label on the shelf is never a new lot."""
    env = picking.env
    if other := env["stock.picking"].search([("name", "=", text), ("company_id", "=", picking.company_id.id)], limit=1):
        return Reading(text, picking=other)
    if location := find_location(picking, text):
        return Reading(text, location=location)
    product, packed = find_product(picking, text)
    if product:
        return Reading(text, product=product, quantity=packed)
    if lot := find_lot(picking, text, current):
        return Reading(text, lot=lot, product=lot.product_id, lot_name=lot.name)
    package = package or bool(env["stock.package"].search_count([("name", "=", text)], limit=1))
    return Reading(text, package=package)


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
        bare = text.lstrip("0")
        codes += [bare.zfill(length) for length in (8, 12, 13, 14) if len(bare) <= length]
    return list(dict.fromkeys(codes))


def misread_ean(text):
    """True for 13 digits whose last one is not their check digit."""
    return len(text) == 13 and text.isascii() and text.isdigit() and not check_barcode_encoding(text, "ean13")
