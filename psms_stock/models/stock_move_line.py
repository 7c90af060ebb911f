from odoo import api, fields, models

from ..services import bin_load, bin_messages, bin_posting, guard, guard_pairs, putaway


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    putaway_reason = fields.Selection(
        [
            ("same_lot", "Same lot lies there"),
            ("same_product", "Same product lies there"),
            ("class_a", "Class A: free bin nearest to the door"),
            ("class_b", "Class B: free bin halfway"),
            ("class_c", "Class C: free bin away from the door"),
            ("zone", "Free bin of the zone for this category"),
            ("nearest", "Nearest free bin"),
            ("shared", "No free bin left: beside other products"),
            ("none", "No bin has room"),
        ],
        string="Why There", readonly=True, copy=False,
        help="Why this bin was proposed; empty when a person chose it.",
    )

    def write(self, vals):
        # A bin that somebody chose was not proposed, whatever was said before.
        if "location_dest_id" in vals and not self.env.context.get("psms_putaway_writes"):
            vals = {**vals, "putaway_reason": False}
        return super().write(vals)

    @api.onchange("location_dest_id")
    def _onchange_location_dest_id(self):
        """Say at once why a chosen bin is none for these goods; posting refuses it where the zone wants that."""
        line, location = self._origin, self.location_dest_id
        chosen = location and location != line.location_dest_id and location.usage == "internal"
        if not chosen or not self.product_id or not self.quantity_product_uom:
            return None
        goods = bin_load.goods_of_line(self)
        code = bin_posting.obstacle(
            location._origin, self.product_id, goods.quantity, goods.lot, without_lines=line.ids)
        if not code:
            return None
        message = bin_messages.refused(self.env, code, location, self.product_id).message
        return {"warning": {"title": message["what"], "message": f"{message['why']}\n{message['todo']}"}}

    def _apply_putaway_strategy(self):
        if self.env.context.get("avoid_putaway_rules"):
            return
        # One after the other decides about the bins of a place, so that no room is given away twice.
        guard.claim(self.env, guard_pairs.of_putaway(self.move_id))
        # Once for each place: one with a rule for every product has thousands.
        ruled = self.move_id.location_dest_id.filtered("putaway_rule_ids")
        with_best = ruled.filtered(putaway.uses_best_bin)
        best = self.filtered(lambda line: line.move_id.location_dest_id in with_best)
        putaway.place(best)
        if rest := (self - best).filtered(lambda line: putaway.may_redirect(line, ruled)):
            categories = putaway.storage_categories(rest)
            super(StockMoveLine, rest.with_context(**{putaway.CATEGORIES: categories}))._apply_putaway_strategy()

    def _action_done(self):
        ruled = bin_posting.before(self)
        result = super()._action_done()
        bin_posting.after(ruled)
        return result
