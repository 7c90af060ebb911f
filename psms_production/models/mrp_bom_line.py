from odoo import fields, models


class MrpBomLine(models.Model):
    _inherit = "mrp.bom.line"

    psms_scrap = fields.Float(
        "Expected Scrap", digits=(6, 4), default=0.0,
        help="Share of the component that is lost in production. With 2 % the plan and the "
             "manufacturing order ask for quantity / (1 - 0.02).")

    _psms_scrap_share = models.Constraint(
        "CHECK(psms_scrap >= 0 AND psms_scrap < 1)",
        "The expected scrap of a component must be at least 0 % and less than 100 %.",
    )
