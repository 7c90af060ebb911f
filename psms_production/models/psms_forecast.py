from odoo import api, fields, models

from ..services.plan_forecast import monday


class PsmsForecast(models.Model):
    """How much of a product a warehouse will ship in a week, as somebody expects it.

    Orders consume it (services/plan_forecast.py); what is consumed isn't stored.
    """

    _name = "psms.forecast"
    _description = "Sales Forecast"
    _order = "week_start, product_id, warehouse_id, id"
    _check_company_auto = True

    product_id = fields.Many2one(
        "product.product", "Product", required=True, index=True, ondelete="cascade", check_company=True,
        domain=[("type", "=", "consu")])
    warehouse_id = fields.Many2one(
        "stock.warehouse", "Warehouse", required=True, ondelete="cascade", check_company=True,
        default=lambda self: self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1))
    company_id = fields.Many2one(
        "res.company", "Company", required=True, index=True, ondelete="cascade", default=lambda self: self.env.company)
    week_start = fields.Date(
        "Week Starting", required=True, index=True, help="The Monday of the week; another day is taken back to it.")
    quantity = fields.Float(
        "Quantity", digits="Product Unit", required=True, aggregator="sum",
        help="Everything that will be shipped in the week: orders are a part of it, not on top of it.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit", help="The product's own unit.")

    _one_forecast = models.Constraint(
        "UNIQUE(product_id, warehouse_id, week_start)",
        "There is a forecast of this product for this warehouse and week already. Change that one.")
    _not_negative = models.Constraint("CHECK(quantity >= 0)", "A forecast can't be negative.")
    _from_monday = models.Constraint(
        "CHECK(EXTRACT(ISODOW FROM week_start) = 1)", "The week of a forecast begins on a Monday.")

    @api.depends("product_id", "week_start")
    def _compute_display_name(self):
        for forecast in self:
            year, week, _day = forecast.week_start.isocalendar() if forecast.week_start else (0, 0, 0)
            forecast.display_name = f"{forecast.product_id.display_name or ''} {year}-W{week:02d}"

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._on_monday(values) for values in vals_list])

    def write(self, vals):
        return super().write(self._on_monday(vals))

    @api.model
    def _on_monday(self, values):
        if not values.get("week_start"):
            return values
        return {**values, "week_start": monday(fields.Date.to_date(values["week_start"]))}
