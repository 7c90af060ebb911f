from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    psms_calendar_id = fields.Many2one(
        "resource.calendar", "Delivery Days", ondelete="restrict", groups="psms_base.group_planner",
        help="Working schedule of the vendor: on its days without hours and holidays nothing is ordered from or "
             "delivered by this vendor in the material plan. Empty: only our own closed days count.")
