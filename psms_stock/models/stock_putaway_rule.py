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
        planner = self.env.context.get(putaway.PLANNER) or putaway.for_call(self.env, product)
        for rule in self.with_context(**{putaway.WEIGHTS: {}}):
            if rule.sublocation == "best_bin":
                found = planner.propose(rule.with_env(self.env), product, quantity, package)
            else:
                found = super(StockPutawayRule, rule)._get_putaway_location(
                    product, quantity, package, packaging, qty_by_location)
            if found:
                return found.with_env(self.env)
        return None
