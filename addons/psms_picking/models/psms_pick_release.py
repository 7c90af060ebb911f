from odoo import api, fields, models


class PsmsPickRelease(models.Model):
    """What was released to the floor at once: its batches, and how far they are."""

    _name = "psms.pick.release"
    _description = "Picking Release"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True, copy=False, default="/")
    rule_id = fields.Many2one("psms.release.rule", string="Rule", readonly=True, index="btree_not_null", ondelete="set null")
    picking_type_id = fields.Many2one(
        "stock.picking.type", string="Operation Type", required=True, readonly=True, ondelete="cascade", index=True,
        check_company=True)
    company_id = fields.Many2one(related="picking_type_id.company_id", store=True, index=True)
    method = fields.Selection(
        [("order", "Order picking"), ("batch", "Batch picking"), ("cluster", "Cluster picking"),
         ("zone", "Zone picking")],
        readonly=True, required=True,
    )
    batch_ids = fields.One2many("stock.picking.batch", "release_id", string="Batches", readonly=True)
    batch_count = fields.Integer(string="Number of Batches", compute="_compute_figures")
    transfer_count = fields.Integer(string="Transfers", compute="_compute_figures")
    open_count = fields.Integer(string="Transfers Open", compute="_compute_figures")
    progress = fields.Integer(string="Done (%)", compute="_compute_figures")

    @api.depends("batch_ids.picking_ids.state")
    def _compute_figures(self):
        for release in self:
            transfers = release.batch_ids.picking_ids
            still_open = transfers.filtered(lambda picking: picking.state not in ("done", "cancel"))
            release.batch_count = len(release.batch_ids)
            release.transfer_count = len(transfers)
            release.open_count = len(still_open)
            release.progress = 100 - 100 * len(still_open) // len(transfers) if transfers else 0

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "/") == "/":
                vals["name"] = self.env["ir.sequence"].next_by_code("psms.pick.release") or "/"
        return super().create(vals_list)

    def action_open_batches(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("stock_picking_batch.stock_picking_batch_action")
        action.update(domain=[("release_id", "in", self.ids)], context={})
        return action
