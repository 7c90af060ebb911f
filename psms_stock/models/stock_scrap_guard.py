from odoo import models

from ..services import negative


class StockScrap(models.Model):
    _inherit = "stock.scrap"

    def do_scrap(self):
        # Broken is broken, whoever reserved it; more than is there is refused when the move is done.
        with negative.suspended():
            return super().do_scrap()
