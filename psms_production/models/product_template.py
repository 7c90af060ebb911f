from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    psms_planned = fields.Boolean(
        "Planned by PSMS", default=True,
        help="The material plan covers this product and Odoo's reordering cron leaves it alone. "
             "Only goods with tracked stock are planned.")
    psms_lot_days = fields.Integer(
        "Days per Order", help="One order covers the needs of this many days. 0: only the need of one day.")
    psms_lot_min = fields.Float(
        "Minimum Order", digits="Product Unit",
        help="Least quantity of one planned order. A vendor's own minimum counts as well.")
    psms_lot_multiple = fields.Float(
        "Order Multiple", digits="Product Unit",
        help="Planned orders are rounded up to a multiple of this. "
             "0: the vendor's unit or the batch size of the bill of materials.")
    psms_lot_max = fields.Float(
        "Maximum Order", digits="Product Unit",
        help="Larger needs are split into several planned orders. 0: no limit.")
    psms_planned_order_count = fields.Integer(
        "Planned Orders", compute="_compute_psms_planned_order_count",
        groups="psms_base.group_planner")

    _psms_lot_rules = models.Constraint(
        "CHECK(psms_lot_days >= 0 AND psms_lot_min >= 0 AND psms_lot_multiple >= 0 AND psms_lot_max >= 0"
        " AND (psms_lot_max = 0 OR psms_lot_min <= psms_lot_max))",
        "The planning quantities of a product can't be negative, nor its minimum order over its maximum order.",
    )

    @api.depends("product_variant_ids.psms_planned_order_count")
    def _compute_psms_planned_order_count(self):
        for template in self:
            template.psms_planned_order_count = sum(
                template.product_variant_ids.mapped("psms_planned_order_count"))

    def action_psms_planned_orders(self):
        """Open the planned orders of the current plan for this product."""
        return self.product_variant_ids.action_psms_planned_orders()
