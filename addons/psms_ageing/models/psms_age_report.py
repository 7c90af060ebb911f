from odoo import api, fields, models
from odoo.tools import SQL, format_date

from odoo.addons.psms_base.services.calendar import local_date

from ..services import age_costs
from ..services.age_refresh import pending, refresh
from .psms_age_layer import KINDS

VALUE_GROUPS = "psms_base.group_warehouse_supervisor,psms_base.group_accountant,psms_base.group_manager"
#: more lines than these are replayed by a background job while the person watches
IN_REQUEST = 20_000


class PsmsAgeReport(models.Model):
    """How old the stock is: each row so many pieces at one place that were born together.

    The context says of which day (``psms_age_day``, none for now); the ledger is brought up to date by `action_open`.
    """

    _name = "psms.age.report"
    _description = "Stock Age"
    _auto = False
    _order = "born_on, id"
    _rec_name = "product_id"

    product_id = fields.Many2one("product.product", "Product", readonly=True)
    categ_id = fields.Many2one("product.category", "Product Category", readonly=True)
    lot_id = fields.Many2one("stock.lot", "Lot/Serial Number", readonly=True)
    package_id = fields.Many2one("stock.package", "Package", readonly=True)
    owner_id = fields.Many2one("res.partner", "Owner", readonly=True)
    location_id = fields.Many2one("stock.location", "Location", readonly=True)
    zone_id = fields.Many2one("psms.stock.zone", "Zone", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", readonly=True)
    company_id = fields.Many2one("res.company", "Company", readonly=True)
    vendor_id = fields.Many2one("res.partner", "Vendor", readonly=True, help="Who delivered the receipt.")
    uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    kind = fields.Selection(KINDS, "Born By", readonly=True)
    birth_line_id = fields.Many2one("stock.move.line", "First Movement", readonly=True)
    born_on = fields.Date("Born On", readonly=True, help="Day of the first receipt or of the production.")
    age = fields.Integer("Age (days)", readonly=True, aggregator="max")
    bucket_id = fields.Many2one("psms.age.bucket", "Age", readonly=True)
    quantity = fields.Float("Quantity", digits="Product Unit", readonly=True)
    unit_cost = fields.Float("Unit Cost", readonly=True, aggregator=None, groups=VALUE_GROUPS)
    value = fields.Monetary("Value", readonly=True, groups=VALUE_GROUPS)
    currency_id = fields.Many2one("res.currency", "Currency", readonly=True)

    @property
    def _table_query(self):
        past, day = self._day()
        return SQL("""
            SELECT layer.id, layer.product_id, t.categ_id, layer.lot_id, layer.package_id, layer.owner_id,
                   layer.location_id, place.zone_id, place.warehouse_id, layer.company_id, layer.vendor_id, t.uom_id,
                   layer.kind, layer.birth_line_id, layer.born_on, %(day)s - layer.born_on AS age,
                   %(bucket)s AS bucket_id, layer.quantity, cost.cost AS unit_cost, layer.quantity * cost.cost AS value,
                   company.currency_id
              FROM psms_age_layer layer
              JOIN product_product p ON p.id = layer.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN stock_location place ON place.id = layer.location_id
              JOIN res_company company ON company.id = layer.company_id
              LEFT JOIN stock_lot lot ON lot.id = layer.lot_id
              %(past_cost)s
              CROSS JOIN LATERAL (SELECT %(cost)s AS cost) cost
             WHERE layer.company_id IN %(companies)s AND %(there)s
        """, day=day, bucket=self._bucket(day), companies=self.env.companies._ids, **self._parts(past, day))

    def _day(self):
        """(whether a past day is asked for, the day)."""
        today = local_date(self.env.company, fields.Datetime.now())
        day = fields.Date.to_date(self.env.context.get("psms_age_day")) or today
        return day < today, min(day, today)

    def _bucket(self, day):
        cases = []
        for company, starts in self.env["psms.age.bucket"]._starts(self.env.companies).items():
            ages = [SQL("WHEN %s - layer.born_on >= %s THEN %s", day, start, bucket) for start, bucket, _rate in reversed(starts)]
            # A piece from tomorrow is young, not of no age.
            cases.append(SQL("WHEN %s THEN CASE %s ELSE %s END", company, SQL(" ").join(ages), starts[0][1]))
        return SQL("(CASE layer.company_id %s END)", SQL(" ").join(cases)) if cases else SQL("NULL::int")

    def _parts(self, past, day):
        """What differs between now and a past day: which rows were there, and what they cost."""
        # Goods of others, and goods between companies, are not on our books.
        theirs = SQL("layer.owner_id != company.partner_id OR place.company_id IS NULL")
        today_cost = SQL("(p.standard_price ->> layer.company_id::text)::float8")
        if past:
            there = SQL("layer.valid_from <= %(day)s AND (layer.valid_to > %(day)s OR layer.valid_to IS NULL)", day=day)
            join = SQL("LEFT JOIN psms_age_cost c ON c.company_id = layer.company_id AND c.product_id = layer.product_id "
                       "AND c.day = %s", day)
            cost = SQL("CASE WHEN %s THEN 0 ELSE COALESCE(c.cost, %s, 0) END", theirs, today_cost)
        else:
            there, join = SQL("layer.valid_to IS NULL"), SQL()
            cost = SQL(
                "CASE WHEN %s THEN 0 WHEN t.lot_valuated THEN "
                "COALESCE((lot.standard_price ->> layer.company_id::text)::float8, %s, 0) ELSE COALESCE(%s, 0) END",
                theirs, today_cost, today_cost)
        return {"there": there, "past_cost": join, "cost": cost}

    # === OPENING === #

    @api.model
    def action_open(self):
        """Bring the ledger up to date and open the report of now."""
        action = self._action()
        return self._bring_up_to_date(None, action) or action

    @api.model
    def _bring_up_to_date(self, day, then):
        """Have everything ready for the report of a day.

        :return: nothing, or the dialog that shows a long run and then opens `then`
        """
        self.check_access("read")
        if pending(self.env, IN_REQUEST + 1) > IN_REQUEST:
            return self.env["psms.age.run"]._start()._follow(self.env._("Age of the stock"), then)
        refresh(self.env)
        self._prepare(day)
        return None

    @api.model
    def _prepare(self, day):
        """Have ready what a past day needs."""
        if day and self._day()[0]:
            for company in self.env.companies:
                age_costs.prepare(self.env, company, day)

    @api.model
    def _action(self, day=None):
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_ageing.action_psms_age_report")
        if day:
            action["context"] = {"psms_age_day": fields.Date.to_string(day)}
            action["display_name"] = action["name"] = self.env._(
                "Stock age on %(day)s", day=format_date(self.env, day))
            action.pop("path", None)
        return action

    # === WHAT IS BEHIND A FIGURE === #

    def action_open_births(self):
        """Open the receipts and productions that these pieces came from."""
        action = self.env["ir.actions.act_window"]._for_xml_id("stock.stock_move_line_action")
        action.update(name=self.env._("Where they came from"), domain=[("id", "in", self.birth_line_id.ids)], context={})
        return action

    def action_open_way(self):
        """Open the places where the pieces of the same birth have been."""
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_ageing.action_psms_age_layer")
        action["domain"] = [("birth_line_id", "in", self.birth_line_id.ids), ("product_id", "in", self.product_id.ids)]
        return action
