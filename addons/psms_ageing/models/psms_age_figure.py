from odoo import fields, models


class PsmsAgeFigure(models.Model):
    """What the stock was worth at the end of a week, and how much of it was old."""

    _name = "psms.age.figure"
    _description = "Stock Age by Week"
    _order = "monday desc, id"
    _rec_name = "monday"

    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="company_id.currency_id")
    monday = fields.Date("Week From", required=True, readonly=True)
    day = fields.Date("Day", required=True, readonly=True)
    value = fields.Monetary("Value", readonly=True)
    old_value = fields.Monetary("Value of Old Stock", readonly=True)
    old_days = fields.Integer("Old From (days)", readonly=True)

    _week_uniq = models.Constraint("UNIQUE (company_id, monday)", "This week is noted already.")
