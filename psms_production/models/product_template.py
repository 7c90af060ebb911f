from odoo import api, fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    psms_planned = fields.Boolean(
        "Planned by PSMS", default=True,
        help="The material plan covers this product and Odoo's reordering cron leaves it alone. "
             "Only goods with tracked stock are planned.")
    psms_planned_order_count = fields.Integer(
        "Planned Orders", compute="_compute_psms_planned_order_count",
        groups="psms_base.group_planner")

    psms_parameter_id = fields.Many2one(
        "psms.plan.parameter", "Planning Parameters", compute="_compute_psms_parameter_id",
        groups="psms_base.group_planner",
        help="What applies to the first variant in the first warehouse: the parameters of the product, its category or "
             "the company.")

    @api.depends("product_variant_ids.psms_planned_order_count")
    def _compute_psms_planned_order_count(self):
        for template in self:
            template.psms_planned_order_count = sum(
                template.product_variant_ids.mapped("psms_planned_order_count"))

    @api.depends("product_variant_ids.psms_parameter_id")
    @api.depends_context("company")
    def _compute_psms_parameter_id(self):
        for template in self:
            template.psms_parameter_id = template.product_variant_ids[:1].psms_parameter_id

    def action_psms_planned_orders(self):
        """Open the planned orders of the current plan for this product."""
        return self.product_variant_ids.action_psms_planned_orders()

    def action_psms_parameters(self):
        """Open the planning parameters of this product, or new ones."""
        return self.product_variant_ids.action_psms_parameters()

    def action_psms_item_board(self):
        """Open the item board with the first variant."""
        return self.product_variant_id.action_psms_item_board()
