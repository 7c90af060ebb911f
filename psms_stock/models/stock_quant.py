from odoo import fields, models
from odoo.fields import Domain


class StockQuant(models.Model):
    _inherit = "stock.quant"

    # Not stored: the zone of a location may change, its thousands of quants need not know.
    zone_id = fields.Many2one(related="location_id.zone_id", string="Zone")

    def _get_gather_domain(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False):
        """Search stock for a need: not in zones that are kept from picking, unless the need names such a place."""
        domain = super()._get_gather_domain(
            product_id, location_id, lot_id=lot_id, package_id=package_id, owner_id=owner_id, strict=strict)
        if strict:
            return domain
        # Filling a pick face takes nothing from pick faces (services/pick_face.py).
        kinds = ("pick_face",) if self.env.context.get("psms_from_bulk") else ()
        kept = self.env["psms.stock.zone"]._ids_kept_from_reservation(kinds)
        # sudo: see psms.stock.zone._ids_kept_from_reservation
        own = location_id.sudo().zone_id.id
        if kept and own not in kept:
            domain &= Domain("location_id.zone_id", "not in", kept)
        return domain
