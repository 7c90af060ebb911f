from odoo import models
from odoo.fields import Command

from ..services import correction, posting


class StockPicking(models.Model):
    _inherit = "stock.picking"

    # === WHAT COMES THROUGH A DOOR === #

    def write(self, vals):
        if not posting.is_allowed(self.env):
            self._check_written_by_hand(vals)
        return super().write(vals)

    def _check_written_by_hand(self, vals):
        if "state" in vals and any(
            picking.state != vals["state"] and (vals["state"] != "cancel" or picking.move_ids) for picking in self
        ):
            posting.refuse(
                self.env, self.env._("The state of a transfer cannot be written."),
                self.env._("Use its buttons: Mark as To Do, Validate, Cancel."),
            )
        done = self.filtered(lambda picking: picking.state == "done")
        field = self._fields["date_done"]
        redated = "date_done" in vals and done.filtered(
            lambda picking: field.convert_to_cache(vals["date_done"], picking) != picking.date_done)
        if redated:
            # the moves follow in super() and leave the rows in the book of corrections
            self.env["stock.move.line"]._check_may_correct(redated)
            redated.move_ids.filtered(lambda move: move.state == "done")._check_backdate(vals["date_done"])

    def do_unreserve(self):
        before = [(picking, picking._reserved_lines()) for picking in self]
        result = super().do_unreserve()
        correction.record_many(self.env, [
            (picking, {"reserved": lines}, {"reserved": picking._reserved_lines()}) for picking, lines in before if lines
        ], "release", self.env.context.get("correction_reason"))
        return result

    def _reserved_lines(self):
        return self.move_ids._reserved_lines()

    def action_psms_correct(self):
        """Open the correction of this done transfer."""
        self.ensure_one()
        wizard = self.env["psms.stock.correct.picking"].create({
            "picking_id": self.id, "date_done": self.date_done,
            "line_ids": [Command.create({"move_line_id": line.id, "quantity": line.quantity})
                         for line in self.move_line_ids if line.state == "done"],
        })
        return {
            "type": "ir.actions.act_window", "name": self.env._("Correct Done Transfer"), "res_model": wizard._name,
            "res_id": wizard.id, "views": [(False, "form")], "target": "new",
        }

    # === ODOO'S OWN TRANSITIONS === #

    def _action_done(self):
        with posting.allowed():
            return super()._action_done()
