from odoo import models

from ..services import lot_rules


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_assign(self, force_qty=False):
        # Read once for all moves what each of them must leave alone.
        bars = lot_rules.barred(self.env, self.product_id)
        return super(StockMove, self.with_context(psms_barred=bars))._action_assign(force_qty=force_qty)

    def _update_reserved_quantity_vals(self, need, location_id, lot_id=None, package_id=None, owner_id=None, strict=True):
        rules = lot_rules.rules_of(self)
        domain = lot_rules.reservable(self, rules)
        if rules.one_lot and self.product_id.tracking == "lot":
            only = lot_rules.single_lot(self, domain, location_id, need)
            if lot_id and only and lot_id != only:
                return [], 0
            lot_id = lot_id or only
        move = self if domain.is_true() else self.with_context(psms_lot_domain=domain)
        return super(StockMove, move)._update_reserved_quantity_vals(need, location_id, lot_id, package_id, owner_id, strict)

    def _get_available_quantity(
            self, location_id, lot_id=None, package_id=None, owner_id=None, strict=False, allow_negative=False):
        domain = lot_rules.reservable(self, lot_rules.rules_of(self))
        move = self if domain.is_true() else self.with_context(psms_lot_domain=domain)
        return super(StockMove, move)._get_available_quantity(
            location_id, lot_id, package_id, owner_id, strict, allow_negative)
