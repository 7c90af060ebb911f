from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PsmsAgeBucket(models.Model):
    """A span of days in which pieces count as equally old. The spans of a company follow each other without gaps."""

    _name = "psms.age.bucket"
    _description = "Age Bucket"
    _order = "company_id, days_from, id"

    name = fields.Char("Age in Days", compute="_compute_name", store=True)
    company_id = fields.Many2one(
        "res.company", "Company", required=True, index=True, ondelete="cascade", default=lambda self: self.env.company)
    days_from = fields.Integer("From Day", required=True, help="The bucket ends where the next one begins.")
    percent = fields.Float("Provision", default=0.0, help="Share of the value to be written off at this age.")

    _from_uniq = models.Constraint(
        "UNIQUE (company_id, days_from)", "A company can't have two buckets that begin with the same day.")

    @api.depends("days_from", "company_id", "company_id.age_bucket_ids.days_from")
    def _compute_name(self):
        starts = {}
        for company in self.company_id:
            starts[company] = sorted(company.age_bucket_ids.mapped("days_from"))
        for bucket in self:
            later = [start for start in starts.get(bucket.company_id, ()) if start > bucket.days_from]
            bucket.name = f"{bucket.days_from}-{later[0] - 1}" if later else f"{bucket.days_from}+"

    @api.model
    def _starts(self, companies):
        """{company id: [(first day, bucket id, provision)], oldest last}."""
        # sudo: everybody who sees a report sees its buckets
        buckets = self.sudo().search([("company_id", "in", companies.ids)])
        return {
            company.id: [(bucket.days_from, bucket.id, bucket.percent) for bucket in of_company]
            for company, of_company in buckets.grouped("company_id").items()
        }

    @api.constrains("days_from", "percent")
    def _check_values(self):
        for bucket in self:
            if bucket.days_from < 0:
                raise ValidationError(self.env._("A bucket can't begin before day 0. Enter 0 or more days."))
            if not 0 <= bucket.percent <= 1:
                raise ValidationError(self.env._("A provision is between 0 % and 100 %. Enter a share in between."))
        for company in self.company_id:
            if 0 not in company.age_bucket_ids.mapped("days_from"):
                raise ValidationError(self.env._(
                    "No bucket of %(company)s begins with day 0, so young goods would be in none. Add one that does.",
                    company=company.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_first(self):
        if self.filtered(lambda bucket: bucket.days_from == 0 and bucket.company_id.exists()):
            raise ValidationError(self.env._("The bucket that begins with day 0 has to stay: young goods would be in none."))
