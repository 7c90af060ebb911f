from odoo import models
from odoo.tools import SQL

from ..services import blind


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "psms.count.blind"]

    _psms_blind = frozenset({"product_qty"})

    def _psms_blind_ids(self):
        return blind.lines(self.env, SQL("l.lot_id AS id"))
