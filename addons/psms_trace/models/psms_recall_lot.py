from odoo import api, fields, models

from ..services import recall, recall_figures


class PsmsRecallLot(models.Model):
    """A lot in a recall: bad itself or made of a bad one. Its figures are reckoned when they are looked at."""

    _name = "psms.recall.lot"
    _description = "Lot of a Recall"
    _order = "recall_id, level, product_id, lot_id"
    _rec_name = "lot_id"

    recall_id = fields.Many2one("psms.recall", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="recall_id.company_id", store=True, index=True)
    lot_id = fields.Many2one(
        "stock.lot", string="Lot/Serial Number", required=True, index=True, ondelete="restrict", readonly=True)
    product_id = fields.Many2one(related="lot_id.product_id", store=True, index=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    level = fields.Integer(readonly=True, help="0: bad itself. 1: made of it. 2: made of what was made of it, and so on.")
    possible = fields.Boolean(
        readonly=True,
        help="Goods without lot stand between it and the bad lots; somebody decided that it belongs to the recall.")
    blocked = fields.Boolean(related="lot_id.psms_blocked")
    lifted = fields.Boolean(readonly=True, help="Somebody found this lot good: it is not blocked again by this recall.")
    block_reason = fields.Text(related="lot_id.psms_block_reason")

    qty_in = fields.Float(string="Made or Received", digits="Product Unit", compute="_compute_figures")
    qty_stock = fields.Float(string="Here", digits="Product Unit", compute="_compute_figures")
    qty_shipped = fields.Float(string="Delivered", digits="Product Unit", compute="_compute_figures")
    qty_returned = fields.Float(string="Came Back", digits="Product Unit", compute="_compute_figures")
    qty_outside = fields.Float(string="With Customers", digits="Product Unit", compute="_compute_figures")
    qty_consumed = fields.Float(string="Used in Production", digits="Product Unit", compute="_compute_figures")
    qty_scrapped = fields.Float(string="Scrapped", digits="Product Unit", compute="_compute_figures")
    qty_sent_back = fields.Float(string="Back to Vendor", digits="Product Unit", compute="_compute_figures")
    qty_adjusted = fields.Float(string="Missing in Counts", digits="Product Unit", compute="_compute_figures")
    qty_difference = fields.Float(
        string="Difference", digits="Product Unit", compute="_compute_figures",
        help="What came in, less what is here, with customers, used, scrapped, sent back or missing. "
             "Nought when all is accounted for.",
    )

    _lot_uniq = models.Constraint("UNIQUE (recall_id, lot_id)", "This lot is in the recall already.")

    @api.depends("lot_id")
    def _compute_figures(self):
        figures = recall_figures.figures(self)
        for line in self:
            line.update(figures[line.lot_id.id])

    def action_lift(self):
        """Lift the block of these lots, with a reason."""
        return recall.lift_wizard(self)

    def action_trace(self):
        return self.env["psms.trace"]._action(self.lot_id)
