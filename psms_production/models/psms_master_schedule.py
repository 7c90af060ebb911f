import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.psms_base.services.calendar import local_date

from ..services import plan_master_data as data
from ..services.plan_forecast import monday
from ..services.plan_master_sheet import export_schedule, read_forecasts, row_labels

WEEKS, MOST_WEEKS, PAGE, MOST_CELLS = 13, 53, 10, 20_000


class PsmsMasterSchedule(models.AbstractModel):
    """The weekly grid of finished goods: forecasts, the orders that consume them, supply, and what can still be promised."""

    _name = "psms.master.schedule"
    _description = "Master Schedule"

    def _first_week(self):
        return monday(local_date(self.env.company, fields.Datetime.now()))

    @api.model
    def grid(self, filters=None, weeks=WEEKS, limit=PAGE, offset=0):
        """One page of the grid.

        :param dict filters: ``text``, ``category_id``, ``planner_id``, ``warehouse_id``, ``everything``
        :param int weeks: how many from the running one on
        :return: ``plan`` (``id``, ``date``, ``outdated``: forecasts are newer), ``weeks`` (``start``, ``label``), ``rows``
            (``name``, ``label``), ``lines``, ``total`` (products without the limit), and to choose from ``categories``,
            ``planners`` and ``warehouses``
        :rtype: dict
        """
        self.env["psms.plan.run"]._check_planner()
        company, first = self.env.company, self._first_week()
        weeks = max(1, min(int(weeks), MOST_WEEKS))
        plan = data.current_plan(self.env, company)
        keys, total = data.find_items(self.env, company, plan, first, filters or {}, limit, offset)
        lines = data.read_lines(self.env, company, plan, keys, first, weeks)
        days = [first + timedelta(weeks=week) for week in range(weeks)]
        return {
            "plan": {"id": plan.id, "date": fields.Datetime.to_string(plan.run_date) if plan else False,
                     "outdated": self._is_outdated(plan)},
            "weeks": [{"start": day.isoformat(), "label": f"{day.isocalendar().week:02d}"} for day in days],
            "rows": [{"name": name, "label": label} for name, label in row_labels(self.env).items()],
            "lines": self._as_lines(lines, plan.start_date or first, days),
            "total": total,
            **self._choices(plan),
        }

    def _is_outdated(self, plan):
        """Somebody has changed forecasts since the plan."""
        return bool(plan) and bool(self.env["psms.forecast"].search_count(
            [("company_id", "=", plan.company_id.id), ("write_date", ">", plan.run_date)], limit=1))

    def _as_lines(self, lines, start, days):
        products = self.env["product.product"].browse([line.key[0] for line in lines])
        warehouses = self.env["stock.warehouse"].browse([line.key[1] for line in lines])
        result = []
        for product, warehouse, line in zip(products, warehouses, lines):
            until = [(max(day, start) - start).days for day in days]
            result.append({
                "product_id": product.id, "warehouse_id": warehouse.id, "name": product.display_name,
                "warehouse": warehouse.code, "unit": product.uom_id.name, "on_hand": line.on_hand, "rows": line.rows,
                "frozen": ["demand" if days < line.demand_fence_days else "plan" if days < line.fence_days else ""
                           for days in until],
            })
        return result

    def _choices(self, plan):
        def named(records):
            return [{"id": record.id, "name": record.display_name} for record in records]
        planners = self.env["psms.plan.item"]._read_group(
            [("plan_id", "=", plan.id), ("planner_id", "!=", False)], ["planner_id"])
        return {
            "categories": named(self.env["product.category"].search([])),
            "planners": named(self.env["res.users"].concat(*(row[0] for row in planners))),
            "warehouses": named(self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)])),
        }

    @api.model
    def action_run_plan(self):
        """Run the plan, then come back to the grid."""
        return self.env["psms.plan"]._run_action()

    @api.model
    def save(self, cells):
        """Write forecasts, all of them or none; the next plan counts them.

        :param list cells: dicts ``product_id``, ``warehouse_id``, ``week`` (a day of it, ISO text), ``quantity`` (0: none)
        """
        self.env["psms.plan.run"]._check_planner()
        if len(cells) > MOST_CELLS:
            raise UserError(self.env._("These are more than %(count)s cells. Import a spreadsheet in parts.", count=MOST_CELLS))
        found = {(int(cell["product_id"]), int(cell["warehouse_id"]), monday(fields.Date.to_date(cell["week"]))):
                 float(cell["quantity"]) for cell in cells}
        if any(quantity < 0 for quantity in found.values()):
            raise UserError(self.env._("A forecast can't be negative."))
        data.write_forecasts(self.env, self.env.company, found)
        return len(found)

    @api.model
    def action_open_cell(self, product_id, warehouse_id, week, row):
        """The documents behind a figure of one week: demands, open supply or planned orders.

        :param str week: its Monday, ISO text
        :param str row: ``orders``, ``other``, ``supply`` or ``planned``
        """
        self.env["psms.plan.run"]._check_planner()
        first, plan = fields.Date.to_date(week), data.current_plan(self.env, self.env.company)
        item = self.env["psms.plan.item"].search([
            ("plan_id", "=", plan.id), ("product_id", "=", product_id), ("warehouse_id", "=", warehouse_id)], limit=1)
        name = {"supply": self.env._("Open Supply"), "planned": self.env._("Planned Orders")}.get(row, row_labels(self.env)[row])
        model, day = {"supply": ("psms.plan.supply", "date"), "planned": ("psms.planned.order", "finish_date")}.get(
            row, ("psms.plan.demand", "date"))
        more = {"orders": [("kind", "=", "sale")], "other": [("kind", "not in", ("sale", "forecast"))]}.get(row, [])
        domain = [("item_id", "=", item.id), (day, "<", first + timedelta(weeks=1)), *more]
        if first > self._first_week():  # what is overdue stands in the running week
            domain.append((day, ">=", first))
        return {"type": "ir.actions.act_window", "name": name, "res_model": model, "domain": domain,
                "views": [(False, "list"), (False, "form")] if row == "planned" else [(False, "list")]}

    @api.model
    def export_sheet(self, filters=None, weeks=WEEKS):
        """The grid with all pages as a spreadsheet.

        :return: ``name`` of the file and its ``content`` in base64
        :rtype: dict
        """
        self.env["psms.plan.run"]._check_planner()
        company, first = self.env.company, self._first_week()
        weeks = max(1, min(int(weeks), MOST_WEEKS))
        plan = data.current_plan(self.env, company)
        keys, _total = data.find_items(self.env, company, plan, first, filters or {})
        lines = data.read_lines(self.env, company, plan, keys, first, weeks)
        content = export_schedule(self.env, lines, [first + timedelta(weeks=week) for week in range(weeks)])
        name = f"{self.env._('Master schedule')} {first.isoformat()}.xlsx"
        return {"name": name, "content": base64.b64encode(content).decode()}

    @api.model
    def import_sheet(self, content):
        """Write the forecasts of a spreadsheet, all of them or none.

        :param str content: the file in base64
        :return: how many cells it had
        :rtype: int
        """
        self.env["psms.plan.run"]._check_planner()
        cells = read_forecasts(self.env, self.env.company, base64.b64decode(content))
        data.write_forecasts(self.env, self.env.company, cells)
        return len(cells)
