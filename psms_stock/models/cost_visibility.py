from odoo import api, models

from ..services import cost


class Base(models.AbstractModel):
    _inherit = "base"

    def _has_field_access(self, field, operation):
        if field.name in cost.FIELDS.get(self._name, ()) and cost.is_blind(self.env):
            return False
        return super()._has_field_access(field, operation)

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        # views are kept for everybody; those of people who see no costs lack some fields
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, cost.is_blind(self.env))

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if cost.is_blind(self.env):
            cost.strip(self.env, self._name, arch)
        return arch, view


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _select_seller(
            self, partner_id=False, quantity=0.0, date=None, uom_id=False, ordered_by="price_discounted", params=False):
        # sudo: which vendor is the best one depends on prices, also for who may not see them
        products = self.sudo() if cost.is_blind(self.env) else self
        return super(ProductProduct, products)._select_seller(
            partner_id=partner_id, quantity=quantity, date=date, uom_id=uom_id, ordered_by=ordered_by, params=params,
        ).with_env(self.env)
