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
    """Which vendor is the best one depends on prices, also for who may not see them."""

    _inherit = "product.product"

    def _prepare_sellers(self, params=False):
        return super(ProductProduct, self._seeing_prices())._prepare_sellers(params).with_env(self.env)

    def _select_seller(
            self, partner_id=False, quantity=0.0, date=None, uom_id=False, ordered_by="price_discounted", params=False):
        return super(ProductProduct, self._seeing_prices())._select_seller(
            partner_id=partner_id, quantity=quantity, date=date, uom_id=uom_id, ordered_by=ordered_by, params=params,
        ).with_env(self.env)

    def _seeing_prices(self):
        # sudo: vendors are compared by prices; what comes out is read with the rights of the person
        return self.sudo() if cost.is_blind(self.env) else self


class ProductSupplierinfo(models.Model):
    _inherit = "product.supplierinfo"

    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        # Odoo's own order ends with the price, and refuses who may not read it the vendors of a product altogether.
        if order == self._order and cost.is_blind(self.env):
            order = ", ".join(part for part in order.split(", ") if part.split()[0] not in cost.FIELDS[self._name])
        return super()._search(
            domain, offset=offset, limit=limit, order=order, active_test=active_test, bypass_access=bypass_access)
