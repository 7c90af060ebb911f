from odoo import api, fields, models

from ..services import guard


class StockQuant(models.Model):
    _inherit = "stock.quant"

    # Not stored: the zone of a location may change, its thousands of quants need not know.
    zone_id = fields.Many2one(related="location_id.zone_id", string="Zone")

    def init(self):
        super().init()
        guard.create_table(self.env.cr)

    @api.model
    def _update_available_quantity(self, product_id, location_id, quantity=False, reserved_quantity=False,
                                   lot_id=None, package_id=None, owner_id=None, in_date=None):
        guard.claim(self.env, [(product_id.id, location_id.id)])
        return super()._update_available_quantity(
            product_id, location_id, quantity=quantity, reserved_quantity=reserved_quantity,
            lot_id=lot_id, package_id=package_id, owner_id=owner_id, in_date=in_date)
