from odoo import fields, models

from .unchecked import UncheckedMany2one


class PsmsAgeLine(models.Model):
    """A done move line that the ledger has replayed, under the same id, with a mark over what it said then."""

    _name = "psms.age.line"
    _description = "Move Line in the Ledger of Ages"
    _log_access = False

    product_id = UncheckedMany2one("product.product", "Product", required=True, readonly=True)
    moment = fields.Datetime("Date", required=True, readonly=True)
    mark = fields.Integer("Mark", required=True, readonly=True)

    _product_idx = models.Index("(product_id, moment)")
