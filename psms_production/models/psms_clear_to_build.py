from odoo import api, fields, models
from odoo.tools import SQL, format_date

STATES = [
    ("short", "Short"),
    ("planned", "Parts not ordered"),
    ("waiting", "Parts on order"),
    ("clear", "Clear to build"),
]
# Planned orders further ahead than this are no question of today.
DAYS_AHEAD = 14


class PsmsClearToBuild(models.Model):
    """Each order of the current plan that makes something: are all its parts there, and if not, on which day can it start.

    Parts are those that the plan pegs to the order, so two orders never count the same piece.
    """

    _name = "psms.clear.to.build"
    _description = "Clear to Build"
    _auto = False
    _order = "start_date, id"

    plan_id = fields.Many2one("psms.plan", "Plan", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    production_id = fields.Many2one("mrp.production", "Manufacturing Order", readonly=True)
    order_id = fields.Many2one("psms.planned.order", "Planned Order", readonly=True)
    item_id = fields.Many2one("psms.plan.item", "Item", readonly=True)
    product_id = fields.Many2one("product.product", "Product", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", readonly=True)
    planner_id = fields.Many2one(related="item_id.planner_id")
    quantity = fields.Float("Quantity", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    start_date = fields.Date("Start", readonly=True, help="The day on which the order is to start.")
    ready_date = fields.Date("Can Start", readonly=True, help="The day on which the last part is there. None: a part never is.")
    wait_days = fields.Integer("Waits (Days)", readonly=True, help="From the planned start to the day of the last part.")
    part_count = fields.Integer("Parts", readonly=True)
    there_count = fields.Integer("Parts in Stock", readonly=True)
    kit_rate = fields.Float("Kit Complete", readonly=True, aggregator="avg", help="Share of the parts that are there.")
    state = fields.Selection(STATES, "Status", readonly=True)
    line_ids = fields.One2many("psms.clear.to.build.part", "clear_id", "Parts List", readonly=True)
    parts = fields.Char(
        "Parts There", compute="_compute_parts", help="Parts of which all that is needed is in stock, of all parts.")
    missing = fields.Char("Missing Parts", compute="_compute_parts")
    reservation_state = fields.Selection(related="production_id.reservation_state", string="Reserved")

    @property
    def _table_query(self):
        return SQL(
            """SELECT part.clear_id AS id, part.plan_id, part.company_id, part.production_id, part.order_id,
                      COALESCE(o.item_id, made.id) AS item_id, COALESCE(i.product_id, mo.product_id) AS product_id,
                      COALESCE(i.warehouse_id, t.warehouse_id) AS warehouse_id,
                      COALESCE(o.quantity, mo.product_qty) AS quantity,
                      MIN(part.date) AS start_date,
                      CASE WHEN BOOL_OR(part.ready_date IS NULL) THEN NULL ELSE MAX(part.ready_date) END AS ready_date,
                      CASE WHEN NOT BOOL_OR(part.ready_date IS NULL)
                           THEN GREATEST(MAX(part.ready_date) - MIN(part.date), 0) END AS wait_days,
                      COUNT(*) AS part_count,
                      COUNT(*) FILTER (WHERE part.state = 'clear') AS there_count,
                      COUNT(*) FILTER (WHERE part.state = 'clear')::float / COUNT(*) AS kit_rate,
                      CASE WHEN BOOL_OR(part.state = 'short') THEN 'short' WHEN BOOL_OR(part.state = 'planned') THEN 'planned'
                           WHEN BOOL_OR(part.state = 'waiting') THEN 'waiting' ELSE 'clear' END AS state
                 FROM %s AS part
                 LEFT JOIN psms_planned_order o ON o.id = part.order_id
                 LEFT JOIN psms_plan_item i ON i.id = o.item_id
                 LEFT JOIN mrp_production mo ON mo.id = part.production_id
                 LEFT JOIN stock_picking_type t ON t.id = mo.picking_type_id
                 LEFT JOIN psms_plan_item made ON made.plan_id = part.plan_id AND made.product_id = mo.product_id
                      AND made.warehouse_id = t.warehouse_id
                GROUP BY part.clear_id, part.plan_id, part.company_id, part.production_id, part.order_id, o.id, i.id, mo.id,
                      t.warehouse_id, made.id""",
            SQL("(%s)", self.env["psms.clear.to.build.part"]._table_query))

    @api.depends("production_id", "order_id")
    def _compute_display_name(self):
        for clear in self:
            clear.display_name = clear.production_id.name or self.env._("Planned order")

    @api.depends_context("lang")
    def _compute_parts(self):
        for clear in self:
            clear.parts = f"{clear.there_count} / {clear.part_count}"
            lacking = clear.line_ids.filtered(lambda part: part.state != "clear")
            clear.missing = ", ".join(lacking.mapped("product_id.display_name"))

    def action_open_order(self):
        """Open the manufacturing order, or the planned one."""
        self.ensure_one()
        return (self.production_id or self.order_id).get_formview_action()

    def action_run_plan(self):
        return self.env["psms.plan"]._run_action()


class PsmsClearToBuildPart(models.Model):
    _name = "psms.clear.to.build.part"
    _description = "Part to Build With"
    _auto = False
    _order = "ready_date desc nulls first, id"

    clear_id = fields.Many2one("psms.clear.to.build", "Order to Build", readonly=True)
    plan_id = fields.Many2one("psms.plan", "Plan", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    production_id = fields.Many2one("mrp.production", "Manufacturing Order", readonly=True)
    order_id = fields.Many2one("psms.planned.order", "Planned Order", readonly=True)
    item_id = fields.Many2one("psms.plan.item", "Item", readonly=True)
    product_id = fields.Many2one(related="item_id.product_id")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    date = fields.Date("Needed", readonly=True)
    quantity = fields.Float("Needed Quantity", readonly=True)
    stock_qty = fields.Float("From Stock", readonly=True)
    open_qty = fields.Float("On Order", readonly=True)
    planned_qty = fields.Float("Planned", readonly=True, help="Nobody has ordered it yet.")
    short_qty = fields.Float("Short", readonly=True)
    ready_date = fields.Date("There On", readonly=True)
    supply_names = fields.Char("Comes From", compute="_compute_supply_names")
    state = fields.Selection(STATES, "Status", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT part.*, CASE WHEN part.short_qty > 1e-6 THEN 'short' WHEN part.planned_qty > 1e-6 THEN 'planned'
                                   WHEN part.open_qty > 1e-6 THEN 'waiting' ELSE 'clear' END AS state
                 FROM (%s UNION ALL %s) AS part""", self._parts_of_productions(), self._parts_of_planned_orders())

    def _parts_of_productions(self):
        return SQL(
            """SELECT d.id::int8 * 2 AS id, d.res_id::int8 * 2 AS clear_id, d.plan_id, n.company_id, d.res_id AS production_id,
                      NULL::int4 AS order_id, d.item_id, MIN(d.date) AS date, MIN(d.quantity) AS quantity, %s,
                      MIN(d.short_qty) AS short_qty, MIN(d.promise_date) AS ready_date
                 FROM psms_plan n
                 JOIN psms_plan_demand d ON d.plan_id = n.id AND d.kind = 'component' AND d.res_model = 'mrp.production'
                 LEFT JOIN psms_plan_peg p ON p.item_id = d.item_id AND p.demand_id = d.id
                WHERE n.state = 'current'
                GROUP BY d.id, n.company_id""", self._pegged())

    def _parts_of_planned_orders(self):
        return SQL(
            """SELECT MIN(p.id)::int8 * 2 + 1 AS id, o.id::int8 * 2 + 1 AS clear_id, n.id, n.company_id,
                      NULL::int4 AS production_id, o.id AS order_id, c.component_id AS item_id,
                      MIN(o.release_date) AS date, SUM(p.quantity) AS quantity, %s,
                      0 AS short_qty, MAX(COALESCE(below.finish_date, s.date, n.start_date)) AS ready_date
                 FROM psms_plan n
                 JOIN psms_plan_item i ON i.plan_id = n.id AND i.source = 'make'
                 JOIN psms_planned_order o ON o.item_id = i.id AND o.state IN ('planned', 'firm')
                      AND o.release_date <= n.start_date + %s
                 JOIN psms_plan_component c ON c.item_id = i.id
                 JOIN psms_plan_peg p ON p.item_id = c.component_id AND p.for_order_id = o.id
                 LEFT JOIN psms_planned_order below ON below.id = p.order_id
                 LEFT JOIN psms_plan_supply s ON s.id = p.supply_id
                WHERE n.state = 'current'
                GROUP BY n.id, o.id, c.component_id""", self._pegged(), DAYS_AHEAD)

    def _pegged(self):
        return SQL(
            """COALESCE(SUM(p.quantity) FILTER (WHERE p.supply_id IS NULL AND p.order_id IS NULL), 0) AS stock_qty,
               COALESCE(SUM(p.quantity) FILTER (WHERE p.supply_id IS NOT NULL), 0) AS open_qty,
               COALESCE(SUM(p.quantity) FILTER (WHERE p.order_id IS NOT NULL), 0) AS planned_qty""")

    @api.depends_context("lang")
    def _compute_supply_names(self):
        names = {}
        for item_id, demand_id, order_id, name, vendor, day in self.env.execute_query(SQL(
                """SELECT p.item_id, p.demand_id, p.for_order_id, s.name, v.name, COALESCE(s.date, o.finish_date)
                     FROM psms_plan_peg p
                     LEFT JOIN psms_plan_supply s ON s.id = p.supply_id
                     LEFT JOIN res_partner v ON v.id = s.partner_id
                     LEFT JOIN psms_planned_order o ON o.id = p.order_id
                    WHERE p.item_id = ANY(%s) AND (p.supply_id IS NOT NULL OR p.order_id IS NOT NULL)
                      AND (p.demand_id = ANY(%s) OR p.for_order_id = ANY(%s))
                    ORDER BY COALESCE(s.date, o.finish_date), p.id""",
                self.item_id.ids, [part.id // 2 for part in self if part.production_id], self.order_id.ids)):
            text = ", ".join(filter(None, [name or self.env._("planned order"), vendor, format_date(self.env, day)]))
            names.setdefault((item_id, demand_id, order_id), []).append(text)
        for part in self:
            key = (part.item_id.id, part.id // 2, None) if part.production_id else (part.item_id.id, None, part.order_id.id)
            part.supply_names = "; ".join(names.get(key, []))
