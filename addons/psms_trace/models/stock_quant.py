from odoo import models
from odoo.fields import Domain


class StockQuant(models.Model):
    """Reservations pass over blocked lots; ``psms_take_blocked`` in the context is for moves into quarantine.

    Only the search for something to reserve is narrowed. What changes quantities has to see every quant.
    """

    _inherit = "stock.quant"

    def _get_gather_domain(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False):
        domain = super()._get_gather_domain(product_id, location_id, lot_id, package_id, owner_id, strict)
        context = self.env.context
        if context.get("psms_pass_blocked") and not context.get("psms_take_blocked") and product_id.tracking != "none":
            # sudo: a reservation passes over a blocked lot whether or not the person may read it
            domain &= Domain("lot_id", "not any!", [("psms_blocked", "=", True)])
        return domain

    def _get_available_quantity(self, product_id, location_id, lot_id=None, package_id=None, owner_id=None, strict=False,
                                allow_negative=False):
        # strict: Odoo asks what a quant has after it changed; else: what is there to be reserved
        quants = self if strict else self.with_context(psms_pass_blocked=True)
        return super(StockQuant, quants)._get_available_quantity(
            product_id, location_id, lot_id, package_id, owner_id, strict, allow_negative)

    def _get_reserve_quantity(self, product_id, location_id, quantity, uom_id=None, lot_id=None, package_id=None,
                              owner_id=None, strict=False):
        quants = self.with_context(psms_pass_blocked=True) if product_id.uom_id.compare(quantity, 0) > 0 else self
        return super(StockQuant, quants)._get_reserve_quantity(
            product_id, location_id, quantity, uom_id, lot_id, package_id, owner_id, strict)
