from odoo import fields, models

from odoo.addons.psms_base.services.points import Point


class PsmsIndicator(models.Model):
    _inherit = "psms.indicator"

    def _indicator_old_stock(self, company, weeks):
        figures = {figure.monday: figure for figure in self.env["psms.age.figure"].search([
            ("company_id", "=", company.id), ("monday", ">=", weeks[0].first), ("monday", "<=", weeks[-1].first)])}
        none = self.env["psms.age.figure"]
        return [Point(figure.old_value, figure.value) for figure in (figures.get(week.first, none) for week in weeks)]

    def _indicator_old_stock_records(self, company, week):
        figure = self.env["psms.age.figure"].search([("company_id", "=", company.id), ("monday", "=", week.first)], limit=1)
        report = self.env["psms.age.report"].with_context(psms_age_day=fields.Date.to_string(figure.day or week.last))
        report._prepare(figure.day or week.last)
        return {
            "res_model": "psms.age.report",
            "domain": [("company_id", "=", company.id), ("age", ">=", figure.old_days)],
            "context": {"psms_age_day": fields.Date.to_string(figure.day or week.last)},
            "views": [(False, "list"), (False, "pivot"), (False, "graph")],
        }
