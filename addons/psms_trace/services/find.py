"""From what was scanned or typed to lots. The code itself is read by psms_stock's parser, for every kind of code."""

from typing import NamedTuple

from odoo.fields import Domain

from odoo.addons.psms_stock.services import code_reading, scan_lookup

MOST = 20
#: longest part of a strange code that is repeated to the person
_SHOWN = 60


class Found(NamedTuple):
    """The lots that a code means, and what there is to say about the code.

    :param sure: False where the lots are only proposed: none of them is the one that was asked for
    """

    lots: object
    message: str = ""
    sure: bool = True


def lots(env, text):
    """What a text means: ``{"lots": [{"id", "name", "product", "blocked"}], "message": text, "sure": bool}``."""
    reading = scan_lookup.parse(env, text)
    found = _find(env, reading) if reading.text else Found(env["stock.lot"])
    found.lots.fetch(["name", "product_id", "psms_blocked"])
    return {
        "lots": [
            {"id": lot.id, "name": lot.name, "product": lot.product_id.display_name, "blocked": lot.psms_blocked}
            for lot in found.lots
        ],
        "message": " ".join(filter(None, (found.message, _not_understood(env, reading)))),
        "sure": found.sure,
    }


def _find(env, reading):
    """The surest way that leads to lots; else what the first way that understood the code has to say."""
    nothing = env["stock.lot"]
    if "too_long" in reading.errors or "control" in reading.errors:
        return Found(nothing, env._("This code holds signs that no label has. Scan it again."))
    missed = None
    for way in _ways(reading):
        found = way(env, reading)
        if found and found.lots and found.sure:
            return found
        missed = missed or found
    return missed or Found(nothing, _unknown(env, reading))


def _ways(reading):
    """A code that says what it is means its parts; any other text first means what has this very name."""
    if reading.certain:
        return (_by_parts, _by_text)
    if reading.article or reading.sscc:
        return (_by_text, _by_parts, _by_part)
    # 10ABC: a part of a number that somebody types, rather than lot ABC without any mark of GS1
    return (_by_text, _by_part, _by_parts)


# AS IT STANDS ----------------------------------------------------------------------------------


def _by_text(env, reading):
    """The surest first: number, then package or transfer, then product."""
    text = reading.text
    found = _named(env, [text]) or _by_document(env, [text]) or _of_products(env, _products(env, text))
    return Found(found) if found else None


def _named(env, names, products=None):
    domain = Domain("name", "in", names) | Domain("ref", "in", names)
    if products is not None:
        domain &= Domain("product_id", "in", products.ids)
    return env["stock.lot"].search(domain, limit=MOST, order="id desc")


def _by_document(env, names):
    """Whatever lots a package holds or held, or a transfer moved."""
    lines = env["stock.move.line"].search_fetch(
        Domain("lot_id", "!=", False) & Domain("state", "=", "done") & Domain.OR([
            Domain("result_package_id.name", "in", names),
            Domain("package_id.name", "in", names),
            Domain("picking_id.name", "in", names),
            Domain("move_id.reference", "in", names),
        ]), ["lot_id"], limit=1000, order="id desc")
    return lines.lot_id[:MOST]


def _by_part(env, reading):
    found = env["stock.lot"].search(Domain("name", "ilike", reading.text), limit=MOST, order="id desc")
    return Found(found) if found else None


def _products(env, code):
    """Products with this barcode, in any length of an article number, also of a packaging; else by internal reference."""
    codes = scan_lookup.barcode_variants(code)
    # The GS1 search of Odoo matches parts of barcodes; a scan must match the whole.
    products = env["product.product"].with_context(skip_preprocess_gs1=True)
    return products.search(Domain("barcode", "in", codes) | Domain("product_uom_ids.barcode", "in", codes), limit=MOST) \
        or products.search(Domain("default_code", "=", code), limit=MOST)


def _of_products(env, products):
    return env["stock.lot"].search(Domain("product_id", "in", products.ids), limit=MOST, order="id desc") if products \
        else env["stock.lot"]


# BY ITS PARTS ----------------------------------------------------------------------------------


def _by_parts(env, reading):
    """What the parts of a code mean; None when they name nothing that leads to lots."""
    names = [name for name in (reading.serial, reading.lot) if name]
    code, package = reading.article or reading.product_code, reading.sscc or reading.package
    in_package = _in_package(env, package) if package and not (code and names) else None
    if in_package and (in_package.lots or not code):
        return in_package
    if code:
        return _of_article(env, code, names)
    if names:
        found = _named(env, names)
        return Found(found, "" if found else _no_lot(env, names))
    if name := reading.bin or reading.gln_extension:
        return _in_place(env, name)
    return None


def _of_article(env, code, names):
    products = _products(env, code)
    if not products:
        return Found(env["stock.lot"], env._(
            "No product has the number %(code)s. Enter it as the barcode of the product, or check that the label is ours.",
            code=code))
    product = products[0].display_name
    if names and (found := _named(env, names, products)):
        # of a piece that has both numbers, the one by which its product is followed
        chosen = found.filtered(lambda lot: lot.name == (names[0] if lot.product_id.tracking == "serial" else names[-1]))
        return Found(chosen or found)
    rest = _of_products(env, products)
    if not rest:
        return Found(rest, env._("%(product)s has no lots or serial numbers, so there is nothing to follow.", product=product))
    if names:
        return Found(rest, env._(
            "%(product)s has no lot or serial number %(number)s. Check the label; these are its last ones.",
            product=product, number=", ".join(names)), sure=False)
    return Found(rest)


def _in_package(env, name):
    found = _by_document(env, [name, f"00{name}", f"(00){name}"])
    return Found(found, "" if found else env._(
        "No package %(name)s with lots was moved here. Check the label; a package of another plant is not known before its "
        "receipt.", name=name))


def _in_place(env, name):
    place = env["stock.location"].search([("barcode", "=", name)], limit=1)
    if not place:
        return Found(env["stock.lot"], env._("No place has the barcode %(name)s.", name=name))
    quants = env["stock.quant"].search_fetch(
        [("location_id", "child_of", place.id), ("lot_id", "!=", False), ("quantity", ">", 0)], ["lot_id"], limit=1000)
    return Found(quants.lot_id[:MOST], "" if quants else env._(
        "Nothing with a lot or serial number lies in %(place)s.", place=place.display_name))


# WHAT TO SAY -----------------------------------------------------------------------------------


def _no_lot(env, names):
    return env._("There is no lot or serial number %(number)s. Check the label.", number=", ".join(names))


def _unknown(env, reading):
    if scan_lookup.misread_ean(reading.text):
        return env._("%(code)s looks like an article number, but its check digit does not fit. Scan it again.", code=reading.text)
    if reading.kind == code_reading.URL:
        return env._("This is a web address that names no goods. Scan the code of the lot.")
    if reading.kind in (code_reading.GS1, code_reading.EPC, code_reading.OWN):
        return env._("This code can be read, but names no lot, package or product: %(code)s", code=reading.text[:_SHOWN])
    return env._("Nothing has the number %(code)s. Check it, or type a part of it.", code=reading.text[:_SHOWN])


def _not_understood(env, reading):
    if not reading.unknown:
        return ""
    return env._("Not understood in this code: %(parts)s", parts=", ".join(part[:_SHOWN] for part in reading.unknown[:5]))
