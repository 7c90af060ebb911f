from odoo import fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    psms_planned_order_count = fields.Integer(
        "Planned Orders", compute="_compute_psms_planned_order_count",
        groups="psms_base.group_planner")

    def _compute_psms_planned_order_count(self):
        counts = dict(self.env["psms.planned.order"]._read_group(
            [("product_id", "in", self.ids), ("state", "=", "planned"), ("plan_id.state", "=", "current"),
             ("company_id", "in", self.env.companies.ids)],
            ["product_id"], ["__count"]))
        for product in self:
            product.psms_planned_order_count = counts.get(product._origin, 0)

    def action_psms_planned_orders(self):
        """Open the planned orders of the current plan for these variants."""
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_production.psms_planned_order_action")
        action["domain"] = [("product_id", "in", self.ids), ("plan_id.state", "=", "current")]
        action["context"] = {}
        return action
