from odoo import models

from ..services import posting


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    def _create_return(self):
        # Odoo copies the done moves with their price; of the caller's values there are the quantities alone.
        with posting.allowed():
            return super()._create_return()
