from odoo import api, fields, models
from odoo.tools import SQL

from ..services.plan_parameters import Parameters

# What a set says; the rest of its fields say what it is for.
VALUES = ["lot_rule", "lot_days", "lot_min", "lot_multiple", "lot_max", "safety_stock", "security_days", "fence_days",
          "demand_fence_days", "expedite_limited", "expedite_days", "planner_id"]


class PsmsPlanParameter(models.Model):
    """How a product is planned. The most specific set applies as a whole, see services/plan_parameters.py."""

    _name = "psms.plan.parameter"
    _description = "Planning Parameters"
    _order = "company_id, product_id, category_id, warehouse_id, id"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", "Company", required=True, index=True, ondelete="cascade", default=lambda self: self.env.company)
    product_id = fields.Many2one(
        "product.product", "Product", index=True, ondelete="cascade", check_company=True,
        domain=[("is_storable", "=", True)])
    category_id = fields.Many2one(
        "product.category", "Product Category", index="btree_not_null", ondelete="cascade",
        help="For all products of the category and of those below it that have no closer parameters. "
             "Neither a product nor a category: for all products of the company.")
    warehouse_id = fields.Many2one(
        "stock.warehouse", "Warehouse", ondelete="cascade", check_company=True, help="Empty: in every warehouse.")
    lot_rule = fields.Selection([
        ("exact", "As needed"),
        ("days", "Days of supply"),
        ("fixed", "Fixed lot"),
    ], "Lot Rule", required=True, default="exact",
        help="As needed: an order for the need of each day. Days of supply: one order for the needs of so many days. "
             "Fixed lot: every order is exactly the order multiple.")
    lot_days = fields.Integer("Days per Order", default=7, help="Calendar days whose needs one order covers.")
    lot_min = fields.Float(
        "Minimum Order", digits="Product Unit",
        help="Least quantity of one planned order. A vendor's own minimum counts as well: the larger of both.")
    lot_multiple = fields.Float(
        "Order Multiple", digits="Product Unit",
        help="Planned orders are rounded up to a multiple of this. "
             "0: the vendor's unit or the batch size of the bill of materials.")
    lot_max = fields.Float(
        "Maximum Order", digits="Product Unit",
        help="Larger needs are split into several planned orders. 0: no limit.")
    safety_stock = fields.Float(
        "Safety Stock", digits="Product Unit",
        help="Stock that the plan keeps in each warehouse. Where a reordering rule has a minimum, "
             "the larger of both counts, never their sum.")
    security_days = fields.Integer(
        "Security Days", help="Working days that are added to the lead time, because it isn't always kept.")
    fence_days = fields.Integer(
        "Planning Time Fence", help="Days from today in which the plan proposes no new orders by itself.")
    demand_fence_days = fields.Integer(
        "Demand Time Fence", help="Days from today in which only orders count and forecasts don't.")
    expedite_limited = fields.Boolean(
        "Limited Expediting", help="Otherwise open supply may be pulled forward by any number of days.")
    expedite_days = fields.Integer(
        "Days to Expedite", help="Most days by which an open purchase or production can be pulled forward.")
    planner_id = fields.Many2one(
        "res.users", "Planner", ondelete="set null", domain=[("share", "=", False)],
        help="Who looks after these products: the planner's lists can be filtered by this.")

    _for_one_thing = models.Constraint(
        "CHECK(product_id IS NULL OR category_id IS NULL)",
        "Planning parameters are for a product or for a category, not for both.")
    _one_set = models.UniqueIndex(
        "(company_id, COALESCE(product_id, 0), COALESCE(category_id, 0), COALESCE(warehouse_id, 0))",
        "There are planning parameters for this product or category and warehouse already. Change those.")
    _not_negative = models.Constraint(
        "CHECK(lot_days >= 0 AND lot_min >= 0 AND lot_multiple >= 0 AND lot_max >= 0 AND safety_stock >= 0"
        " AND security_days >= 0 AND fence_days >= 0 AND demand_fence_days >= 0 AND expedite_days >= 0)",
        "Planning parameters can't be negative.")
    _minimum_under_maximum = models.Constraint(
        "CHECK(COALESCE(lot_max, 0) = 0 OR COALESCE(lot_min, 0) <= lot_max)",
        "The minimum order can't be larger than the maximum order.")
    _fixed_lot = models.Constraint(
        "CHECK(lot_rule != 'fixed' OR lot_multiple > 0)",
        "A fixed lot needs its quantity as the order multiple.")
    _days_of_supply = models.Constraint(
        "CHECK(lot_rule != 'days' OR lot_days > 0)",
        "Days of supply need a number of days per order.")

    @api.depends("product_id", "category_id", "warehouse_id", "company_id")
    def _compute_display_name(self):
        for record in self:
            about = (record.product_id or record.category_id or record.company_id).display_name
            record.display_name = (
                self.env._("%(product)s in %(warehouse)s", product=about, warehouse=record.warehouse_id.display_name)
                if record.warehouse_id else about)

    @api.model
    def _of_products(self, products, warehouse, company):
        """{product: the set that applies to it in the warehouse, maybe empty}."""
        rows = self.search([("company_id", "=", company.id)])
        keyed = {row.id: _Row(row) for row in rows}
        found = Parameters(keyed.values(), self._category_chains())
        return {product: self.browse(getattr(found.of(product.id, product.categ_id.id, warehouse.id), "id", None))
                for product in products}

    @api.model
    def _category_chains(self):
        """{category: (itself, its parent, ...)}, for `Parameters`."""
        self.env["product.category"].flush_model(["parent_path"])
        return {category: tuple(map(int, reversed(path.rstrip("/").split("/")))) for category, path
                in self.env.execute_query(SQL("SELECT id, parent_path FROM product_category"))}

    def _values(self):
        """The values of a set, to begin another one with; the defaults of an empty one."""
        if not self:
            return self.default_get(VALUES)
        return self._convert_to_write(self.read(VALUES, load=None)[0])


class _Row:
    """The keys of a set as the service wants them: None where it is for all."""

    def __init__(self, record):
        self.id = record.id
        self.product_id = record.product_id.id or None
        self.category_id = record.category_id.id or None
        self.warehouse_id = record.warehouse_id.id or None
