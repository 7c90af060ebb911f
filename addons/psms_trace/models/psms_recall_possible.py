from odoo import api, fields, models

from ..services import recall_possible


class PsmsRecallPossible(models.Model):
    """A lot or a delivery that may have something of a recall in it, through goods that had no lot: a person decides."""

    _name = "psms.recall.possible"
    _description = "Possible Lot or Delivery of a Recall"
    _order = "recall_id, taken, likely desc, product_id, lot_id, id"
    _rec_name = "product_id"

    recall_id = fields.Many2one("psms.recall", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="recall_id.company_id", store=True, index=True)
    recall_state = fields.Selection(related="recall_id.state", string="State of the Recall")
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict")
    lot_id = fields.Many2one(
        "stock.lot", string="Lot/Serial Number", index="btree_not_null", ondelete="restrict",
        help="Empty for a delivery of goods without lot.")
    via_id = fields.Many2one(
        "product.product", string="Through", ondelete="restrict",
        help="The goods without lot that lead here: some of them may have been made of the bad lots.")
    likely = fields.Boolean(
        string="First In, First Out", help="This is what it was if the oldest goods were always taken first.")
    taken = fields.Boolean(help="Somebody decided that it belongs to the recall.")
    picking_id = fields.Many2one("stock.picking", string="Transfer", ondelete="restrict")
    reference = fields.Char()
    partner_id = fields.Many2one("res.partner", string="Delivered To", ondelete="restrict")
    quantity = fields.Float(digits="Product Unit", help="In the unit of the product.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    date = fields.Datetime()

    @api.depends("product_id", "lot_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = " ".join(filter(None, (row.product_id.display_name, row.lot_id.name, row.reference)))

    def action_take(self):
        """Take it into the recall: lots are blocked with what was made of them, customers told."""
        records = self.recall_id
        recall_possible.take(self)
        return records.action_analyse()

    def action_leave(self):
        """Leave it out again, as long as the recall is not started."""
        records = self.recall_id
        recall_possible.leave(self)
        return records.action_analyse()

    def action_trace(self):
        return self.env["psms.trace"]._action(self.lot_id)
