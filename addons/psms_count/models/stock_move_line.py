from odoo import models

from ..services import freeze

#: what a correction of a done line moves goods by
MOVING = {"quantity", "location_id", "location_dest_id", "lot_id", "package_id", "owner_id"}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _action_done(self):
        freeze.check(self.env, (self.location_id | self.location_dest_id).ids)
        return super()._action_done()

    def write(self, vals):
        """A done line that is corrected moves goods too."""
        if MOVING & vals.keys() and (done := self.filtered(lambda line: line.state == "done")):
            places = {*(done.location_id | done.location_dest_id).ids, vals.get("location_id"), vals.get("location_dest_id")}
            freeze.check(self.env, [place for place in places if place])
        return super().write(vals)
