from odoo import fields, models


class PsmsCountReason(models.Model):
    """Why a count differs from the book; one list for all companies, so that figures compare."""

    _name = "psms.count.reason"
    _description = "Reason for a Count Difference"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
