from odoo import api, fields, models


class StockLocation(models.Model):
    """Where stock may go below zero; services/negative.py refuses it elsewhere."""

    _inherit = "stock.location"

    negative_stock = fields.Selection(
        [("allowed", "Allowed"), ("refused", "Refused")], string="Negative Stock", copy=False,
        help="Whether more may be taken from this location than is there. Locations below follow unless they say "
             "otherwise; empty, this one follows the location above, and in the end the company's setting.",
    )
    negative_stock_here = fields.Selection(
        [("allowed", "Allowed"), ("refused", "Refused")], string="Negative Stock In Force",
        compute="_compute_negative_stock_here", recursive=True,
    )

    @api.depends("negative_stock", "location_id.negative_stock_here", "company_id.psms_negative_stock")
    @api.depends_context("company")
    def _compute_negative_stock_here(self):
        for location in self:
            said = location
            while said and not said.negative_stock:
                said = said.location_id
            company = location.company_id or self.env.company
            location.negative_stock_here = said.negative_stock or company.psms_negative_stock
