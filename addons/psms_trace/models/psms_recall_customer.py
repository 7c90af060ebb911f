from odoo import api, fields, models

from ..services import recall_mail, writing

#: written by services/recall_mail.py alone
STEPS = frozenset({"state", "told_on", "confirmed_on", "recall_id", "partner_id"})


class PsmsRecallCustomer(models.Model):
    """Somebody who got goods of a recall, and how far we are in telling them."""

    _name = "psms.recall.customer"
    _description = "Customer of a Recall"
    _order = "recall_id, state, partner_id"
    _rec_name = "partner_id"

    recall_id = fields.Many2one("psms.recall", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="recall_id.company_id", store=True, index=True)
    partner_id = fields.Many2one("res.partner", string="Customer", required=True, ondelete="restrict", readonly=True)
    email = fields.Char(related="partner_id.email", string="E-mail")
    phone = fields.Char(related="partner_id.phone")
    delivery_ids = fields.One2many("psms.recall.delivery", "customer_id", string="Deliveries", readonly=True)
    goods = fields.Text(string="What They Have", compute="_compute_goods", help="What was delivered to them, by product and lot.")
    first_delivery = fields.Datetime(compute="_compute_goods")
    state = fields.Selection(
        [
            ("open", "To tell"), ("draft", "E-mail drafted"), ("queued", "E-mail on its way"), ("told", "Told"),
            ("confirmed", "Confirmed"),
        ],
        default="open", required=True, readonly=True, index=True,
    )
    subject = fields.Char()
    body = fields.Html(string="Text", sanitize_style=True)
    told_on = fields.Datetime(readonly=True)
    confirmed_on = fields.Datetime(readonly=True)
    answer = fields.Text(help="What the customer says: how much is left, sold or destroyed.")

    _partner_uniq = models.Constraint("UNIQUE (recall_id, partner_id)", "This customer is in the recall already.")

    @api.depends("delivery_ids.quantity", "delivery_ids.lot_id", "delivery_ids.date")
    def _compute_goods(self):
        for customer in self:
            sums = {}
            for delivery in customer.delivery_ids:
                goods = (delivery.product_id, delivery.lot_id)
                sums[goods] = sums.get(goods, 0) + delivery.quantity
            customer.goods = "\n".join(recall_mail.goods_lines(self.env, sums))
            customer.first_delivery = min(customer.delivery_ids.mapped("date"), default=False)

    def write(self, vals):
        writing.check(self.env, vals, STEPS)
        return super().write(vals)

    def action_draft_mail(self):
        return recall_mail.draft(self)

    def action_send_mail(self):
        return recall_mail.send(self)

    def action_told(self):
        """Told in another way: by telephone, in person."""
        recall_mail.mark_told(self)

    def action_confirmed(self):
        recall_mail.mark_confirmed(self)

    def action_open_deliveries(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_trace.action_psms_recall_delivery")
        action.update(domain=[("customer_id", "=", self.id)], context={})
        return action


class PsmsRecallDelivery(models.Model):
    """A delivery that brought a lot of a recall to a customer."""

    _name = "psms.recall.delivery"
    _description = "Delivery of a Recall"
    _order = "date desc, id desc"
    _rec_name = "picking_id"

    recall_id = fields.Many2one("psms.recall", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="recall_id.company_id", store=True, index=True)
    customer_id = fields.Many2one("psms.recall.customer", index="btree_not_null", ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Delivered To", ondelete="restrict")
    picking_id = fields.Many2one("stock.picking", string="Transfer", ondelete="restrict")
    reference = fields.Char()
    product_id = fields.Many2one("product.product", required=True, ondelete="restrict")
    lot_id = fields.Many2one(
        "stock.lot", string="Lot/Serial Number", ondelete="restrict",
        help="Empty for goods without lot that somebody took into the recall.")
    quantity = fields.Float(digits="Product Unit", help="In the unit of the product.")
    uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    date = fields.Datetime()
