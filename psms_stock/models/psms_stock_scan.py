from odoo import fields, models


class PsmsStockScan(models.Model):
    """What was counted by scanning, append-only: services/scan*.py alone writes it.

    The move lines stay the truth of the transfer; these rows say who counted which part of them and
    make it possible to take the last scan back.
    """

    _name = "psms.stock.scan"
    _description = "Scan"
    _order = "id desc"
    _rec_name = "key"

    picking_id = fields.Many2one("stock.picking", string="Transfer", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="picking_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", string="Scanned By", required=True, ondelete="restrict")
    key = fields.Char(required=True, index=True, help="Key of the request; rows of one scan share it.")
    kind = fields.Selection(
        [("count", "Count"), ("place", "Put into bin"), ("validate", "Validate")], required=True, default="count",
    )
    move_line_id = fields.Many2one("stock.move.line", string="Line", index="btree_not_null", ondelete="set null")
    product_id = fields.Many2one("product.product", string="Product", index="btree_not_null", ondelete="restrict")
    lot_name = fields.Char(string="Lot/Serial Number")
    quantity = fields.Float(digits="Product Unit", help="In the unit of the product.")
    location_id = fields.Many2one("stock.location", string="From", ondelete="restrict")
    location_dest_id = fields.Many2one("stock.location", string="To", ondelete="restrict")
    default_dest_id = fields.Many2one(
        "stock.location", string="Proposed Destination", ondelete="restrict",
        help="Where the goods were meant to go before a bin was scanned.",
    )
    placed = fields.Boolean(string="Bin Scanned", help="The destination was confirmed by scanning a bin.")
    placement_id = fields.Many2one("psms.stock.scan", string="Placed By", index="btree_not_null", ondelete="set null")
    undone = fields.Boolean(string="Taken Back")
