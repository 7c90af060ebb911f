from odoo import api, fields, models

from ..services import block, recall, recall_stock


class PsmsRecallStep(models.TransientModel):
    """Asks what a step of a recall needs to know: a reason, an outcome, a place."""

    _name = "psms.recall.step"
    _description = "Step of a Recall"

    recall_id = fields.Many2one("psms.recall", required=True, readonly=True)
    action = fields.Selection(
        [("close", "Close"), ("lift", "Lift blocks"), ("quarantine", "Move into quarantine")], required=True)
    reason = fields.Text()
    line_ids = fields.Many2many(
        "psms.recall.lot", string="Lots", domain="[('recall_id', '=', recall_id)]",
        help="The lots whose block is lifted.")
    location_id = fields.Many2one(
        "stock.location", string="Quarantine", domain="[('usage', '=', 'internal')]",
        compute="_compute_location_id", store=True, readonly=False,
        help="Where the goods are brought to. The transfer takes what lies in the same warehouse.")

    @api.depends("recall_id", "action")
    def _compute_location_id(self):
        for step in self:
            wanted = step.action == "quarantine" and step.recall_id
            step.location_id = recall_stock.proposed_place(self.env, step.recall_id.company_id) if wanted else False

    def action_confirm(self):
        self.ensure_one()
        block.check_role(self.env)
        if self.action == "quarantine":
            transfer = recall_stock.quarantine(self.recall_id, self.location_id)
            return {
                "type": "ir.actions.act_window", "res_model": "stock.picking", "res_id": transfer.id, "views": [(False, "form")],
            }
        if self.action == "close":
            recall.close(self.recall_id, self.reason)
        else:
            recall.lift(self.line_ids, self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
