from odoo import api, models

from ..services import correction, posting

#: of a quant: what its moves make it, never a person
DERIVED_FIELDS = {"reserved_quantity", "in_date", "company_id"}
#: what a quant is of; Odoo's inventory mode has its own say about these
IDENTITY_FIELDS = {"product_id", "location_id", "lot_id", "package_id", "owner_id"}


class StockQuant(models.Model):
    _inherit = "stock.quant"

    # === WHAT COMES THROUGH A DOOR === #

    @api.model_create_multi
    def create(self, vals_list):
        if posting.is_allowed(self.env):
            return super().create(vals_list)
        if DERIVED_FIELDS & {name for vals in vals_list for name in vals}:
            self._refuse_quantity()
        # A quantity becomes an adjustment: a move stands behind it, and a row in the book of corrections.
        wanted = [vals.get("quantity") for vals in vals_list]
        quants = super().create([{name: vals[name] for name in vals if name != "quantity"} for vals in vals_list])
        for quant, quantity in zip(quants, wanted, strict=True):
            if quantity:
                quant._adjust_by_hand(quant.quantity + quantity)
        return quants

    def write(self, vals):
        if posting.is_allowed(self.env):
            return super().write(vals)
        if any(self._differs(name, vals[name]) for name in DERIVED_FIELDS & vals.keys()):
            self._refuse_quantity()
        if not self._is_inventory_mode() and any(self._differs(name, vals[name]) for name in IDENTITY_FIELDS & vals.keys()):
            self._refuse_quantity()
        if "quantity" not in vals:
            return super().write(vals)
        result = super().write({name: vals[name] for name in vals if name != "quantity"})
        for quant in self:
            if quant.product_uom_id.compare(quant.quantity, vals["quantity"] or 0):
                quant._adjust_by_hand(vals["quantity"] or 0)
        return result

    def _adjust_by_hand(self, quantity):
        """Make the quantity what somebody wrote, by Odoo's adjustment and so by a move."""
        self.inventory_quantity = quantity
        self._apply_inventory()

    def _differs(self, name, value):
        field = self._fields[name]
        return any(field.convert_to_cache(value, quant) != field.convert_to_cache(quant[name], quant) for quant in self)

    def _refuse_quantity(self):
        posting.refuse(
            self.env, self.env._("Reservation, date of receipt and place of stock cannot be written."),
            self.env._("Count the stock, correct it with a reason, or move the goods with a transfer."),
        )

    # === ODOO'S OWN TRANSITIONS === #

    def _apply_inventory(self, date=None):
        if correction.is_documented():
            with posting.allowed():
                return super()._apply_inventory(date=date)
        self._check_may_adjust(date)
        before = [(quant, quant.quantity) for quant in self]
        with posting.allowed():
            result = super()._apply_inventory(date=date)
        reason = self.env.context.get("correction_reason") or self.env.context.get("inventory_name")
        correction.record_many(self.env, [
            (quant, {"quantity": old}, {"quantity": quant.quantity})
            for quant, old in before if quant.exists() and quant.product_uom_id.compare(old, quant.quantity)
        ], "adjustment", reason)
        return result

    def _check_may_adjust(self, date=None):
        """A store keeper counts; whether stock is corrected by the count is for the supervisor to say."""
        if self.env.su:
            return
        if self.env.user.has_group("psms_base.group_store_keeper") and not posting.may_correct(self.env):
            posting.refuse(
                self.env, self.env._("Stock is not adjusted by a store keeper alone."),
                self.env._("Enter what was counted and leave it there; a warehouse supervisor applies it."),
            )
        if date:
            self.env["stock.move"]._check_backdate(date)

    def action_psms_correct(self):
        """Open the correction of this line of stock."""
        self.ensure_one()
        wizard = self.env["psms.stock.correct.quant"].create({
            "quant_id": self.id, "quantity": self.quantity, "lot_quantity": max(self.available_quantity, 0)})
        return {
            "type": "ir.actions.act_window", "name": self.env._("Correct Stock"), "res_model": wizard._name,
            "res_id": wizard.id, "views": [(False, "form")], "target": "new",
        }
