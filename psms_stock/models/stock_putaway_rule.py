from odoo import api, fields, models

from ..services import putaway


class StockPutawayRule(models.Model):
    _inherit = "stock.putaway.rule"

    sublocation = fields.Selection(
        selection_add=[("best_bin", "Best Bin")], ondelete={"best_bin": "set default"},
    )

    @api.depends("sublocation")
    def _compute_storage_category(self):
        # "Best bin" may be narrowed to a storage category, as "closest location" is.
        return super(StockPutawayRule, self.filtered(lambda rule: rule.sublocation != "best_bin"))._compute_storage_category()

    def _get_putaway_location(self, product, quantity=0, package=None, packaging=None, qty_by_location=None):
        if "best_bin" not in self.mapped("sublocation"):
            return self._get_odoo_location(product, quantity, package, packaging, qty_by_location)
        planner = self.env.context.get(putaway.PLANNER) or putaway.for_call(self.env, product)
        for rule in self:
            if rule.sublocation == "best_bin":
                found = planner.propose(rule, product, quantity, package)
            else:
                found = rule._get_odoo_location(product, quantity, package, packaging, qty_by_location)
            if found:
                return found
        return None

    def _get_odoo_location(self, product, quantity, package, packaging, qty_by_location):
        """What Odoo's own methods propose."""
        found = super(StockPutawayRule, self.with_context(**{putaway.WEIGHTS: {}}))._get_putaway_location(
            product, quantity, package, packaging, qty_by_location)
        return found and found.with_env(self.env)
