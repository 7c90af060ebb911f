from odoo import api, fields, models
from odoo.fields import Command

#: (first day, share of the value that is written off)
BUCKETS = [(0, 0.0), (31, 0.0), (61, 0.0), (91, 0.1), (181, 0.3), (366, 0.5)]


class ResCompany(models.Model):
    _inherit = "res.company"

    age_bucket_ids = fields.One2many("psms.age.bucket", "company_id", "Age Buckets")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        # sudo: who may found a company need not be one who may set up the warehouse
        companies.sudo()._create_age_defaults()
        return companies

    def _create_age_defaults(self):
        for company in self:
            if not company.age_bucket_ids:
                company.age_bucket_ids = [
                    Command.create({"days_from": start, "percent": percent}) for start, percent in BUCKETS]
            if not self.env["psms.age.policy"].search_count([("company_id", "=", company.id)], limit=1):
                self.env["psms.age.policy"].create({"company_id": company.id})
