from odoo import api, models

from ..services import guard, guard_pairs, negative

#: fields of an open line that decide what it reserves
RESERVING = {"quantity", "product_uom_id", "location_id", "lot_id", "package_id", "owner_id", "quant_id"}


class StockMoveLine(models.Model):
    """Claims all that a batch of lines will touch in one statement, in the order that everybody keeps."""

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        guard.enter(self.env, "stock.move.line.create", lambda: self._guard_pairs_of_values(vals_list))
        moves = self.env["stock.move"].browse({vals["move_id"] for vals in vals_list if vals.get("move_id")})
        with negative.watched(self.env), negative.acting(moves):
            return super().create(vals_list)

    def write(self, vals):
        if not RESERVING & vals.keys():
            return super().write(vals)
        guard.enter(
            self.env, "stock.move.line.write",
            lambda: guard_pairs.of_lines(self) | self._guard_pairs_of_target(vals))
        with negative.watched(self.env), negative.acting(self.move_id):
            return super().write(vals)

    def unlink(self):
        guard.enter(self.env, "stock.move.line.unlink", lambda: guard_pairs.of_lines(self))
        return super().unlink()

    def _action_done(self):
        # Once more: putaway or a lot may have changed the lines since the moves were looked at.
        guard.claim(self.env, guard_pairs.of_lines(self))
        return super()._action_done()

    def _guard_pairs_of_values(self, vals_list):
        """Where new lines reserve."""
        moves, quants, products = (
            [self.env[model].browse(vals.get(name)) for vals in vals_list]
            for model, name in (("stock.move", "move_id"), ("stock.quant", "quant_id"), ("product.product", "product_id"))
        )
        pairs = set()
        for vals, move, quant, product in zip(vals_list, _together(moves), _together(quants), _together(products), strict=True):
            product = product or move.product_id or quant.product_id
            location_id = vals.get("location_id") or quant.location_id.id or move.location_id.id
            if product.is_storable and location_id:
                pairs.add((product.id, location_id))
        return pairs

    def _guard_pairs_of_target(self, vals):
        """Where lines that are changed reserve from now on."""
        location_id = vals.get("location_id") or self.env["stock.quant"].browse(vals.get("quant_id")).location_id.id
        return {(product.id, location_id) for product in self.product_id if location_id and product.is_storable}


def _together(records):
    """The same records, to be read with one query instead of one each."""
    ids = [record_id for record in records for record_id in record._ids]
    return [record.with_prefetch(ids) for record in records]
