from odoo import api, fields, models
from odoo.tools.misc import formatLang

from ..services import plan_problems as problems


class PsmsPlanProblem(models.Model):
    _name = "psms.plan.problem"
    _description = "Plan Message"
    _order = "kind, product_id, id"

    plan_id = fields.Many2one("psms.plan", "Plan", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    kind = fields.Selection([
        (problems.NO_SOURCE, "No vendor or bill of materials"),
        (problems.NO_VARIANT_LINE, "Bill line by order choice"),
        (problems.UNSUPPORTED_BOM, "Subcontracting"),
        (problems.UNSUPPORTED_ROUTE, "Route"),
        (problems.OTHER_WAREHOUSE_BOM, "Bill of another warehouse"),
        (problems.KIT_SCRAP, "Scrap on a kit"),
        (problems.KIT_LOOP, "Kit in itself"),
        (problems.NEGATIVE_STOCK, "Negative stock"),
        (problems.LOT_CONFLICT, "Order quantities"),
        (problems.NOT_PLANNED, "Not planned"),
        (problems.MADE_TO_ORDER, "Made to order"),
        (problems.MADE_TO_ORDER_LATE, "Made to order, late"),
        (problems.PLANNED_BYPRODUCT, "By-product"),
        (problems.BEYOND_HORIZON, "After the horizon"),
    ], "Subject", required=True, readonly=True)
    product_id = fields.Many2one("product.product", "Product", required=True, readonly=True, index=True, ondelete="cascade")
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", readonly=True, ondelete="cascade")
    quantity = fields.Float(digits="Product Unit", readonly=True)
    message = fields.Char(compute="_compute_message")

    @api.depends("kind", "quantity", "product_id", "warehouse_id")
    @api.depends_context("lang")
    def _compute_message(self):
        for problem in self:
            problem.message = problem._explain()

    def _explain(self):
        """What is wrong and what to do about it."""
        quantity = f"{formatLang(self.env, self.quantity, dp='Product Unit')} {self.product_id.uom_id.name or ''}"
        texts = {
            problems.NO_SOURCE: self.env._(
                "There is neither a vendor nor a bill of materials, so its planned orders can't be released. "
                "Add a vendor on the product, or a bill of materials."),
            problems.NO_VARIANT_LINE: self.env._(
                "A bill line depends on an attribute that is chosen on each order and makes no variant. "
                "The plan leaves this line out."),
            problems.UNSUPPORTED_BOM: self.env._(
                "The product is subcontracted. The plan buys it but doesn't plan the components that the "
                "subcontractor gets."),
            problems.UNSUPPORTED_ROUTE: self.env._(
                "The route that fills the stock of this warehouse is neither buying, making nor a transfer from "
                "another warehouse of the company. The plan uses the bill of materials or the vendor instead."),
            problems.OTHER_WAREHOUSE_BOM: self.env._(
                "All bills of materials belong to the operations of another warehouse, so this warehouse can't make it."),
            problems.KIT_SCRAP: self.env._(
                "The expected scrap on the bill line of a kit isn't counted. Put it on the lines of the kit."),
            problems.KIT_LOOP: self.env._("The kit contains itself. The plan leaves the inner one out."),
            problems.NEGATIVE_STOCK: self.env._(
                "Stock is %(quantity)s. The plan treats it as a need of today; count the stock.", quantity=quantity),
            problems.LOT_CONFLICT: self.env._(
                "The minimum or the multiple is larger than the maximum order, so the maximum is not used."),
            problems.NOT_PLANNED: self.env._(
                "%(quantity)s are needed, but the product is not planned. Odoo's reordering rules look after it.",
                quantity=quantity),
            problems.MADE_TO_ORDER: self.env._(
                "%(quantity)s have been bought or produced to order for one document. The plan leaves that document and "
                "its order alone.", quantity=quantity),
            problems.MADE_TO_ORDER_LATE: self.env._(
                "%(quantity)s made to order come later than the document needs them. Expedite their purchase or "
                "production, or tell the customer.", quantity=quantity),
            problems.PLANNED_BYPRODUCT: self.env._(
                "It is also a by-product. The plan counts what production orders will bring of it, but not what planned "
                "orders would."),
            problems.BEYOND_HORIZON: self.env._(
                "A demand of %(quantity)s lies after the planning horizon and is left out.", quantity=quantity),
        }
        return texts[self.kind]
