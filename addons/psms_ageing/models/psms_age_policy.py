from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PsmsAgePolicy(models.Model):
    """When goods count as slow, dead or too many: for a company, or for a category of products and those below it."""

    _name = "psms.age.policy"
    _description = "Policy for Slow Stock"
    _order = "company_id, categ_id, id"
    _rec_name = "categ_id"

    company_id = fields.Many2one(
        "res.company", "Company", required=True, index=True, ondelete="cascade", default=lambda self: self.env.company)
    categ_id = fields.Many2one(
        "product.category", "Product Category", index="btree_not_null", ondelete="cascade",
        help="With the categories below it. Empty: all that have no policy of their own.")
    slow_idle_days = fields.Integer("Slow Without Issue (days)", default=90, required=True)
    dead_idle_days = fields.Integer("Dead Without Issue (days)", default=365, required=True)
    slow_age_days = fields.Integer("Slow From Age (days)", default=180, required=True)
    dead_age_days = fields.Integer("Dead From Age (days)", default=730, required=True)
    cover_months = fields.Float(
        "Too Many From (months)", default=12.0, required=True,
        help="Stock for more months than these, at the average use, is too many. 0: never.")
    use_months = fields.Integer("Average Use Over (months)", default=6, required=True)

    _categ_uniq = models.UniqueIndex(
        "(company_id, COALESCE(categ_id, 0))", "There is a policy for this category already. Change that one.")

    @api.depends("categ_id")
    def _compute_display_name(self):
        for policy in self:
            policy.display_name = policy.categ_id.display_name or self.env._("All Products")

    @api.constrains("slow_idle_days", "dead_idle_days", "slow_age_days", "dead_age_days", "cover_months", "use_months")
    def _check_days(self):
        for policy in self:
            if not (0 < policy.slow_idle_days <= policy.dead_idle_days and 0 < policy.slow_age_days <= policy.dead_age_days):
                raise ValidationError(self.env._(
                    "Goods are slow before they are dead: enter days above 0, and for dead at least as many as for slow."))
            if policy.cover_months < 0 or not 1 <= policy.use_months <= 60:
                raise ValidationError(self.env._(
                    "Enter 0 or more months of stock, and an average over 1 to 60 months."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_general(self):
        if self.filtered(lambda policy: not policy.categ_id and policy.company_id.exists()):
            raise ValidationError(self.env._(
                "The policy for all products has to stay: categories without one of their own need it."))

    @api.model
    def _by_category(self, company):
        """{category id: policy} for all categories and for none (False): the nearest one upwards."""
        policies = {policy.categ_id.id: policy for policy in self.search([("company_id", "=", company.id)])}
        general = policies[False]
        found = {False: general}
        # sudo: categories need not be readable for a policy to hold for them
        for category in self.env["product.category"].sudo().search_fetch([], ["parent_path"]):
            path = [int(part) for part in (category.parent_path or str(category.id)).strip("/").split("/")]
            found[category.id] = next((policies[part] for part in reversed(path) if part in policies), general)
        return found
