from odoo import fields, models

from .unchecked import UncheckedMany2one

KINDS = [
    ("buy", "Receipt"),
    ("make", "Production"),
    ("count", "Found in a count"),
    ("back", "Return without its delivery"),
    ("early", "Moved before it was booked in"),
]


class PsmsAgeLayer(models.Model):
    """Pieces that lay at one place from one day to another, and the day on which they were born.

    The rows that were there on a day (``valid_from`` <= day < ``valid_to``) add up to the stock at its end, and those
    without ``valid_to`` to the stock of now. A negative quantity is a hole: more was taken out than was there.
    Written by services/age_refresh.py alone.
    """

    _name = "psms.age.layer"
    _description = "Stay of Pieces at a Place"
    _order = "valid_from, id"
    _log_access = False

    product_id = UncheckedMany2one("product.product", "Product", required=True, readonly=True)
    lot_id = UncheckedMany2one("stock.lot", "Lot/Serial Number", readonly=True)
    location_id = UncheckedMany2one("stock.location", "Location", required=True, readonly=True)
    package_id = UncheckedMany2one("stock.package", "Package", readonly=True)
    owner_id = UncheckedMany2one("res.partner", "Owner", readonly=True)
    company_id = UncheckedMany2one("res.company", "Company", required=True, readonly=True)
    # float8, not numeric: it is stored by COPY, and nobody adds pennies here
    quantity = fields.Float("Quantity", required=True, readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    born_on = fields.Date("Born On", required=True, readonly=True, help="Day of the first receipt or of the production.")
    birth_line_id = UncheckedMany2one("stock.move.line", "First Movement", required=True, readonly=True)
    kind = fields.Selection(KINDS, "Born By", required=True, readonly=True)
    vendor_id = UncheckedMany2one("res.partner", "Vendor", readonly=True)
    valid_from = fields.Date("Came On", required=True, readonly=True)
    valid_to = fields.Date("Left On", readonly=True)
    in_line_id = UncheckedMany2one("stock.move.line", "Came By", required=True, readonly=True)
    out_line_id = UncheckedMany2one("stock.move.line", "Left By", readonly=True)

    _product_idx = models.Index("(product_id, valid_to)")
    _open_idx = models.Index("(product_id) WHERE valid_to IS NULL")
    _out_line_idx = models.Index("(out_line_id) WHERE out_line_id IS NOT NULL")
    _hole_idx = models.Index("(in_line_id) WHERE quantity < 0")
