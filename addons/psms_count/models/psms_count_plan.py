from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.psms_base.services.calendar import local_date

from ..services import plan as planning
from ..services import rights


class PsmsCountPlan(models.Model):
    """What is counted how often; a cron makes the documents."""

    _name = "psms.count.plan"
    _description = "Count Plan"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse", "Warehouse", required=True, index=True, ondelete="cascade",
        default=lambda self: self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1))
    company_id = fields.Many2one(related="warehouse_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")

    # what
    method = fields.Selection(
        [
            ("all", "Everything in turn"),
            ("abc", "By ABC class"),
            ("value", "By value"),
            ("random", "Random sample"),
            ("zero", "Zero or negative stock"),
            ("mismatch", "After a mismatch"),
        ], "Chooses", required=True, default="all",
        help="Everything in turn, by ABC class and by value: what was counted longest ago, so much of it that all have their "
             "turn once in the period. After a mismatch: what somebody asked to be counted, or what differed too much.")
    zone_ids = fields.Many2many("psms.stock.zone", string="Zones", domain="[('warehouse_id', '=', warehouse_id)]",
                                help="Empty: all of them.")
    location_ids = fields.Many2many(
        "stock.location", string="Locations", domain="[('warehouse_id', '=', warehouse_id)]",
        help="These and what lies below them. Empty: all of them.")
    categ_ids = fields.Many2many("product.category", string="Product Categories", help="Empty: all of them.")
    class_by = fields.Selection([("abc_value", "Value"), ("abc_picks", "Picks")], "Class By", required=True, default="abc_value")
    class_a = fields.Boolean("A", default=True)
    class_b = fields.Boolean("B")
    class_c = fields.Boolean("C", help="Products that have no class yet are counted as C.")
    min_value = fields.Monetary("From a Value Of", groups=rights.INSIGHT, help="Of what lies in one bin.")
    min_days = fields.Integer("Days Since the Last Count", help="At least so many. 0: however long ago it was.")
    whole_bin = fields.Boolean("Whole Bins", help="Count everything that lies in the chosen bins.")

    # how often and how much
    period_days = fields.Integer("Period (Days)", required=True, default=90, help="In which everything has its turn once.")
    every_days = fields.Integer("A Count Every (Days)", required=True, default=1)
    lines_per_day = fields.Integer("Lines a Day", help="At most. 0: as many as it takes.")
    start_date = fields.Date("From", required=True, default=fields.Date.context_today)
    next_date = fields.Date("Next Count", required=True, default=fields.Date.context_today)

    # how
    mode = fields.Selection([("live", "Live"), ("freeze", "Frozen")], "While Counting", required=True, default="live")
    blind = fields.Boolean(default=True)
    user_ids = fields.Many2many("res.users", string="Counted By", help="Who may count. Empty: every store keeper.")

    count_ids = fields.One2many("psms.count", "plan_id", string="Counts", readonly=True)
    count_count = fields.Integer("Number of Counts", compute="_compute_count_count")
    population = fields.Integer("Lines Covered", compute="_compute_planning")
    per_count = fields.Integer("Lines of One Count", compute="_compute_planning")
    overdue = fields.Integer("Lines Overdue", compute="_compute_planning")
    warning = fields.Char(compute="_compute_planning")

    _positive = models.Constraint(
        "CHECK (period_days > 0 AND every_days > 0 AND lines_per_day >= 0 AND min_days >= 0)",
        "Periods have at least one day, and numbers of lines are not negative.")

    # === COMPUTE METHODS === #

    def _compute_count_count(self):
        groups = dict(self.env["psms.count"]._read_group([("plan_id", "in", self.ids)], ["plan_id"], ["__count"]))
        for plan in self:
            plan.count_count = groups.get(plan, 0)

    @api.depends("method", "zone_ids", "location_ids", "categ_ids", "class_by", "class_a", "class_b", "class_c", "min_value",
                 "min_days", "period_days", "every_days", "lines_per_day", "warehouse_id", "start_date")
    def _compute_planning(self):
        """What the plan means in lines, and whether the people can do it. For the form: one plan at a time."""
        today = local_date(self.env.company, fields.Datetime.now())
        for plan in self:
            plan.population = plan.per_count = plan.overdue = 0
            plan.warning = False
            saved = plan._origin
            if not saved or plan.method not in planning.CYCLES or not (plan.period_days > 0 and plan.every_days > 0):
                continue
            # sudo: the figures are numbers of lines, whoever may read the plan may know them
            plan.population, plan.per_count, plan.overdue = planning.figures(saved.sudo(), today)
            if plan.per_count > planning.limit_of(plan):
                plan.warning = self.env._(
                    "With %(limit)s lines a day, %(population)s lines take %(days)s days and not %(period)s. Allow more lines a "
                    "day or a longer period.",
                    limit=plan.lines_per_day, population=plan.population,
                    days=-(-plan.population // plan.lines_per_day), period=plan.period_days)

    # === CONSTRAINTS === #

    @api.constrains("method", "class_a", "class_b", "class_c")
    def _check_classes(self):
        for plan in self:
            if plan.method == "abc" and not (plan.class_a or plan.class_b or plan.class_c):
                raise ValidationError(self.env._("Choose at least one class that %(plan)s counts.", plan=plan.name))

    # === ACTIONS === #

    def action_make(self):
        """Make the next document now."""
        self.ensure_one()
        count = self._make(local_date(self.company_id, fields.Datetime.now()))
        if not count:
            raise UserError(self.env._("%(plan)s has nothing to count now: everything had its turn, or other counts have it.",
                                       plan=self.name))
        return {"type": "ir.actions.act_window", "res_model": "psms.count", "res_id": count.id, "views": [(False, "form")]}

    def _make(self, today):
        self.ensure_one()
        rights.check_supervisor(self.env)
        count = planning.make_count(self.sudo(), today)  # documents are made by services alone; the role was checked
        if self.next_date <= today:
            self.next_date = fields.Date.add(today, days=self.every_days)
        return count

    @api.model
    def _cron_make_counts(self):
        """Make the documents of all plans that are due; one that can't be made does not hold up the others."""
        due = self.search([("next_date", "<=", fields.Date.add(fields.Date.today(), days=1))])
        self.env["ir.cron"]._commit_progress(remaining=len(due))
        for plan in due:
            today = local_date(plan.company_id, fields.Datetime.now())
            if plan.next_date <= today:
                plan.with_company(plan.company_id)._make(today)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def action_open_counts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_count.action_psms_count")
        action["domain"] = [("plan_id", "=", self.id)]
        action["context"] = {}
        return action
