from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.psms_stock.models.psms_stock_class import ABC

from ..services import rights


class PsmsCountAccuracy(models.Model):
    """Inventory accuracy: how much of what was counted lay there as the book said, by line and by value."""

    _name = "psms.count.accuracy"
    _description = "Inventory Accuracy"
    _auto = False
    _order = "posted_at desc, id desc"
    _rec_name = "product_id"

    count_id = fields.Many2one("psms.count", "Count", readonly=True)
    plan_id = fields.Many2one("psms.count.plan", "Plan", readonly=True)
    posted_at = fields.Datetime("Posted On", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    currency_id = fields.Many2one("res.currency", "Currency", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", readonly=True)
    zone_id = fields.Many2one("psms.stock.zone", "Zone", readonly=True)
    location_id = fields.Many2one("stock.location", "Bin", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    abc = fields.Selection(ABC, "ABC by Value", readonly=True)
    reason_id = fields.Many2one("psms.count.reason", "Reason", readonly=True)
    first_by_id = fields.Many2one("res.users", "First Count By", readonly=True)
    lines = fields.Integer("Lines Counted", readonly=True)
    exact_lines = fields.Integer("Lines Without Difference", readonly=True)
    difference = fields.Float(digits="Product Unit", readonly=True)
    line_accuracy = fields.Float("Accuracy by Line (%)", readonly=True, digits=(5, 2), aggregator="avg")
    book_value = fields.Monetary("Book Value", readonly=True, groups=rights.INSIGHT)
    diff_value = fields.Monetary("Difference in Value", readonly=True, groups=rights.INSIGHT)
    diff_value_abs = fields.Monetary("Absolute Difference in Value", readonly=True, groups=rights.INSIGHT)
    value_accuracy = fields.Float(
        "Accuracy by Value (%)", readonly=True, digits=(5, 2), aggregator="avg", groups=rights.INSIGHT,
        help="100 % less the absolute differences as a share of the book value.")

    @property
    def _table_query(self):
        return SQL(
            """SELECT l.id, l.count_id, c.plan_id, l.posted_at, l.company_id, co.currency_id, l.warehouse_id, l.zone_id,
                      l.location_id, l.product_id, t.categ_id, l.abc, l.reason_id, l.first_by_id, 1 AS lines,
                      CASE WHEN l.is_different THEN 0 ELSE 1 END AS exact_lines,
                      CASE WHEN l.is_different THEN 0.0 ELSE 100.0 END::float8 AS line_accuracy,
                      l.difference, abs(l.book_value) AS book_value, l.diff_value, l.diff_value_abs,
                      (100 - 100 * l.diff_value_abs / NULLIF(abs(l.book_value), 0))::float8 AS value_accuracy
                 FROM psms_count_line l
                 JOIN psms_count c ON c.id = l.count_id
                 JOIN res_company co ON co.id = l.company_id
            LEFT JOIN product_product p ON p.id = l.product_id
            LEFT JOIN product_template t ON t.id = p.product_tmpl_id
                WHERE l.state = 'posted'""")

    def _read_group_select(self, aggregate_spec, query):
        """The accuracy of many lines by value is that of their sums, not the mean of theirs."""
        if aggregate_spec == "value_accuracy:avg":
            differences = self._read_group_select("diff_value_abs:sum", query)
            return SQL("100 - 100 * %s / NULLIF(%s, 0)", differences, self._read_group_select("book_value:sum", query))
        return super()._read_group_select(aggregate_spec, query)
