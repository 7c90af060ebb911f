from odoo import api, fields, models
from odoo.tools import SQL

from ..services import fulfilment


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    psms_due_day = fields.Date(string="Promised day", compute="_compute_psms_fulfilment")
    psms_fulfilled = fields.Boolean(
        string="In full and on time", compute="_compute_psms_fulfilment",
        help="The whole quantity left for the customer on the promised day or before.",
    )

    @api.depends("order_id.commitment_date", "order_id.date_order", "customer_lead", "qty_delivered", "product_uom_qty")
    def _compute_psms_fulfilment(self):
        self.psms_due_day = False
        self.psms_fulfilled = False
        for model in ("sale.order", "sale.order.line", "stock.move"):
            self.env[model].flush_model()
        stored = self.filtered(lambda line: isinstance(line.id, int) and line.company_id)
        for company, lines in stored.grouped("company_id").items():
            zone = company._psms_timezone().zone
            query = fulfilment.promises(SQL(", ").join(lines.ids), zone)
            for line_id, due, fulfilled in self.env.execute_query(query):
                line = self.browse(line_id)
                line.psms_due_day = due
                line.psms_fulfilled = fulfilled
