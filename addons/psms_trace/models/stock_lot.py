from odoo import api, fields, models

from ..services import block, writing


class StockLot(models.Model):
    _inherit = "stock.lot"

    psms_blocked = fields.Boolean(
        string="Blocked", readonly=True, copy=False,
        help="A blocked lot is not reserved, and can be neither delivered nor consumed. Written by services/block.py alone.",
    )
    psms_block_reason = fields.Text(string="Reason of the Block", readonly=True, copy=False)
    psms_blocked_by_id = fields.Many2one("res.users", string="Blocked By", readonly=True, copy=False, ondelete="set null")
    psms_blocked_on = fields.Datetime(string="Blocked On", readonly=True, copy=False)
    psms_recall_count = fields.Integer(string="Recalls", compute="_compute_psms_recall_count")

    # Few lots are blocked, and every reservation asks which.
    _psms_blocked_idx = models.Index("(id) WHERE psms_blocked")

    def _compute_psms_recall_count(self):
        # sudo: everybody who sees the lot may know that it is recalled
        counts = dict(self.env["psms.recall.lot"].sudo()._read_group(
            [("lot_id", "in", self.ids), ("recall_id.state", "!=", "cancel")], ["lot_id"], ["__count"]))
        for lot in self:
            lot.psms_recall_count = counts.get(lot, 0)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            writing.check(self.env, vals, block.FIELDS)
        return super().create(vals_list)

    def write(self, vals):
        writing.check(self.env, vals, block.FIELDS)
        return super().write(vals)

    # === ACTIONS === #

    def action_psms_trace(self):
        """Open the tree of these lots."""
        return self.env["psms.trace"]._action(self)

    def action_psms_trace_pdf(self):
        return self.env["psms.document.trace"]._document_action(self)

    def action_psms_trace_xlsx(self):
        return self.env["psms.document.trace"]._document_action(self, "xlsx")

    def action_psms_epcis(self):
        """Download what happened to these lots as EPCIS events."""
        return self.env["psms.epcis"]._download("lot", self)

    def action_psms_block(self):
        return self._psms_block_wizard("block")

    def action_psms_lift(self):
        return self._psms_block_wizard("lift")

    def _psms_block_wizard(self, action):
        block.check_role(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Block") if action == "block" else self.env._("Lift block"),
            "res_model": "psms.lot.block",
            "view_mode": "form",
            "target": "new",
            "context": {"default_lot_ids": self.ids, "default_action": action},
        }

    def action_psms_recalls(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("psms_trace.action_psms_recall")
        action["domain"] = [("line_ids.lot_id", "in", self.ids)]
        return action
