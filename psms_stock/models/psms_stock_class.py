from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.psms_base.services.calendar import local_date

from ..services import classes

ABC = [("a", "A"), ("b", "B"), ("c", "C")]
SEES_VALUE = "psms_base.group_warehouse_supervisor,psms_base.group_accountant"


class PsmsStockClass(models.Model):
    """ABC and XYZ class of a product in a warehouse; services/classes.py alone writes it."""

    _name = "psms.stock.class"
    _description = "ABC/XYZ Class"
    _order = "warehouse_id, abc_value, abc_picks, picks desc, id"
    _rec_name = "product_id"

    product_id = fields.Many2one("product.product", "Product", required=True, readonly=True, index=True, ondelete="cascade")
    categ_id = fields.Many2one(related="product_id.categ_id")
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True, ondelete="cascade")
    abc_value = fields.Selection(ABC, "By Value", required=True, readonly=True,
                                 help="A: the few products that make most of the usage at cost.")
    abc_picks = fields.Selection(ABC, "By Picks", required=True, readonly=True,
                                 help="A: the few products that most lines are picked of.")
    xyz = fields.Selection([("x", "X"), ("y", "Y"), ("z", "Z")], "By Evenness", required=True, readonly=True,
                           help="X: used evenly from week to week, Y: unevenly, Z: now and then.")
    abc_value_before = fields.Selection(ABC, "By Value Before", readonly=True, help="Class by value of the run before.")
    usage_qty = fields.Float("Used", digits="Product Unit", readonly=True,
                             help="What left the warehouse in the window, less what came back of it.")
    usage_value = fields.Float("Used at Cost", digits=(16, 2), readonly=True, groups=SEES_VALUE)
    picks = fields.Integer("Picks", readonly=True, help="Lines that left the warehouse in the window.")
    variation = fields.Float("Variation", digits=(6, 2), readonly=True, aggregator="avg",
                             help="Standard deviation of the weekly usage divided by its mean.")
    computed_on = fields.Date("As Of", readonly=True)

    _product_warehouse_uniq = models.Constraint("UNIQUE (product_id, warehouse_id)", "A product has one class in a warehouse.")

    def action_compute(self):
        """Compute the classes of every warehouse of the companies at hand, as of today. For supervisors."""
        if not self.env.user.has_group("psms_base.group_warehouse_supervisor"):
            raise AccessError(self.env._("Only warehouse supervisors may compute classes. Ask one of them."))
        self._compute_all(self.env["stock.warehouse"].search([("company_id", "in", self.env.companies.ids)]))
        return True

    @api.model
    def _cron_compute(self):
        self._compute_all(self.env["stock.warehouse"].search([]))

    @api.model
    def _compute_all(self, warehouses):
        for warehouse in warehouses:
            classes.compute(self.env, warehouse, local_date(warehouse.company_id, fields.Datetime.now()))

    def action_open_picks(self):
        """The lines that the figures were made from."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_move_line_action")
        start = fields.Date.subtract(self.computed_on, days=self.company_id.psms_class_days)
        action["domain"] = [
            ("product_id", "=", self.product_id.id), ("state", "=", "done"), ("date", ">=", start),
            "|", ("location_id.warehouse_id", "=", self.warehouse_id.id),
            ("location_dest_id.warehouse_id", "=", self.warehouse_id.id),
        ]
        action["context"] = {}
        return action
