from odoo import api, fields, models

SALES_GROUP = "sales_team.group_sale_salesman"


class ResPartner(models.Model):
    _inherit = "res.partner"

    psms_purchase_count = fields.Integer(
        string="Purchases, 12 Months", compute="_compute_psms_figures", groups=SALES_GROUP,
        help="Days in the last 12 months on which this customer placed a confirmed order. Several orders of one "
             "day are one purchase.",
    )
    psms_order_count = fields.Integer(
        string="Orders, 12 Months", compute="_compute_psms_figures", groups=SALES_GROUP,
        help="Confirmed orders of the last 12 months.",
    )
    psms_repurchase_rate = fields.Float(
        string="Repurchase Rate", compute="_compute_psms_figures", groups=SALES_GROUP,
        help="Share of the purchases of the last 12 months that followed the customer's purchase before within "
             "the repurchase window of the company (Settings, Sales).",
    )
    psms_last_order_date = fields.Date(
        string="Last Order", compute="_compute_psms_figures", groups=SALES_GROUP,
        help="Day of the latest confirmed order.",
    )
    psms_order_interval = fields.Float(
        string="Average Interval (Days)", compute="_compute_psms_figures", groups=SALES_GROUP, digits=(16, 1),
        help="Average number of days between two purchases, over all purchases so far.",
    )
    psms_lifecycle = fields.Selection(
        selection=lambda self: self.env["psms.customer.report"]._fields["lifecycle"].selection,
        string="Life Cycle", compute="_compute_psms_figures", groups=SALES_GROUP,
        help="New: one purchase, within the repurchase window. Regular: several, the latest within the window. "
             "At risk: none within one window, but within two. Lost: none within two windows.",
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("company", "allowed_company_ids")
    def _compute_psms_figures(self):
        """Figures of the whole customer, in the current company, with one query for all partners."""
        # sudo: the figures are the customer's, whoever of the salespeople took the orders; the fields are
        # open to salespeople only.
        rows = self.env["psms.customer.report"].sudo().search([
            ("partner_id", "in", self.commercial_partner_id.ids), ("company_id", "=", self.env.company.id),
        ])
        by_partner = {row.partner_id.id: row for row in rows}
        for partner in self:
            row = by_partner.get(partner.commercial_partner_id.id, rows.browse())
            partner.psms_purchase_count = row.purchase_count
            partner.psms_order_count = row.order_count
            partner.psms_repurchase_rate = row.repurchase_rate
            partner.psms_last_order_date = row.last_date
            partner.psms_order_interval = row.interval_days
            partner.psms_lifecycle = row.lifecycle

    def action_psms_customer_orders(self):
        """Open the confirmed orders that the figures are made of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("sale.action_orders")
        action["domain"] = [
            ("partner_id.commercial_partner_id", "=", self.commercial_partner_id.id), ("state", "=", "sale"),
        ]
        action["context"] = {}
        return action
