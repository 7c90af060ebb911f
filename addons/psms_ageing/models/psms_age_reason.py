from odoo import fields, models


class PsmsAgeReason(models.Model):
    """Why goods are left over, as a person judges it."""

    _name = "psms.age.reason"
    _description = "Reason for Slow Stock"
    _order = "sequence, code"

    code = fields.Char("Code", required=True)
    name = fields.Char("Reason", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE (code)", "Two reasons can't have the same code.")
