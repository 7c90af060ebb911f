from odoo import api, fields, models

from ..services import requests


class PsmsCountRequest(models.Model):
    """Something that should be counted: it differed, a picker did not find it, or a person asked."""

    _name = "psms.count.request"
    _description = "Request for a Count"
    _order = "state desc, due_date, id"
    _rec_name = "product_id"

    location_id = fields.Many2one("stock.location", "Bin", required=True, index=True, ondelete="cascade",
                                  domain="[('usage', 'in', ('internal', 'transit'))]")
    company_id = fields.Many2one(related="location_id.company_id", store=True, index=True)
    product_id = fields.Many2one("product.product", "Product", required=True, index=True, ondelete="cascade",
                                 domain="[('is_storable', '=', True)]")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial Number", ondelete="cascade", domain="[('product_id', '=', product_id)]")
    source = fields.Selection(
        [("count", "Difference in a count"), ("picking", "Shortage while picking"), ("person", "Asked by a person")],
        "Why", required=True, default="person", readonly=True)
    note = fields.Char()
    due_date = fields.Date("Count By", required=True, default=fields.Date.context_today)
    user_id = fields.Many2one("res.users", "Asked By", required=True, readonly=True, ondelete="restrict",
                              default=lambda self: self.env.user)
    state = fields.Selection([("open", "Waiting"), ("done", "Done")], "Status", required=True, readonly=True, default="open",
                             index=True)
    count_id = fields.Many2one("psms.count", "Count", readonly=True, ondelete="set null", index="btree_not_null")

    _open_idx = models.UniqueIndex(
        "(location_id, product_id, COALESCE(lot_id, 0)) WHERE state = 'open'",
        lambda env, diag: env._("Somebody has asked for this count already, and it waits. See the list of requests."))

    @api.model
    def psms_ask(self, location_id, product_id, lot_id=False, note=""):
        """Ask for a count of a product in a bin and return the id of the request; for devices and other programs."""
        location, product = self.env["stock.location"].browse(location_id), self.env["product.product"].browse(product_id)
        for record in (location, product):
            record.check_access("read")
        return requests.ask(self.env, location, product, self.env["stock.lot"].browse(lot_id or []), note=note).id
