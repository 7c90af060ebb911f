from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..services import bin_posting, putaway

#: bins that are weighed with the one that Odoo's putaway asks for
WEIGHED_AHEAD = 100


class StockLocation(models.Model):
    _inherit = "stock.location"

    zone_own_id = fields.Many2one(
        "psms.stock.zone", string="Own Zone", index="btree_not_null", check_company=True, copy=False,
        ondelete="restrict",
        help="Zone that this location was put into itself; empty when the zone comes from the location above.",
    )
    zone_id = fields.Many2one(
        "psms.stock.zone", string="Zone", compute="_compute_zone_id", inverse="_inverse_zone_id",
        store=True, recursive=True, index="btree_not_null", check_company=True,
        domain="[('warehouse_id', '=', warehouse_id)]",
        help="Part of the warehouse that this location belongs to. Locations below follow unless they have "
             "a zone of their own; emptied, the location follows the one above.",
    )

    walk_order = fields.Integer(
        string="Walking Order", index=True, copy=False,
        help="Place of this bin on the way through the warehouse, from the door on; 0: not on the way.",
    )
    aisle = fields.Char(copy=False)
    rack = fields.Char(copy=False)
    level = fields.Char(copy=False)
    position = fields.Char(copy=False)

    # === ZONES === #

    @api.depends("zone_own_id", "location_id.zone_id")
    def _compute_zone_id(self):
        for location in self:
            location.zone_id = location.zone_own_id or location.location_id.zone_id

    def _inverse_zone_id(self):
        for location in self:
            inherited = location.location_id.zone_id
            location.zone_own_id = location.zone_id if location.zone_id != inherited else False
        # What was emptied takes the zone from above at once.
        self.env.add_to_compute(self._fields["zone_id"], self)

    @api.constrains("zone_own_id", "location_id")
    def _check_zone_warehouse(self):
        """A zone is a place in one warehouse: moving a location elsewhere may not drag the zone along."""
        inside = self.search([("id", "child_of", self.ids), ("zone_own_id", "!=", False)])
        for location in inside:
            zone = location.zone_own_id
            if location.warehouse_id != zone.warehouse_id:
                raise ValidationError(self.env._(
                    "%(location)s is not in the warehouse of the zone %(zone)s (%(warehouse)s). "
                    "Choose a zone of its own warehouse, or empty the zone first.",
                    location=location.display_name, zone=zone.name, warehouse=zone.warehouse_id.name,
                ))

    # === PUTAWAY === #

    def _get_putaway_strategy(self, product, quantity=0, package=None, packaging=None, additional_qty=None):
        # Odoo keeps to itself what the caller gave away already; the rule "best bin" needs it.
        if additional_qty and putaway.uses_best_bin(self):
            self = self.with_context(**{putaway.GIVEN: dict(additional_qty)})
        return super()._get_putaway_strategy(
            product, quantity=quantity, package=package, packaging=packaging, additional_qty=additional_qty)

    @api.depends_context(putaway.CATEGORIES)
    def _compute_child_internal_location_ids(self):
        """For putaway, of some thousands of bins find those alone that the rules ask for."""
        categories = self.env.context.get(putaway.CATEGORIES)
        if categories is None:
            return super()._compute_child_internal_location_ids()
        for location in self:
            location.child_internal_location_ids = self.search([
                ("id", "child_of", location.id), ("usage", "=", "internal"), ("storage_category_id", "in", categories)])
        return None

    def _get_weight(self, excluded_sml_ids=False):
        known = self.env.context.get(putaway.WEIGHTS)
        if known is None:
            return super()._get_weight(excluded_sml_ids)
        if any(location not in known for location in self):
            # Odoo's putaway asks for one bin after the other, with three queries each.
            following = self.browse(self._prefetch_ids).filtered(lambda location: location not in known)
            bins = self | following[:WEIGHED_AHEAD]
            weights = super(StockLocation, bins)._get_weight(excluded_sml_ids)
            known.update((location, weights[location]) for location in bins)
        return known

    def _check_can_be_used(self, product, quantity=0, package=None, location_qty=0):
        """Odoo's own putaway methods propose no bin that the zone or the volume and pallets of a bin forbid."""
        if not super()._check_can_be_used(product, quantity=quantity, package=package, location_qty=location_qty):
            return False
        if not product or not (self.zone_id or self.storage_category_id.max_volume or self.storage_category_id.max_pallets):
            return True
        return not bin_posting.obstacle(
            self, product, quantity, package=package, without_lines=self.env.context.get("exclude_sml_ids", ()))
