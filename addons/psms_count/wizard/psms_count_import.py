import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..services import sheet_in

#: of a file, in bytes: a sheet of 100,000 lines has less
MOST_BYTES = 10_000_000


class PsmsCountImport(models.TransientModel):
    """Read in a count sheet that was filled in a spreadsheet."""

    _name = "psms.count.import"
    _description = "Import of a Count Sheet"

    count_id = fields.Many2one("psms.count", "Count", required=True, ondelete="cascade")
    file = fields.Binary("Excel Workbook", required=True, attachment=False)
    filename = fields.Char()
    user_id = fields.Many2one(
        "res.users", "Counted By", required=True, default=lambda self: self.env.user,
        help="Who counted. Only a supervisor may enter what somebody else has counted.")

    def action_import(self):
        self.ensure_one()
        content = base64.b64decode(self.file)
        if len(content) > MOST_BYTES:
            raise UserError(self.env._("This file is too large for a count sheet. Split it, at most 10 MB each."))
        number = sheet_in.import_sheet(self.count_id, content, by=self.user_id)
        return {
            "type": "ir.actions.client", "tag": "display_notification",
            "params": {
                "type": "success", "message": self.env._("%(number)s lines have been entered.", number=number),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
