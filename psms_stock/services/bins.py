"""Making many bins at once, and renumbering the walk through them."""

from odoo.exceptions import UserError

from . import bin_pattern
from .bin_pattern import PatternError

MAX_BINS = 20000
#: rows written together; the computed fields of a batch are flushed before the next one
BATCH = 2000


def walking_key(location):
    """Sort key of a bin on the way through the warehouse; bins that have no place on it come last, by name."""
    return not location.walk_order, location.walk_order, location.complete_name or ""


def plan(wizard):
    """Return the values of the bins that a wizard describes, in the order of the pattern.

    Raises :class:`PatternError`; asks the database nothing.
    """
    parts = [bin_pattern.expand(wizard[name]) for name in ("aisles", "racks", "levels", "positions")]
    for name, values in zip(bin_pattern.PARTS, parts, strict=True):
        if len(values) > 1 and name not in bin_pattern.used_parts(wizard.name_template or ""):
            raise PatternError("not_in_name", name)
    if bin_pattern.count(*parts) > MAX_BINS:
        raise PatternError("too_many_bins", str(bin_pattern.count(*parts)))
    rows = bin_pattern.places(*parts)
    orders = bin_pattern.walk(rows, wizard.walk_scheme == "serpentine", wizard.walk_start, wizard.walk_step)
    common = {
        "location_id": wizard.location_id.id,
        "usage": "internal",
        "company_id": wizard.location_id.company_id.id,
        "storage_category_id": wizard.storage_category_id.id,
    }
    if wizard.zone_id and wizard.zone_id != wizard.location_id.zone_id:
        common["zone_own_id"] = wizard.zone_id.id
    warehouse = wizard.location_id.warehouse_id.code or ""
    return [_values(wizard, row, order, common, warehouse) for row, order in zip(rows, orders, strict=True)]


def _values(wizard, row, order, common, warehouse):
    name = bin_pattern.render(wizard.name_template or "", row._asdict())
    barcode = bin_pattern.render(
        wizard.barcode_template or "", {**row._asdict(), "name": name, "warehouse": warehouse})
    return {**common, **row._asdict(), "name": name, "barcode": barcode or False, "walk_order": order}


def clashes(env, values):
    """Names and barcodes that exist already, or that the pattern makes twice."""
    if not values:
        return [], []
    names, barcodes = [row["name"] for row in values], [row["barcode"] for row in values if row["barcode"]]
    # sudo: a barcode that is taken is taken, whoever may read the location
    Location = env["stock.location"].sudo().with_context(active_test=False)
    same_name = Location.search_fetch(
        [("location_id", "=", values[0]["location_id"]), ("name", "in", names)], ["name"]).mapped("name")
    same_barcode = Location.search_fetch(
        [("barcode", "in", barcodes), ("company_id", "in", [values[0]["company_id"], False])], ["barcode"]).mapped("barcode")
    return sorted(set(same_name) | _twice(names)), sorted(set(same_barcode) | _twice(barcodes))


def _twice(texts):
    seen, twice = set(), set()
    for text in texts:
        (twice if text in seen else seen).add(text)
    return twice


def make(env, values):
    """Create the bins; refuse everything when one of them exists."""
    names, barcodes = clashes(env, values)
    if names or barcodes:
        raise UserError(env._(
            "Nothing was made, because %(count)s of these bins or barcodes exist already: %(first)s.\n"
            "Change the ranges or the templates.",
            count=len(names) + len(barcodes), first=", ".join((names + barcodes)[:5]),
        ))
    Location = env["stock.location"]
    bins = Location
    for start in range(0, len(values), BATCH):
        bins |= Location.create(values[start:start + BATCH])
        env.flush_all()
    return bins


def renumber(bins, serpentine, start, step):
    """Number bins anew by aisle, rack, position and level; bins without these parts by their name."""
    rows = [
        bin_pattern.Place(row.aisle or "", row.rack or "", row.level or "", row.position or "")
        if row.aisle or row.rack else bin_pattern.Place("", row.name, "", "")
        for row in bins
    ]
    for row, order in zip(bins, bin_pattern.walk(rows, serpentine, start, step), strict=True):
        row.walk_order = order


def explain(env, error):
    """A sentence for a pattern that is none."""
    return {
        "too_many": lambda: env._("%(text)s means more than %(max)s values.", text=error.text, max=bin_pattern.MAX_PARTS),
        "too_many_bins": lambda: env._("These are %(text)s bins; make at most %(max)s at once.", text=error.text, max=MAX_BINS),
        "twice": lambda: env._("%(text)s names a value twice.", text=error.text),
        "backwards": lambda: env._("%(text)s runs backwards.", text=error.text),
        "no_range": lambda: env._("%(text)s is no range. Write A-F, 01-12 or a list such as 1, 3, 5.", text=error.text),
        "unknown_part": lambda: env._("%(text)s is no placeholder. Use {aisle}, {rack}, {level}, {position}.", text=error.text),
        "not_in_name": lambda: env._("There are several values for {%(text)s}, but the name does not use it.", text=error.text),
    }[error.code]()
