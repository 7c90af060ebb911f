from odoo import fields, models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    pick_aisle_pitch = fields.Float(
        string="Aisle Pitch (m)", default=3.5, help="Metres from the middle of one aisle to the middle of the next.")
    pick_rack_width = fields.Float(string="Rack Width (m)", default=2.7, help="Metres that one rack takes along its aisle.")
    pick_supervisor_id = fields.Many2one(
        "res.users", string="Told of Picking Exceptions", domain="[('share', '=', False)]",
        help="Who gets an activity when goods are missing while picking. Without one, the first warehouse supervisor does.",
    )

    _pick_distances_positive = models.Constraint(
        "CHECK (pick_aisle_pitch > 0 AND pick_rack_width > 0)",
        "Aisle pitch and rack width must be more than 0 metres.",
    )
