from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.psms_base.services.calendar import local_date


class PsmsAgeView(models.TransientModel):
    """How somebody wants to see the age of the stock: of which day, on the screen, on paper or as a spreadsheet."""

    _name = "psms.age.view"
    _description = "View of the Stock Age"

    company_id = fields.Many2one("res.company", "Company", required=True, default=lambda self: self.env.company)
    day = fields.Date(
        "At the End Of", required=True, default=lambda self: local_date(self.env.company, fields.Datetime.now()))
    warehouse_id = fields.Many2one("stock.warehouse", "Warehouse", domain="[('company_id', '=', company_id)]",
                                   help="Empty: all warehouses, and what is on its way between them.")
    group_by = fields.Selection([
        ("product_id", "Product"), ("categ_id", "Product Category"), ("warehouse_id", "Warehouse"), ("zone_id", "Zone"),
        ("location_id", "Location"), ("vendor_id", "Vendor"), ("lot_id", "Lot/Serial Number"),
    ], "Lines By", required=True, default="product_id")

    @api.constrains("day", "company_id")
    def _check_day(self):
        for view in self:
            if view.day > local_date(view.company_id, fields.Datetime.now()):
                raise ValidationError(self.env._("Nobody knows the stock of a day to come. Choose today or a day before."))

    def _report(self):
        report = self.env["psms.age.report"].with_company(self.company_id)
        return report.with_context(psms_age_day=fields.Date.to_string(self.day))

    def _domain(self):
        domain = [("company_id", "=", self.company_id.id)]
        return [*domain, ("warehouse_id", "=", self.warehouse_id.id)] if self.warehouse_id else domain

    def action_show(self):
        """Open the report of that day on the screen."""
        self.ensure_one()
        return self._when_up_to_date() or {
            **self._report()._action(self.day), "domain": self._domain(),
            "context": {"psms_age_day": fields.Date.to_string(self.day), f"search_default_group_{self.group_by}": 1},
        }

    def action_print(self):
        return self._document("pdf")

    def action_export(self):
        return self._document("xlsx")

    def _document(self, extension):
        self.ensure_one()
        return self._when_up_to_date() or self.env["psms.document.stock_age"]._document_action(self, extension)

    def _when_up_to_date(self):
        """Bring the ledger up to date. Where that takes long: the dialog that shows it, and then this one again."""
        return self._report()._bring_up_to_date(self.day, {
            "type": "ir.actions.act_window", "name": self.env._("Age of the stock"), "res_model": self._name,
            "res_id": self.id, "views": [(False, "form")], "target": "new",
        })
