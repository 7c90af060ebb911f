from odoo import fields, models


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    psms_planned_order_ids = fields.One2many(
        "psms.planned.order", "purchase_line_id", "Planned Orders", readonly=True, copy=False)
