import json

from odoo import api, fields, models
from odoo.exceptions import UserError


class PsmsStockCorrection(models.Model):
    """The book of corrections: append-only, written by ``services/correction.py`` alone.

    It keeps names beside the links, so that a row still tells who and what when the user, the product
    or the corrected record itself are deleted.
    """

    _name = "psms.stock.correction"
    _description = "Stock Correction"
    _order = "id desc"
    _rec_name = "record_name"

    date = fields.Datetime(required=True, readonly=True, index=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", string="Corrected By", readonly=True, index="btree_not_null", ondelete="set null")
    user_name = fields.Char(string="Name of User", required=True, readonly=True)
    door = fields.Selection(
        [
            ("web", "Screen"),
            ("json2", "API (JSON-2)"),
            ("rpc", "API (XML-RPC, JSON-RPC)"),
            ("job", "Background job"),
            ("program", "Program on the server"),
        ],
        string="Came Through", required=True, readonly=True,
    )
    device = fields.Char(readonly=True, help="What the browser or program calls itself.")
    address = fields.Char(string="IP Address", readonly=True)
    action = fields.Selection(
        [
            ("adjustment", "Stock adjusted"),
            ("lot_change", "Lot of stock changed"),
            ("done_quantity", "Done transfer edited"),
            ("done_line", "Line added to a done transfer"),
            ("backdate", "Transfer back-dated"),
            ("value", "Value adjusted"),
            ("merge", "Duplicates merged"),
            ("rename", "Duplicate renamed"),
            ("release", "Reservation released"),
        ],
        required=True, readonly=True, index=True,
    )
    model = fields.Char(string="Kind of Record", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Record", model_field="model", readonly=True)
    record_name = fields.Char(string="What", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True, index="btree_not_null", ondelete="set null")
    lot_id = fields.Many2one("stock.lot", string="Lot/Serial Number", readonly=True, index="btree_not_null", ondelete="set null")
    location_id = fields.Many2one("stock.location", readonly=True, index="btree_not_null", ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="restrict")
    before = fields.Text(readonly=True)
    after = fields.Text(readonly=True)
    change = fields.Text(compute="_compute_change", help="What was, and what it became.")
    reason = fields.Text(readonly=True)

    @api.depends("before", "after")
    def _compute_change(self):
        for row in self:
            before, after = json.loads(row.before or "{}"), json.loads(row.after or "{}")
            labels = self.env[row.model]._fields if row.model in self.env else {}
            row.change = "\n".join(
                f"{self._label(labels, key)}: {self._words(before.get(key))} → {self._words(after.get(key))}"
                for key in {**before, **after} if before.get(key) != after.get(key)
            )

    def _label(self, labels, key):
        return labels[key]._description_string(self.env) if key in labels else key

    @api.model
    def _words(self, value):
        if value in (None, False, ""):
            return "–"
        if value is True:
            return self.env._("yes")
        return ", ".join(str(item) for item in value) if isinstance(value, list) else str(value)

    # === CRUD METHODS === #

    def write(self, vals):
        raise UserError(self.env._("The book of corrections is never changed. Make a new correction instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The book of corrections is never shortened. Make a new correction instead."))

    # === ACTIONS === #

    def action_open_record(self):
        """Open what was corrected, if it is still there."""
        self.ensure_one()
        if self.model not in self.env or not self.env[self.model].browse(self.res_id).exists():
            raise UserError(self.env._(
                "%(name)s is not there any more. Its row here tells what it was.", name=self.record_name))
        return {"type": "ir.actions.act_window", "res_model": self.model, "res_id": self.res_id, "views": [(False, "form")]}
