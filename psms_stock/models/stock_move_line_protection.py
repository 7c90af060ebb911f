from odoo import api, models

from ..services import correction, posting

#: what a line moves and where: on a done line only the supervisor may correct these, and Odoo moves the stock again
CORRECTABLE_FIELDS = {
    "quantity", "product_uom_id", "lot_id", "lot_name", "location_id", "location_dest_id", "package_id",
    "result_package_id", "owner_id", "quant_id",
}
#: what nobody corrects on a done line
DONE_FIELDS = {"product_id", "move_id", "picking_id", "company_id", "date", "picked"}
#: what Odoo derives, on any line
DERIVED_FIELDS = {"state", "quantity_product_uom"}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # === WHAT COMES THROUGH A DOOR === #

    @api.model_create_multi
    def create(self, vals_list):
        if posting.is_allowed(self.env):
            return super().create(vals_list)
        self._check_created_by_hand(vals_list)
        lines = super().create(vals_list)
        if done := lines.filtered(lambda line: line.state == "done"):
            correction.record_many(self.env, [(line, {}, line._corrected(CORRECTABLE_FIELDS)) for line in done],
                                   "done_line", self._correction_reason())
        return lines

    def write(self, vals):
        if posting.is_allowed(self.env):
            return super().write(vals)
        self._check_written_by_hand(vals)
        done = self.filtered(lambda line: line.state == "done")
        names = {name for name in CORRECTABLE_FIELDS & vals.keys() if done._differs(name, vals[name])}
        if not names:
            return super().write(vals)
        self._check_may_correct(done)
        if any(isinstance(value, list) for value in vals.values()):
            posting.refuse(
                self.env, self.env._("A done line is corrected alone, without other records in the same step."),
                self.env._("Save the correction by itself."),
            )
        before = {line: line._corrected(names) for line in done}
        with posting.allowed():  # the values were checked; Odoo now moves the stock and sets the values anew
            result = super().write(vals)
        correction.record_many(
            self.env, [(line, values, line._corrected(names)) for line, values in before.items()],
            "done_quantity", self._correction_reason(),
        )
        return result

    def _check_created_by_hand(self, vals_list):
        if any(vals.get("state", "draft") in ("done", "cancel") or "quantity_product_uom" in vals for vals in vals_list):
            self._refuse_derived()
        moves = self.env["stock.move"].browse({vals["move_id"] for vals in vals_list if vals.get("move_id")})
        pickings = self.env["stock.picking"].browse({vals["picking_id"] for vals in vals_list if vals.get("picking_id")})
        done = moves.filtered(lambda move: move.state == "done") or pickings.filtered(lambda picking: picking.state == "done")
        if done:
            self._check_may_correct(done)

    def _check_written_by_hand(self, vals):
        if any(name in vals and self._differs(name, vals[name]) for name in DERIVED_FIELDS):
            self._refuse_derived()
        # a line that is put under a done move would be done without having moved anything
        target = self.env["stock.move"].browse(vals.get("move_id") or [])
        if target.state == "done" and self.move_id != target:
            self._refuse_derived()
        done = self.filtered(lambda line: line.state == "done")
        if any(done._differs(name, vals[name]) for name in DONE_FIELDS & vals.keys()):
            posting.refuse(
                self.env, self.env._("Product, date and transfer of a done line cannot be changed."),
                self.env._("Return the goods, or move them on with a new transfer. The date of a whole transfer "
                           "is corrected by its date of transfer."),
            )

    def _differs(self, name, value):
        field = self._fields[name]
        return any(field.convert_to_cache(value, line) != field.convert_to_cache(line[name], line) for line in self)

    def _corrected(self, names):
        return {name: self[name] for name in sorted(names - {"quant_id", "lot_name"})}

    def _correction_reason(self):
        return self.env.context.get("correction_reason")

    @api.model
    def _check_may_correct(self, done):
        """Refuse to edit what is done, unless the supervisor does."""
        if not posting.may_correct(self.env):
            posting.refuse(
                self.env,
                self.env._("%(document)s is done and can no longer be edited.", document=done[:1].display_name),
                self.env._("Return what went wrong, or ask a warehouse supervisor to correct it: "
                           "the correction is recorded."),
            )

    def _refuse_derived(self):
        posting.refuse(
            self.env, self.env._("State and stock quantity of a line cannot be written."),
            self.env._("Enter the quantity of the line and validate its transfer."),
        )

    def action_revert_inventory(self):
        if self.filtered("is_inventory"):
            self.env["stock.quant"]._check_may_adjust()
        done = [(line, line._corrected(CORRECTABLE_FIELDS)) for line in self if line.is_inventory and line.quantity]
        result = super().action_revert_inventory()
        correction.record_many(
            self.env, [(line, before, {"quantity": 0}) for line, before in done], "adjustment",
            self.env._("Adjustment reverted"),
        )
        return result

    # === ODOO'S OWN TRANSITIONS === #

    def _action_done(self):
        with posting.allowed():
            return super()._action_done()
