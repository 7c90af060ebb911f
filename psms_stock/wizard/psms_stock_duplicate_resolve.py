from odoo import fields, models
from odoo.exceptions import UserError

from ..models.psms_stock_duplicate import KINDS
from ..services import duplicates


class PsmsStockDuplicateResolve(models.TransientModel):
    """Merge what is the same thing, rename what is another one."""

    _name = "psms.stock.duplicate.resolve"
    _description = "Merge or Rename Duplicates"

    kind = fields.Selection(KINDS, string="Kind of Number", required=True, readonly=True)
    number = fields.Char(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    action = fields.Selection(
        [("merge", "They are the same: make one of them"), ("rename", "They are different: give other numbers")],
        string="What Are They?", required=True, default="rename",
    )
    reason = fields.Text(help="Goes into the book of corrections.")
    line_ids = fields.One2many("psms.stock.duplicate.resolve.line", "wizard_id", string="Records")

    def action_apply(self):
        """Do it, record it, and protect the kind when no duplicates are left."""
        self.ensure_one()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say in a few words why: the correction is recorded with its reason."))
        if self.action == "merge":
            protected = self._merge()
        else:
            protected = self._rename()
        message = (
            self.env._("Done. The database now refuses such duplicates.") if protected
            else self.env._("Done. Other duplicates are left.")
        )
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": {"type": "ir.actions.act_window_close"}},
        }

    def _merge(self):
        if self.kind != "lot":
            raise UserError(self.env._("Only lots and serial numbers are merged. Give the others another number."))
        keep = self.line_ids.filtered("keep")
        if len(keep) != 1:
            raise UserError(self.env._("Choose the one lot that stays."))
        return duplicates.merge_lots(self.env, keep._record(), (self.line_ids - keep)._record(), self.reason)

    def _rename(self):
        changed = self.line_ids.filtered(lambda line: (line.new_number or "").strip() != line.number)
        if not changed:
            raise UserError(self.env._("Enter another number for all but one of them."))
        return duplicates.rename(
            self.env, self.kind, [(line._record(), (line.new_number or "").strip()) for line in changed], self.reason)


class PsmsStockDuplicateResolveLine(models.TransientModel):
    """One of the records that share a number."""

    _name = "psms.stock.duplicate.resolve.line"
    _description = "Record with a Duplicate Number"

    wizard_id = fields.Many2one("psms.stock.duplicate.resolve", required=True, ondelete="cascade", index=True)
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Record", model_field="model", required=True, readonly=True)
    details = fields.Char(string="What", readonly=True)
    number = fields.Char(readonly=True)
    keep = fields.Boolean(string="Stays")
    new_number = fields.Char(string="New Number")

    def _record(self):
        return self.env[self[:1].model].browse(self.mapped("res_id"))
