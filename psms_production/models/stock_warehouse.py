from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    psms_calendar_id = fields.Many2one(
        "resource.calendar", "Working Days", check_company=True, ondelete="restrict",
        help="Working schedule of the warehouse and its production: days without hours and holidays are closed to the "
             "material plan. Empty: the company's.")
