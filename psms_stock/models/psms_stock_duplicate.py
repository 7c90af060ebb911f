from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..services import posting, unique

KINDS = [
    ("lot", "Lots and serial numbers"),
    ("barcode", "Barcodes of products and packagings"),
    ("package", "Packages"),
    ("location", "Barcodes of locations"),
]


class PsmsStockUnique(models.Model):
    """A kind of number that should exist once: how many do not, and whether the database sees to it."""

    _name = "psms.stock.unique"
    _description = "Unique Numbers"
    _auto = False
    _order = "id"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, string="Kind of Number", readonly=True)
    duplicate_count = fields.Integer(string="Duplicates", compute="_compute_duplicate_count")
    is_protected = fields.Boolean(
        string="Protected", compute="_compute_is_protected",
        help="The database itself refuses a second number, also when two people enter it at the same moment.")

    @property
    def _table_query(self):
        return SQL("SELECT * FROM (VALUES (1, 'lot'), (2, 'barcode'), (3, 'package'), (4, 'location')) AS kinds (id, kind)")

    def _compute_duplicate_count(self):
        counts = dict(self.env["psms.stock.duplicate"]._read_group([], ["kind"], ["__count"]))
        for row in self:
            row.duplicate_count = counts.get(row.kind, 0)

    def _compute_is_protected(self):
        for row in self:
            row.is_protected = unique.is_protected(self.env, row.kind)

    # === ACTIONS === #

    def action_show(self):
        """Open the duplicates of this kind."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_stock.action_psms_stock_duplicate")
        action["domain"] = [("kind", "=", self.kind)]
        return action

    def action_protect(self):
        """Make the unique index of this kind now."""
        self.ensure_one()
        if not posting.may_correct(self.env):
            raise UserError(self.env._("Numbers are protected by a warehouse supervisor. Ask one to do it."))
        if not unique.protect(self.env, self.kind):
            raise UserError(self.env._(
                "There are still duplicates, also in companies that you may not see. Merge or rename them first."))


class PsmsStockDuplicate(models.Model):
    """A number that exists more than once, read from the tables at the moment."""

    _name = "psms.stock.duplicate"
    _description = "Duplicate Number"
    _auto = False
    _order = "kind, number, id"
    _rec_name = "number"

    kind = fields.Selection(KINDS, string="Kind of Number", readonly=True)
    number = fields.Char(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    count = fields.Integer(string="How Often", readonly=True, aggregator=None)
    references = fields.Char(readonly=True, help="Which records: model and id.")

    @property
    def _table_query(self):
        """One line for each group. A number without a company collides with that of every company."""
        return SQL("""
            WITH numbers AS (
                SELECT 'lot' AS kind, name AS number, product_id, company_id, id, 'stock.lot' AS model
                  FROM stock_lot
                 WHERE (product_id, name) IN (SELECT product_id, name FROM stock_lot GROUP BY 1, 2 HAVING count(*) > 1)
                UNION ALL
                SELECT 'barcode', p.barcode, NULL, t.company_id, p.id, 'product.product'
                  FROM product_product p JOIN product_template t ON t.id = p.product_tmpl_id
                 WHERE p.active AND p.barcode <> ''
                UNION ALL
                SELECT 'barcode', u.barcode, NULL, u.company_id, u.id, 'product.uom' FROM product_uom u
                UNION ALL
                SELECT 'package', name, NULL, NULL, id, 'stock.package' FROM stock_package
                 WHERE name IN (SELECT name FROM stock_package GROUP BY 1 HAVING count(*) > 1)
                UNION ALL
                SELECT 'location', barcode, NULL, NULL, id, 'stock.location' FROM stock_location
                 WHERE company_id IS NULL AND barcode <> ''
            ), shared AS (
                SELECT numbers.*, CASE WHEN bool_or(company_id IS NULL) OVER (PARTITION BY kind, number, product_id)
                       THEN NULL ELSE company_id END AS scope
                  FROM numbers
            )
            SELECT min(id) * 8 + CASE kind WHEN 'lot' THEN 1 WHEN 'barcode' THEN 2 WHEN 'package' THEN 3 ELSE 4 END AS id,
                   kind, number, product_id, scope AS company_id, count(*) AS count,
                   string_agg(model || ',' || id, ' ' ORDER BY model, id) AS "references"
              FROM shared
          GROUP BY kind, number, product_id, scope
            HAVING count(*) > 1
        """)

    def _records(self):
        """The records of this group, by model."""
        found = {}
        for reference in self.references.split():
            model, _comma, record_id = reference.partition(",")
            found.setdefault(model, []).append(int(record_id))
        return [self.env[model].browse(ids) for model, ids in found.items()]

    # === ACTIONS === #

    def action_open_records(self):
        """Open what shares the number."""
        self.ensure_one()
        records = self._records()[0]
        return {
            "type": "ir.actions.act_window",
            "name": self.number,
            "res_model": records._name,
            "domain": [("id", "in", records.ids)],
            "views": [(False, "list"), (False, "form")],
            "context": {"active_test": False},
        }

    def action_resolve(self):
        """Merge or rename."""
        self.ensure_one()
        wizard = self.env["psms.stock.duplicate.resolve"].create(self._wizard_values())
        return {
            "type": "ir.actions.act_window", "name": self.env._("Merge or Rename"), "res_model": wizard._name,
            "res_id": wizard.id, "views": [(False, "form")], "target": "new",
        }

    def _wizard_values(self):
        lines = [
            fields.Command.create({
                "model": record._name, "res_id": record.id, "number": self.number, "new_number": self.number,
                "keep": False, "details": self._details(record),
            })
            for records in self._records() for record in records
        ]
        lines[0][2]["keep"] = True
        return {"kind": self.kind, "action": "merge" if self.kind == "lot" else "rename", "number": self.number,
                "product_id": self.product_id.id, "line_ids": lines}

    @api.model
    def _details(self, record):
        """What helps to tell the records apart."""
        parts = [record.display_name, f"#{record.id}"]
        if record._name == "stock.lot":
            parts.append(self.env._("on hand %(quantity)s", quantity=f"{record.product_qty:g}"))
        if "location_id" in record._fields and record.location_id:
            parts.append(record.location_id.display_name)
        if "company_id" in record._fields and record.company_id:
            parts.append(record.company_id.name)
        return " · ".join(parts)
