from odoo import api, fields, models

from .unchecked import UncheckedMany2one


class PsmsAgeCost(models.Model):
    """What a unit of a product cost at the end of a past day, for as long as somebody looks at that day.

    Written by services/age_costs.py alone.
    """

    _name = "psms.age.cost"
    _description = "Unit Cost on a Past Day"
    _log_access = False

    company_id = UncheckedMany2one("res.company", "Company", required=True, readonly=True)
    product_id = UncheckedMany2one("product.product", "Product", required=True, readonly=True)
    day = fields.Date("Day", required=True, readonly=True)
    cost = fields.Float("Unit Cost", required=True, readonly=True)
    computed_on = fields.Datetime("Computed On", required=True, readonly=True)

    _uniq = models.UniqueIndex("(company_id, day, product_id)")

    @api.autovacuum
    def _gc_costs(self):
        """They are quickly computed anew, and what was entered late changes them."""
        self.search([("computed_on", "<", fields.Datetime.subtract(fields.Datetime.now(), days=1))]).unlink()
