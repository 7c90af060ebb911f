from odoo import api, fields, models


class ProductProduct(models.Model):
    _inherit = "product.product"

    psms_planned_order_count = fields.Integer(
        "Planned Orders", compute="_compute_psms_planned_order_count",
        groups="psms_base.group_planner")
    psms_parameter_id = fields.Many2one(
        "psms.plan.parameter", "Planning Parameters", compute="_compute_psms_parameter_id",
        groups="psms_base.group_planner",
        help="What applies in the first warehouse: the parameters of the product, its category or the company.")

    def _compute_psms_planned_order_count(self):
        counts = dict(self.env["psms.planned.order"]._read_group(
            [("product_id", "in", self.ids), ("state", "=", "planned"), ("plan_id.state", "=", "current"),
             ("company_id", "in", self.env.companies.ids)],
            ["product_id"], ["__count"]))
        for product in self:
            product.psms_planned_order_count = counts.get(product._origin, 0)

    @api.depends("categ_id")
    @api.depends_context("company")
    def _compute_psms_parameter_id(self):
        company = self.env.company
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1)
        found = self.env["psms.plan.parameter"]._of_products(self._origin, warehouse, company)
        for product in self:
            product.psms_parameter_id = found.get(product._origin)

    def action_psms_planned_orders(self):
        """Open the planned orders of the current plan for these variants."""
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_production.psms_planned_order_action")
        action["domain"] = [("product_id", "in", self.ids), ("plan_id.state", "=", "current")]
        action["context"] = {}
        return action

    def action_psms_parameters(self):
        """Open the products' own planning parameters; where there are none, new ones that begin with what applies."""
        Parameter = self.env["psms.plan.parameter"]
        own = Parameter.search([("product_id", "in", self.ids), ("company_id", "=", self.env.company.id)])
        action = Parameter.env["ir.actions.act_window"]._for_xml_id("psms_production.psms_plan_parameter_action")
        action["context"] = {"default_product_id": self.id} if len(self) == 1 else {}
        action["domain"] = [("product_id", "in", self.ids)]
        if len(self) == 1 and len(own) <= 1:
            defaults = {} if own else {
                f"default_{name}": value for name, value in self.psms_parameter_id._values().items()}
            action.update(res_id=own.id, views=[(False, "form")], context={**action["context"], **defaults})
        return action

    def action_psms_item_board(self):
        """Open the item board with this product."""
        action = self.env["ir.actions.client"]._for_xml_id("psms_production.psms_item_board_action")
        return {**action, "params": {"product_id": self.id}}
