from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PsmsLotRule(models.AbstractModel):
    """What lots may go to customers; set on a product, on a category or on a customer, the strictest counts."""

    _name = "psms.lot.rule"
    _description = "Lot Rules"

    min_shelf_days = fields.Integer(
        string="Minimum Shelf Life Left (days)",
        help="Days that a lot must still be good for when it leaves. 0 asks for nothing.")
    min_shelf_percent = fields.Float(
        string="Minimum Shelf Life Left (%)",
        help="Share of the shelf life of the product that must be left when a lot leaves. 0 asks for nothing.")
    one_lot_per_line = fields.Boolean(
        string="One Lot per Order Line", help="An order line is delivered from one lot; what that lot lacks is left over.")
    lot_not_older = fields.Boolean(
        string="No Older Lot Than Before",
        help="A customer gets no lot that is older than the newest one of the last delivery.")

    @api.constrains("min_shelf_days", "min_shelf_percent")
    def _check_shelf_life(self):
        for record in self:
            if record.min_shelf_days < 0 or not 0 <= record.min_shelf_percent <= 100:
                raise ValidationError(self.env._(
                    "The shelf life to be left is a number of days from 0 on, or a percentage from 0 to 100."))
