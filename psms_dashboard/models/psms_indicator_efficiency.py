from odoo import fields, models

from odoo.addons.psms_base.services.points import Point

from ..services import efficiency


class PsmsIndicator(models.Model):
    _inherit = "psms.indicator"

    def _indicator_efficiency(self, company, weeks):
        domain = efficiency.workorder_domain(company, weeks[0].start, weeks[-1].end)
        workorders = self.env["mrp.workorder"]._search(domain).subselect()
        minutes = efficiency.minutes(self.env, workorders, weeks)
        return [Point(*minutes.get(number, (0, 0))) for number in range(1, len(weeks) + 1)]

    def _indicator_efficiency_records(self, company, week):
        start, end = (fields.Datetime.to_string(border) for border in (week.start, week.end))
        return {
            "res_model": "mrp.workorder",
            "domain": list(efficiency.workorder_domain(company, start, end)),
            "views": [(self.env.ref("psms_dashboard.mrp_workorder_view_list_efficiency").id, "list"), (False, "form")],
        }
