from odoo import api, fields, models
from odoo.fields import Command

from ..services import correction, cost, posting

#: what a move is worth and how it counts: Odoo works it out, a person adjusts it by "Adjust Valuation"
VALUE_FIELDS = {"value", "is_in", "is_out", "is_dropship"}
#: of a done move, what stock, dates and accounts were made from
DONE_FIELDS = {
    "product_id", "product_uom", "location_id", "location_dest_id", "company_id", "picking_id", "picked",
    "is_inventory", "restrict_partner_id", "price_unit", "origin_returned_move_id", "location_final_id",
}
#: of a done move, what the supervisor may correct: Odoo moves the stock again, the lines leave the audit row
CORRECTABLE_FIELDS = {"quantity", "lot_ids", "move_line_ids", "product_uom_qty", "date"}


class StockMove(models.Model):
    _inherit = "stock.move"

    # === WHAT COMES THROUGH A DOOR === #

    @api.model_create_multi
    def create(self, vals_list):
        if not posting.is_allowed(self.env):
            self._check_created_by_hand(vals_list)
        return super().create(vals_list)

    def copy_data(self, default=None):
        """A copy has moved nothing yet, so it takes no value along; nor a price that the user may not see."""
        hidden = VALUE_FIELDS | ({"price_unit"} if cost.is_blind(self.env) else set())
        given = {**dict.fromkeys(hidden), **(default or {})}  # what is given is not read
        return [vals and {name: vals[name] for name in vals if name not in hidden} for vals in super().copy_data(default=given)]

    def write(self, vals):
        if posting.is_allowed(self.env):
            return super().write(vals)
        self._check_written_by_hand(vals)
        redated = self._redated(vals)
        if not redated:
            return super().write(vals)
        redated._check_backdate(vals["date"])
        cases = [(move, {"date": move.date}, {"date": vals["date"]}) for move in redated]
        rest = {name: value for name, value in vals.items() if name != "date"}
        if rest:
            super().write(rest)  # without the mark: commands among it are values that the caller sent
        with posting.allowed():  # Odoo writes the same date on the lines
            result = super().write({"date": vals["date"]})
        correction.record_many(self.env, cases, "backdate", self.env.context.get("correction_reason"))
        return result

    def _redated(self, vals):
        """Done moves of this write that get another date."""
        if "date" not in vals:
            return self.browse()
        date = fields.Datetime.to_datetime(vals["date"])
        return self.filtered(lambda move: move.state == "done" and move.date != date)

    def _check_created_by_hand(self, vals_list):
        pickings = self.env["stock.picking"].browse({vals["picking_id"] for vals in vals_list if vals.get("picking_id")})
        if any(vals.get("state", "draft") in ("done", "cancel") for vals in vals_list):
            posting.refuse(
                self.env, self.env._("A move cannot be entered as done or cancelled."),
                self.env._("Enter a transfer and validate it."),
            )
        if VALUE_FIELDS & {name for vals in vals_list for name in vals}:
            self._refuse_value()
        if done := pickings.filtered(lambda picking: picking.state == "done"):
            self.env["stock.move.line"]._check_may_correct(done)

    def _check_written_by_hand(self, vals):
        if VALUE_FIELDS & vals.keys():
            self._refuse_value()
        done = self.filtered(lambda move: move.state == "done")
        if "state" in vals:
            self._check_state_by_hand(vals["state"], done)
        if not done:
            return
        if names := done._changed(vals, DONE_FIELDS):
            posting.refuse(
                self.env,
                self.env._("%(fields)s of a done move cannot be changed.", fields=self._labels(names)),
                self.env._("Return the goods, or move them on with a new transfer."),
            )
        if done._changed(vals, CORRECTABLE_FIELDS):
            self.env["stock.move.line"]._check_may_correct(done)

    def _check_state_by_hand(self, state, done):
        """Odoo derives the state; closing what moved nothing is what it does itself when an order is finished."""
        moved = self.filtered(lambda move: not move.product_uom.is_zero(move.quantity))
        changed = self.filtered(lambda move: move.state != state)
        if changed & done or (changed and state == "cancel") or (state == "done" and changed & moved):
            posting.refuse(
                self.env, self.env._("The state of a move cannot be written."),
                self.env._("Use the buttons Validate, Cancel or Return of its transfer."),
            )
        if state == "draft" and changed.filtered(lambda move: move.state != "cancel"):
            posting.refuse(
                self.env, self.env._("A confirmed move cannot be made a draft again."),
                self.env._("Cancel it and enter a new one."),
            )

    def _changed(self, vals, names):
        """Names among these whose value differs; what a form sends along unchanged is no change."""
        return {name for name in names & vals.keys() if self._differs(name, vals[name])}

    def _differs(self, name, value):
        field = self._fields[name]
        if field.type in ("one2many", "many2many"):
            return any(command[0] != Command.LINK for command in value or [])
        return any(
            field.convert_to_cache(value, move) != field.convert_to_cache(move[name], move) for move in self
        )

    def _labels(self, names):
        return ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))

    def _refuse_value(self):
        posting.refuse(
            self.env, self.env._("The value of a move cannot be written."),
            self.env._("Use the button Adjust Valuation of the move; it keeps the history."),
        )

    def _check_backdate(self, date):
        """Only into the past, and not into a period that is closed."""
        date = fields.Datetime.to_datetime(date)
        if not date or date > min([*self.mapped("date"), fields.Datetime.now()]):
            posting.refuse(
                self.env, self.env._("A done transfer can only be dated back, not forward."),
                self.env._("Choose a date before the one it has."),
            )
        for company in self.company_id:
            # sudo: the lock dates are fields of accountants; whether one is violated is no secret
            locks = company.sudo()._get_lock_date_violations(
                date.date(), fiscalyear=True, sale=False, purchase=False, tax=False, hard=True)
            if locks:
                posting.refuse(
                    self.env,
                    self.env._("%(date)s lies in a period that %(company)s has closed.",
                               date=fields.Date.to_string(date.date()), company=company.name),
                    self.env._("Choose a later date, or ask the accountant to open the period."),
                )

    def _reserved_lines(self):
        """What is reserved for these moves, in words."""
        return [
            " ".join(filter(None, [
                f"{line.quantity:g} {line.product_uom_id.name}", line.product_id.display_name,
                line.lot_id.name, line.location_id.display_name,
            ]))
            for line in self.move_line_ids if line.state not in ("done", "cancel") and line.quantity
            and not line.move_id._should_bypass_reservation(line.location_id)
        ]

    # === ODOO'S OWN TRANSITIONS === #

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        with posting.allowed():
            return super()._action_confirm(merge=merge, merge_into=merge_into, create_proc=create_proc)

    def _action_assign(self, force_qty=False):
        with posting.allowed():
            return super()._action_assign(force_qty=force_qty)

    def _action_cancel(self):
        with posting.allowed():
            return super()._action_cancel()

    def _action_done(self, cancel_backorder=False):
        with posting.allowed():
            return super()._action_done(cancel_backorder=cancel_backorder)

    def _do_unreserve(self):
        with posting.allowed():
            return super()._do_unreserve()

    def _recompute_state(self):
        with posting.allowed():
            return super()._recompute_state()

    def _set_value(self, correction_quantity=None):
        with posting.allowed():
            return super()._set_value(correction_quantity=correction_quantity)
