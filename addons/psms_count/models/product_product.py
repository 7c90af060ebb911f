from odoo import models
from odoo.tools import SQL

from ..services import blind


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "psms.count.blind"]

    _psms_blind = frozenset({"qty_available", "free_qty", "virtual_available"})
    _psms_blind_read = False

    def _psms_blind_ids(self):
        return blind.lines(self.env, SQL("l.product_id AS id"))
