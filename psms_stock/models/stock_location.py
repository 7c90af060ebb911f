from odoo import api, fields, models
from odoo.exceptions import ValidationError


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
