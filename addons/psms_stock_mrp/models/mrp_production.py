from odoo import models

from odoo.addons.psms_stock.services import correction, posting

#: of a finished order, what its done moves follow; Odoo passes some of it on as superuser, so it is checked here
DONE_FIELDS = {"product_id", "product_uom_id", "product_qty", "location_src_id", "location_dest_id", "company_id"}
CORRECTABLE_FIELDS = {"qty_producing", "lot_producing_ids", "date_start", "date_finished"}


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    def write(self, vals):
        if not posting.is_allowed(self.env):
            self._check_written_by_hand(vals)
        return super().write(vals)

    def _check_written_by_hand(self, vals):
        done = self.filtered(lambda order: order.state == "done")
        if vals.get("state") in ("done", "cancel") and done != self:
            self._refuse(self.env._("The state of a manufacturing order cannot be written."))
        if done and ("state" in vals or done._changed(vals, DONE_FIELDS)):
            self._refuse(self.env._("%(order)s is finished and can no longer be edited.", order=done[0].name))
        if done and (names := done._changed(vals, CORRECTABLE_FIELDS)):
            self.env["stock.move.line"]._check_may_correct(done)
            if "date_finished" in names:
                done._backdate_made(vals["date_finished"])
            correction.record_many(
                self.env,
                [(order, {name: order[name] for name in names}, {name: vals[name] for name in names}) for order in done],
                "backdate" if "date_finished" in names else "done_quantity", self.env.context.get("correction_reason"),
            )

    def _backdate_made(self, date):
        """Check the date that what was made is about to get, and leave a row for each move.

        Odoo passes the date on as superuser, so the moves do not leave them themselves.
        """
        moves = self.move_finished_ids.filtered(lambda move: move.state == "done")
        moves._check_backdate(date)
        correction.record_many(
            self.env, [(move, {"date": move.date}, {"date": date}) for move in moves], "backdate",
            self.env.context.get("correction_reason"))

    def _changed(self, vals, names):
        return {
            name for name in names & vals.keys() if any(
                self._fields[name].convert_to_cache(vals[name], order)
                != self._fields[name].convert_to_cache(order[name], order) for order in self)
        }

    def _refuse(self, what):
        posting.refuse(
            self.env, what,
            self.env._("Use its buttons, or unbuild what was made wrongly. A warehouse supervisor can correct "
                       "its quantity and its date: the correction is recorded."),
        )

    def button_mark_done(self):
        # Odoo closes moves and dates those that are done from here, as the user; no value comes from the caller.
        with posting.allowed():
            return super().button_mark_done()

    def _action_cancel(self):
        with posting.allowed():
            return super()._action_cancel()

    def _post_inventory(self, cancel_backorder=False):
        with posting.allowed():
            return super()._post_inventory(cancel_backorder=cancel_backorder)

    def do_unreserve(self):
        before = [(order, order._reserved_lines()) for order in self]
        result = super().do_unreserve()
        correction.record_many(self.env, [
            (order, {"reserved": lines}, {"reserved": order._reserved_lines()}) for order, lines in before if lines
        ], "release", self.env.context.get("correction_reason"))
        return result

    def _reserved_lines(self):
        return self.move_raw_ids._reserved_lines()
