from odoo import models
from odoo.tools import SQL

from ..services import blind


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "psms.count.blind"]

    _psms_blind = frozenset({"qty_available", "virtual_available"})
    _psms_blind_read = False

    def _psms_blind_ids(self):
        return SQL(
            "SELECT product_tmpl_id AS id FROM product_product WHERE id IN (%s)",
            blind.lines(self.env, SQL("l.product_id")))
