from odoo import fields, models
from odoo.fields import Domain


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _compute_quantities_dict(self, lot_id, owner_id, package_id, from_date=False, to_date=False):
        """What is blocked is on hand, but neither free nor to be promised."""
        quantities = super()._compute_quantities_dict(lot_id, owner_id, package_id, from_date, to_date)
        for product, blocked in self._psms_blocked_quantities(lot_id, owner_id, package_id).items():
            for figure in ("free_qty", "virtual_available"):
                quantities[product.id][figure] = product.uom_id.round(quantities[product.id][figure] - blocked)
        return quantities

    def _psms_blocked_quantities(self, lot_id, owner_id, package_id):
        tracked = self.filtered(lambda product: product.tracking != "none")
        if not tracked._origin:
            return {}
        domain = Domain(self._get_domain_locations()[0])
        domain &= Domain("product_id", "in", tracked._origin.ids) & Domain("lot_id.psms_blocked", "=", True)
        for field, value in (("lot_id", lot_id), ("owner_id", owner_id), ("package_id", package_id)):
            if value is not None:
                domain &= Domain(field, "=", value)
        quants = self.env["stock.quant"]
        if "removal_date" in quants._fields:  # product_expiry has taken off what is past its date
            domain &= Domain("removal_date", "=", False) | Domain("removal_date", ">", fields.Date.today())
        found = {
            product.id: quantity - reserved for product, quantity, reserved in quants._read_group(
                domain, ["product_id"], ["quantity:sum", "reserved_quantity:sum"])
        }
        return {product: found[product._origin.id] for product in tracked if product._origin.id in found}
