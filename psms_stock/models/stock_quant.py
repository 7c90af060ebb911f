from odoo import fields, models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    # Not stored: the zone of a location may change, its thousands of quants need not know.
    zone_id = fields.Many2one(related="location_id.zone_id", string="Zone")
